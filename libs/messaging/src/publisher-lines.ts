import type { EncodedRecord } from './cloud-events.js';
import type { KafkaPort } from './kafka.js';
import type { Log } from './log.js';
import { Publisher } from './publisher.js';

/**
 * Several publishers side by side, a key always through the same one: one request to the broker takes its time, and the next
 * need not wait for it unless the order of a key asks for that. For doors where many callers wait for their acknowledgement.
 */
export class PublisherLines {
  private readonly lines: readonly Publisher[];

  constructor(kafka: KafkaPort, log: Log, lines = 4) {
    this.lines = Array.from({ length: lines }, () => new Publisher(kafka, log));
  }

  /**
   * Resolves once all records are durable.
   * @throws {NotStored} some may be stored nevertheless; send all again
   * @throws {TooLarge}
   */
  async publish(records: readonly EncodedRecord[]): Promise<void> {
    const byLine = Map.groupBy(records, ({ key }) => lineOf(key, this.lines.length));
    await Promise.all([...byLine].map(([line, own]) => this.lines[line]!.publish(own)));
  }

  async close(): Promise<void> {
    await Promise.all(this.lines.map((line) => line.close()));
  }
}

/** FNV-1a: any spread will do, as long as a key keeps its line while the process lives. */
function lineOf(key: string, lines: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % lines;
}
