import type { Topic } from '@intouch/contracts';
import type { SubscriptionFacts } from './on.js';

export interface Lane {
  /** Consumer group: the service's name for the last lane, `name.depth` for those before it. Lag of any of them matters. */
  readonly group: string;
  readonly topics: readonly Topic<object>[];
}

/**
 * Splits a service's topics into consumer groups so that waiting for a topic can never wait for itself: a topic's depth is
 * one more than the deepest topic its handler must come after, and each depth is consumed on its own. kafkajs fetches
 * again only when every batch of the last fetch is done, so two topics of one consumer do wait for each other.
 *
 * @throws {Error} where two topics must each come after the other
 */
export function lanesOf(service: string, subscriptions: readonly SubscriptionFacts[]): Lane[] {
  const byName = new Map(subscriptions.flatMap((facts) => facts.topics.map((topic) => [topic.name, { topic, after: facts.after }] as const)));
  const depths = new Map<string, number>();

  const depthOf = (name: string, path: readonly string[]): number => {
    if (path.includes(name)) throw new Error(`topics wait for each other: ${[...path, name].join(' → ')}`);
    const known = depths.get(name);
    if (known !== undefined) return known;
    const own = byName.get(name);
    if (!own) throw new Error(`${path.at(-1)} waits for ${name}, which ${service} does not consume`);
    const depth = Math.max(-1, ...own.after.map((topic) => depthOf(topic.name, [...path, name]))) + 1;
    depths.set(name, depth);
    return depth;
  };
  for (const name of byName.keys()) depthOf(name, []);

  const last = Math.max(0, ...depths.values());
  const byDepth = Map.groupBy(byName.values(), ({ topic }) => depths.get(topic.name)!);
  return [...byDepth]
    .sort(([a], [b]) => a - b)
    .map(([depth, entries]) => ({
      group: depth === last ? service : `${service}.${depth}`,
      topics: entries.map(({ topic }) => topic),
    }));
}
