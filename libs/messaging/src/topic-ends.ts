import type { KafkaPort } from './kafka.js';

/** The broker as one look saw it. */
export interface Ends {
  /** Kafka's own id of the cluster: positions in another one mean nothing here. */
  readonly cluster: string;
  /** The next offset to be written, by `topic/partition`; partitions that hold nothing are absent. */
  readonly next: ReadonlyMap<string, bigint>;
}

interface Look {
  readonly topics: Set<string>;
  readonly result: Promise<Ends>;
}

/**
 * Reads where topics end *now*. One look at a time: who asks during a look shares the next, which begins after all of them
 * asked. Every batch of every partition asks, and each alone would cost the broker several requests a topic.
 */
export class TopicEndsReader {
  private underWay: Promise<unknown> = Promise.resolve();
  private following: Look | undefined;

  constructor(private readonly kafka: KafkaPort) {}

  async read(topics: readonly string[]): Promise<Ends> {
    this.following ??= this.lookAfter(this.underWay);
    const look = this.following;
    for (const topic of topics) look.topics.add(topic);
    return look.result;
  }

  private lookAfter(before: Promise<unknown>): Look {
    const topics = new Set<string>();
    const begin = (): Promise<Ends> => {
      this.following = undefined;
      const look = this.look([...topics]);
      this.underWay = look.catch(() => undefined);
      return look;
    };
    return { topics, result: before.then(begin) };
  }

  private async look(topics: readonly string[]): Promise<Ends> {
    const [cluster, ...ends] = await Promise.all([
      this.kafka.clusterId(),
      ...topics.map(async (topic) => (await this.kafka.ends(topic)).map((end) => ({ topic, ...end }))),
    ]);
    // A partition whose records were all removed by age has nothing left to wait for.
    const held = ends.flat().filter(({ low, high }) => high > low);
    return { cluster, next: new Map(held.map(({ topic, partition, high }) => [`${topic}/${partition}`, high])) };
  }
}
