import pg from 'pg';
import { KafkaPort, type Log } from '@intouch/messaging';
import { eventually, type Stack } from '@intouch/stack';
import type { InstantVendor } from './instant-vendor.js';

/** Only what is wrong is worth a line between the figures. */
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (facts, words) => process.stderr.write(`${words} ${JSON.stringify(facts)}\n`),
  error: (facts, words) => process.stderr.write(`${words} ${JSON.stringify(facts)}\n`),
};

/** The system under measurement, set up through its public API. */
export class System {
  readonly brokers: readonly string[];
  readonly kafka: KafkaPort;
  /** Of no schema: for setting up what no API could in time, and for looking how far services are. */
  readonly database: pg.Client;

  private constructor(
    readonly stack: Stack,
    readonly vendor: InstantVendor,
  ) {
    this.brokers = stack.servers.kafkaBrokers.split(',');
    this.kafka = new KafkaPort({ brokers: this.brokers, clientId: 'bench', log, partitions: 6 });
    this.database = new pg.Client({ connectionString: stack.servers.databaseUrl });
  }

  static async open(stack: Stack, vendor: InstantVendor): Promise<System> {
    const system = new System(stack, vendor);
    await system.database.connect();
    return system;
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.kafka.close();
  }

  /** @throws {Error} for anything but 2xx */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${path.startsWith('/__sandbox') ? this.stack.sandboxUrl : this.stack.gatewayUrl}${path}`, {
      method,
      headers: { authorization: 'Bearer dev-key', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** A club whose leads go to the instant vendor, at Compete's club `number`. */
  async club(clubId: string, number: number): Promise<void> {
    await this.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'bench', name: 'Bench', timeZone: 'America/New_York' });
    await this.call('PUT', `/v1/clubs/${clubId}/integrations/compete`, {
      enabled: true,
      settings: { companyId: '1', domain: '127.0.0.1', port: this.vendor.port, scheme: 'http', competeClubId: number, requestsPerMinute: 60_000, maxConcurrent: 8 },
      credentials: { apiKey: 'bench' },
    });
  }

  /** The row before has left work behind: waits until every service has consumed its topics and published what it had to tell. */
  async untilIdle(): Promise<void> {
    await eventually('all services idle', async () => {
      const behind = await this.behind();
      if (behind.length > 0) throw new Error(behind.join(', '));
      return true;
    }, 600_000, 250);
  }

  private async behind(): Promise<string[]> {
    const schemas = await this.rows<{ schema: string }>(`SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = 'consumer_offset'`);
    const ends = new Map<string, number>();
    const found: string[] = [];
    for (const { schema } of schemas) {
      const applied = await this.rows<{ topic: string; position: string }>(`SELECT topic, sum(position) AS position FROM ${schema}.consumer_offset GROUP BY topic`);
      for (const { topic, position } of applied) {
        if (!ends.has(topic)) ends.set(topic, Number((await this.kafka.ends(topic)).reduce((sum, { high }) => sum + high, 0n)));
        if (Number(position) < ends.get(topic)!) found.push(`${schema}: ${topic}`);
      }
      const [outbox] = await this.rows<{ is_full: boolean }>(`SELECT EXISTS (SELECT 1 FROM ${schema}.outbox) AS is_full`);
      if (outbox!.is_full) found.push(`${schema}: outbox`);
    }
    return found;
  }

  async rows<R extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []): Promise<R[]> {
    return (await this.database.query<R>(sql, [...parameters])).rows;
  }
}

export function lead(lastName: string): Record<string, unknown> {
  return {
    status: 'LEAD', firstName: 'Bench', lastName, email: `${lastName.toLowerCase()}@example.com`, mobile: '+1 614 200 1000',
    street: '12 Main St', city: 'Columbus', state: 'OH', zip: '43004', updatedAt: '2026-01-01T00:00:00Z',
  };
}

/** The value below which `share` (0 to 1) of the numbers lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
