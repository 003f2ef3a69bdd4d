import type { EncodedRecord, KafkaHeaders } from './cloud-events.js';

/** The dead-letter topic of a service. */
export function deadLetterTopic(service: string): string {
  return `dead.${service}`;
}

/** Bytes of a record: as text where they are UTF-8, for people to read; otherwise as base64, since nothing of them may change. */
export type Bytes = string | { readonly base64: string };

/** A message that could not be read or applied, with everything needed to understand and replay it. */
export interface DeadLetter {
  readonly reason: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** RFC 3339. */
  readonly at: string;
  readonly key: Bytes | null;
  readonly headers: Record<string, Bytes | Bytes[]>;
  /** The original bytes: what cannot be read may not even be text. */
  readonly valueBase64: string | null;
  /** Set where the value was too large to travel in a dead letter; it is then only to be had from its own topic. */
  readonly valueLeftOut?: true;
}

export interface RawRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: KafkaHeaders | undefined;
  readonly offset: string;
}

/** In base64 a third larger, and still below what topics take. */
const largestValue = 2_500_000;

export function bury(service: string, topic: string, partition: number, record: RawRecord, reason: string): EncodedRecord {
  const headers = Object.entries(record.headers ?? {}).flatMap(([name, value]) =>
    value == null ? [] : [[name, Array.isArray(value) ? value.map(toBytes) : toBytes(value)] as const],
  );
  const tooLarge = record.value !== null && record.value.length > largestValue;
  const letter: DeadLetter = {
    reason,
    topic,
    partition,
    offset: record.offset,
    at: new Date().toISOString(),
    key: record.key && toBytes(record.key),
    headers: Object.fromEntries(headers),
    valueBase64: tooLarge ? null : (record.value?.toString('base64') ?? null),
    ...(tooLarge ? { valueLeftOut: true } : {}),
  };
  return {
    topic: deadLetterTopic(service),
    // Not the record's own key, which may hold anything.
    key: `${topic}/${partition}`,
    value: JSON.stringify(letter),
    headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: `${service}/${topic}/${partition}/${record.offset}`, ce_type: 'dead-letter', ce_source: service, ce_time: letter.at },
  };
}

/** The record as it was, to be published again. */
export function exhume(letter: DeadLetter): { key: Buffer | null; value: Buffer | null; headers: Record<string, Buffer | Buffer[]> } {
  return {
    key: letter.key === null ? null : toBuffer(letter.key),
    value: letter.valueBase64 === null ? null : Buffer.from(letter.valueBase64, 'base64'),
    headers: Object.fromEntries(
      Object.entries(letter.headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(toBuffer) : toBuffer(value)]),
    ),
  };
}

function toBytes(value: Buffer | string): Bytes {
  if (typeof value === 'string') return value;
  const text = value.toString('utf8');
  return Buffer.from(text, 'utf8').equals(value) ? text : { base64: value.toString('base64') };
}

function toBuffer(bytes: Bytes): Buffer {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : Buffer.from(bytes.base64, 'base64');
}
