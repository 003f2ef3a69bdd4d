import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaPort } from './kafka.js';
import type { OffsetStore } from './store/offset.store.js';

/** The service did not catch up in time; the work that needed it is tried again later. */
export class StillBehind extends Error {
  override readonly name = 'StillBehind';
}

const pollMs = 15;

/**
 * *Caught up with topic X*: this service has consumed X to the end offset read now. There is no order between topics;
 * this is the one way to say "after". It asks the shared positions, so any instance may have done the consuming.
 */
export class Barrier {
  constructor(
    private readonly kafka: KafkaPort,
    private readonly offsets: OffsetStore,
  ) {}

  /** @throws {StillBehind} after `withinMs`; what Kafka or PostgreSQL throw while they are away. */
  async caughtUpWith(topics: readonly string[], withinMs: number, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    if (topics.length === 0) return;
    const deadline = Date.now() + withinMs;
    const ends = await this.endsNow(topics);
    for (;;) {
      const positions = await this.offsets.positions(topics);
      const behind = [...ends].filter(([place, end]) => (positions.get(place) ?? 0n) < end);
      if (behind.length === 0) return;
      if (Date.now() > deadline) throw new StillBehind(`not caught up with ${behind.map(([place]) => place).join(', ')}`);
      await meanwhile();
      await pause(pollMs);
    }
  }

  private async endsNow(topics: readonly string[]): Promise<Map<string, bigint>> {
    const perTopic = await Promise.all(topics.map(async (topic) => (await this.kafka.ends(topic)).map((end) => ({ topic, ...end }))));
    // A partition whose records were all removed by age has nothing left to wait for.
    return new Map(perTopic.flat().filter(({ low, high }) => high > low).map(({ topic, partition, high }) => [`${topic}/${partition}`, high]));
  }
}
