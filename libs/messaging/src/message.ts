import type { Topic } from '@intouch/contracts';

/** What travels beside a payload, so that one request can be followed from the HTTP answer to the vendor call and the log. */
export interface Trace {
  /** As answered in `X-Request-Id`. */
  readonly requestId?: string | undefined;
  /** W3C Trace Context, where the caller gave one. */
  readonly traceparent?: string | undefined;
}

/** A message as a handler sees it: decoded and valid. */
export interface Message<P> extends Trace {
  /** CloudEvents id; a republished event keeps it. */
  readonly id: string;
  readonly payload: P;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** When it was first published, RFC 3339. */
  readonly time: string;
}

/** A message a handler returns, to be published by the outbox once the handler's transaction is durable. */
export interface Outgoing<P extends object = object> extends Trace {
  readonly topic: Topic<P>;
  readonly payload: P;
}

/** Makes an outgoing message; the optional cause lends its trace. */
export function outgoing<P extends object>(topic: Topic<P>, payload: P, cause?: Trace): Outgoing<P> {
  return { topic, payload, requestId: cause?.requestId, traceparent: cause?.traceparent };
}
