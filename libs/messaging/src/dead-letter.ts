import type { EncodedRecord, KafkaHeaders } from './cloud-events.js';

/** The dead-letter topic of a service. */
export function deadLetterTopic(service: string): string {
  return `dead.${service}`;
}

/** A message that could not be read or applied, with everything needed to understand and replay it. */
export interface DeadLetter {
  readonly reason: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly at: string;
  readonly key: string | null;
  readonly headers: Record<string, string>;
  /** The original bytes: what cannot be read may not even be text. */
  readonly valueBase64: string | null;
}

export interface RawRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: KafkaHeaders | undefined;
  readonly offset: string;
}

export function bury(service: string, topic: string, partition: number, record: RawRecord, reason: string): EncodedRecord {
  const headers = Object.fromEntries(
    Object.entries(record.headers ?? {}).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first.toString()]];
    }),
  );
  const letter: DeadLetter = {
    reason,
    topic,
    partition,
    offset: record.offset,
    at: new Date().toISOString(),
    key: record.key?.toString('utf8') ?? null,
    headers,
    valueBase64: record.value?.toString('base64') ?? null,
  };
  return {
    topic: deadLetterTopic(service),
    key: letter.key ?? `${topic}/${partition}`,
    value: JSON.stringify(letter),
    headers: { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: `${service}/${topic}/${partition}/${record.offset}`, ce_type: 'dead-letter', ce_source: service, ce_time: letter.at },
  };
}
