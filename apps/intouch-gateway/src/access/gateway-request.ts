import type { Request } from 'express';
import type { Trace } from '@intouch/messaging';
import type { Access } from './access.js';

/** A request on its way through the gateway: middleware has given it an id and found out whose key it carries. */
export interface GatewayRequest extends Request {
  requestId: string;
  traceparent: string | undefined;
  access: Access;
}

export function traceOf({ requestId, traceparent }: GatewayRequest): Trace {
  return { requestId, traceparent };
}
