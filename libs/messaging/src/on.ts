import { Catch, Controller, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { PayloadOf, Topic } from '@intouch/contracts';
import type { Message, Outgoing } from './message.js';

export interface Subscription<T extends Topic, E extends readonly Topic[]> {
  /** The topics the handler may emit; anything else does not compile. */
  readonly emits?: E;
  /** The handler decides only when this service has consumed these topics to the end they have at that moment. */
  readonly after?: readonly Topic[];
  /** In the words of the reader of `docs/flow.md`; the class name says what, this says why. */
  readonly why?: string;
  readonly topic?: T;
}

/** Takes one topic's messages in order, returns what to publish. No try, no publishing, no retry in it: the transport does all three. */
export interface Handler<P extends object, O extends object> {
  handle(messages: readonly Message<P>[]): Promise<readonly Outgoing<O>[] | void>;
}

/** What `@On` leaves on a handler class, read by the transport and by the generator of `docs/flow.md`. */
export interface SubscriptionFacts {
  readonly topics: readonly Topic[];
  readonly emits: readonly Topic[];
  readonly after: readonly Topic[];
  readonly why: string | undefined;
}

const factsKey = Symbol('subscription');

export function factsOf(handler: Function): SubscriptionFacts | undefined {
  return Reflect.getMetadata(factsKey, handler) as SubscriptionFacts | undefined;
}

/**
 * Nest would turn an unknown error into "Internal server error" and lose it; the transport must see the very error to
 * tell a database that is away from a bug of ours.
 */
@Catch()
class HandErrorsOn implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type OneOrMany<T> = T | readonly T[];
type PayloadsOf<T> = T extends readonly (infer U)[] ? PayloadOf<U> : PayloadOf<T>;

/** Declares a handler of a topic (or of several with the same payload): a Nest provider whose `handle` gets batches. */
export function On<const T extends OneOrMany<Topic>, const E extends readonly Topic[] = []>(
  topic: T,
  options: Omit<Subscription<Topic, E>, 'topic'> = {},
): <H extends new (...args: never[]) => Handler<PayloadsOf<T> & object, PayloadOf<E[number]> & object>>(target: H) => void {
  const topics = (Array.isArray(topic) ? topic : [topic]) as readonly Topic[];
  const facts: SubscriptionFacts = { topics, emits: options.emits ?? [], after: options.after ?? [], why: options.why };
  return (target) => {
    Reflect.defineMetadata(factsKey, facts, target);
    Controller()(target);
    UseFilters(HandErrorsOn)(target);
    const descriptor = Object.getOwnPropertyDescriptor(target.prototype, 'handle') as TypedPropertyDescriptor<unknown>;
    EventPattern<string[]>(topics.map(({ name }) => name), { facts })(target.prototype as object, 'handle', descriptor as never);
  };
}
