import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

interface Queue {
  pending: unknown[];
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  push(request: object): void;
  fulfillRequest(response: object): void;
  maybeThrottle(ms: number): void;
  destroy(): void;
}

const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (options: object) => Queue;
const nothing = (): void => undefined;

let sent: number[];
let queue: Queue;

beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  queue = new RequestQueue({
    maxInFlightRequests: 1, requestTimeout: 1_000, enforceRequestTimeout: false, clientId: 'c', broker: 'b',
    logger: { debug: nothing, warn: nothing },
  });
});

afterEach(() => {
  queue.destroy();
  jest.useRealTimers();
});

function push(correlationId: number): void {
  const entry = { correlationId, resolve: nothing, reject: nothing, apiKey: 0, apiName: 'any', apiVersion: 0 };
  queue.push({ entry, expectResponse: true, sendRequest: () => sent.push(correlationId) });
}

/** patches/kafkajs+2.2.4.patch */
describe('the patched request queue of kafkajs', () => {
  it('sets no timer when nothing is pending and nothing throttles', () => {
    push(1);
    queue.fulfillRequest({ correlationId: 1, payload: {}, size: 0 });
    expect(jest.getTimerCount()).toBe(0);
  });

  it('sends what is pending when what is under way is answered', () => {
    push(1);
    push(2);
    expect(sent).toEqual([1]);
    queue.fulfillRequest({ correlationId: 1, payload: {}, size: 0 });
    expect(sent).toEqual([1, 2]);
  });

  it('sends what a throttle has held when that is over, and is quiet then', () => {
    queue.maybeThrottle(500);
    push(1);
    jest.advanceTimersByTime(400);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(200);
    expect(sent).toEqual([1]);
    queue.fulfillRequest({ correlationId: 1, payload: {}, size: 0 });
    jest.runOnlyPendingTimers();
    expect(jest.getTimerCount()).toBe(0);
  });
});
