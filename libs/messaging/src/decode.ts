import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Topic } from '@intouch/contracts';

export type Decoded<P> = { readonly ok: true; readonly payload: P } | { readonly ok: false; readonly reason: string };

/** Every broken rule of a payload, as `field.path: what is wrong`. Names fields, never values. */
export function brokenRules(errors: readonly ValidationError[], path = ''): { field: string; message: string }[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...brokenRules(error.children ?? [], field)];
  });
}

/** Reads a Kafka value as a topic's payload. Never throws: what cannot be read says why, for the dead-letter topic. */
export function decode<P extends object>(topic: Topic<P>, value: Buffer | null): Decoded<P> {
  if (value === null) return { ok: false, reason: 'the message has no value' };
  let plain: unknown;
  try {
    plain = JSON.parse(value.toString('utf8'));
  } catch {
    return { ok: false, reason: 'the value is not JSON' };
  }
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return { ok: false, reason: 'the value is not a JSON object' };
  try {
    const payload = plainToInstance(topic.payload, plain);
    const broken = brokenRules(validateSync(payload, { forbidUnknownValues: false }));
    if (broken.length > 0) return { ok: false, reason: broken.map(({ field, message }) => `${field}: ${message}`).join('; ') };
    return { ok: true, payload };
  } catch {
    // Deeply nested or otherwise hostile input makes the libraries throw; the message is unreadable all the same.
    return { ok: false, reason: 'the value could not be read as this topic\'s payload' };
  }
}
