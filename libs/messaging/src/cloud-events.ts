import { randomUUID } from 'node:crypto';
import type { Outgoing, Trace } from './message.js';

/** A record ready for the broker. CloudEvents 1.0, Kafka binding, binary mode: attributes are headers, the value is the JSON payload. */
export interface EncodedRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md */
export function encode<P extends object>(message: Outgoing<P>, source: string, id: string = randomUUID()): EncodedRecord {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: message.topic.name,
    ce_source: source,
    ce_time: new Date().toISOString(),
  };
  if (message.requestId) headers['ce_requestid'] = message.requestId;
  if (message.traceparent) headers['traceparent'] = message.traceparent;
  return { topic: message.topic.name, key: message.topic.key(message.payload), value: JSON.stringify(message.payload), headers };
}

export interface EventAttributes extends Trace {
  readonly id: string | undefined;
  readonly time: string | undefined;
}

export type KafkaHeaders = Readonly<Record<string, Buffer | string | (Buffer | string)[] | null | undefined>>;

export function readAttributes(headers: KafkaHeaders | undefined): EventAttributes {
  const text = (name: string): string | undefined => {
    const value = headers?.[name];
    const first = Array.isArray(value) ? value[0] : value;
    // A header without a value is null; an empty one tells nothing either.
    return first?.toString() || undefined;
  };
  return { id: text('ce_id'), time: text('ce_time'), requestId: text('ce_requestid'), traceparent: text('traceparent') };
}
