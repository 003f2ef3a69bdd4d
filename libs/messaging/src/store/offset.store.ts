import type { Database } from '@intouch/postgres';

export interface Position {
  readonly next: bigint;
  readonly cluster: string;
}

/** How far this service has applied each topic-partition: moved in the same transaction as the effects. */
export class OffsetStore {
  constructor(private readonly database: Database) {}

  /** Locks the partition's row until the transaction ends, making it where there is none. */
  async lock(topic: string, partition: number, cluster: string): Promise<Position> {
    const row = await this.database.row<{ position: string; cluster: string }>(
      `INSERT INTO consumer_offset AS held (topic, partition, position, cluster) VALUES ($1, $2, 0, $3)
       ON CONFLICT (topic, partition) DO UPDATE SET position = held.position
       RETURNING position, cluster`,
      [topic, partition, cluster],
    );
    return { next: BigInt(row!.position), cluster: row!.cluster };
  }

  async move(topic: string, partition: number, next: bigint, cluster: string): Promise<void> {
    await this.database.run('UPDATE consumer_offset SET position = $3, cluster = $4 WHERE topic = $1 AND partition = $2', [
      topic, partition, next.toString(), cluster,
    ]);
  }

  /** Position per `topic/partition`; what was never consumed is absent. */
  async positions(topics: readonly string[]): Promise<Map<string, Position>> {
    const rows = await this.database.rows<{ topic: string; partition: number; position: string; cluster: string }>(
      'SELECT topic, partition, position, cluster FROM consumer_offset WHERE topic = ANY($1)',
      [topics],
    );
    return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, { next: BigInt(row.position), cluster: row.cluster }]));
  }
}
