import { describe, expect, it } from '@jest/globals';
import type { Topic } from '@intouch/contracts';
import { lanesOf } from './lanes.js';
import type { SubscriptionFacts } from './on.js';
import { noteTopicNamed } from './testing/note.js';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(noteTopicNamed) as [Topic, Topic, Topic, Topic];

function on(topics: readonly Topic[], after: readonly Topic[] = []): SubscriptionFacts {
  return { topics, after, emits: [], why: undefined };
}

const lanes = (...subscriptions: SubscriptionFacts[]): [string, string[]][] =>
  lanesOf('svc', subscriptions).map(({ group, topics }) => [group, topics.map(({ name }) => name)]);

describe('lanes', () => {
  it('are one where nothing waits, under the service\'s own name', () => {
    expect(lanes(on([a, b]), on([c]))).toEqual([['svc', ['a', 'b', 'c']]]);
    expect(lanes()).toEqual([]);
  });

  it('part what waits from what is waited for, by depth', () => {
    expect(lanes(on([c], [b]), on([b], [a]), on([a]), on([d], [a]))).toEqual([
      ['svc.0', ['a']],
      ['svc.1', ['b', 'd']],
      ['svc', ['c']],
    ]);
  });

  it('go by the deepest of several', () => {
    expect(lanes(on([a]), on([b], [a]), on([c], [a, b]))).toEqual([['svc.0', ['a']], ['svc.1', ['b']], ['svc', ['c']]]);
  });

  it('refuse topics that wait for each other, or for themselves', () => {
    expect(() => lanes(on([a], [b]), on([b], [c]), on([c], [a]))).toThrow('topics wait for each other: a → b → c → a');
    expect(() => lanes(on([a], [a]))).toThrow('topics wait for each other: a → a');
  });

  it('refuse to wait for what the service does not consume', () => {
    expect(() => lanes(on([a], [b]))).toThrow('a waits for b, which svc does not consume');
  });
});
