import { setTimeout as pause } from 'node:timers/promises';
import type { KafkaPort } from './kafka.js';
import type { OffsetStore } from './store/offset.store.js';
import { TopicEndsReader } from './topic-ends.js';
import { TryLater } from './try-later.js';

/** The service did not catch up in time; the work that needed it is tried again later. */
export class StillBehind extends TryLater {
  override readonly name = 'StillBehind';
}

const pollMs = 15;

/**
 * *Caught up with topic X*: this service has consumed X to the end offset read now. There is no order between topics;
 * this is the one way to say "after". It asks the shared positions, so any instance may have done the consuming.
 */
export class Barrier {
  private readonly ends: TopicEndsReader;

  constructor(
    kafka: KafkaPort,
    private readonly offsets: OffsetStore,
  ) {
    this.ends = new TopicEndsReader(kafka);
  }

  /** @throws {StillBehind} after `withinMs`; what Kafka or PostgreSQL throw while they are away. */
  async caughtUpWith(topics: readonly string[], withinMs: number, meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    if (topics.length === 0) return;
    const deadline = Date.now() + withinMs;
    const own = new Set(topics);
    const { cluster, next } = await this.ends.read(topics);
    for (;;) {
      const positions = await this.offsets.positions(topics);
      // A position in a broker that was rebuilt since says nothing about this one's records.
      const nextOf = (place: string): bigint => (positions.get(place)?.cluster === cluster ? positions.get(place)!.next : 0n);
      // The look may have been shared with others, who asked for other topics.
      const behind = [...next].filter(([place, end]) => own.has(place.slice(0, place.lastIndexOf('/'))) && nextOf(place) < end);
      if (behind.length === 0) return;
      if (Date.now() > deadline) throw new StillBehind(`not caught up with ${behind.map(([place]) => place).join(', ')}`);
      await meanwhile();
      await pause(pollMs);
    }
  }
}
