import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners, type Admin, type Consumer, type LogEntry as KafkaLogEntry, type Producer } from 'kafkajs';
import type { Topic } from '@intouch/contracts';
import type { Log } from './log.js';

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Names the connections to the broker; the service's name. */
  readonly clientId: string;
  readonly log: Log;
  /** Partitions of the topics this service makes when they are missing. */
  readonly partitions: number;
}

export interface TopicEnds {
  readonly partition: number;
  /** The oldest offset still there, and the next to be written. */
  readonly low: bigint;
  readonly high: bigint;
}

const ledWithinMs = 10_000;
const ledPollMs = 50;

/** Kafka's default is 1 MB; a dead letter carries a whole such record in base64. */
export const largestRecord = 4 * 1024 * 1024;

const clusterIdKeptMs = 1_000;

/**
 * The one place that knows kafkajs (2.2.4, no longer maintained: tulios/kafkajs issue 1603), so that another client can
 * take its place. Everything else in the workspace speaks of messages and topics.
 */
export class KafkaPort {
  private readonly client: Kafka;
  private readonly adminClient: Admin;
  private adminConnected: Promise<void> | undefined;
  private cluster: { readonly id: Promise<string>; readonly askedAt: number } | undefined;

  constructor(readonly options: KafkaOptions) {
    this.client = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      // Reconnects for as long as it takes; the callers above have deadlines of their own.
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 },
      logLevel: logLevel.WARN,
      logCreator: () => (entry) => report(options.log, entry),
    });
    this.adminClient = this.client.admin({ retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 } });
  }

  /** Idempotent, acks from all in-sync replicas; keys are spread as the Java client does (murmur2). */
  producer(): Producer {
    return this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      // About three seconds: a topic just made, or one whose leader is moving, is refused for a moment.
      retry: { initialRetryTime: 100, maxRetryTime: 500, retries: 8 },
    });
  }

  /** `restarts`: whether a consumer that failed on something passing may start over. */
  consumer(groupId: string, restarts: () => boolean = () => true): Consumer {
    return this.client.consumer({
      groupId,
      // A killed instance's partitions move on when its session ends; the effects are guarded by PostgreSQL, so short is safe.
      sessionTimeout: 9_000,
      rebalanceTimeout: 12_000,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 2_000,
      minBytes: 1,
      allowAutoTopicCreation: false,
      // Should a partition's leader be missed all the same, it is looked for again this soon (kafkajs: five minutes).
      metadataMaxAge: 20_000,
      retry: { initialRetryTime: 200, maxRetryTime: 3_000, retries: 8, restartOnFailure: async () => restarts() },
    });
  }

  /**
   * Kafka's own id of the cluster. Up to a second old: the answer costs a list of all partitions, barriers ask for it
   * with every batch, and no broker is rebuilt within a second.
   */
  clusterId(): Promise<string> {
    if (!this.cluster || Date.now() - this.cluster.askedAt > clusterIdKeptMs) {
      const id = this.admin().then((admin) => admin.describeCluster()).then(({ clusterId }) => clusterId);
      this.cluster = { id, askedAt: Date.now() };
      id.catch(() => (this.cluster = undefined));
    }
    return this.cluster.id;
  }

  async ends(topic: string): Promise<TopicEnds[]> {
    const offsets = await (await this.admin()).fetchTopicOffsets(topic);
    return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
  }

  /** Makes what is missing; several services may do so at once. */
  async ensureTopics(wanted: readonly Pick<Topic, 'name' | 'compacted'>[]): Promise<void> {
    const admin = await this.admin();
    const present = new Set(await admin.listTopics());
    const missing = [...new Map(wanted.filter(({ name }) => !present.has(name)).map((topic) => [topic.name, topic])).values()];
    // Refused is also what another service was quicker to make: what counts is that all are there in the end.
    const refused = missing.length > 0 ? await this.create(missing).then(() => null, (error: Error) => error) : null;
    await this.untilLed([...new Set(wanted.map(({ name }) => name))]).catch((error: Error) => {
      throw refused ?? error;
    });
  }

  private async create(missing: readonly Pick<Topic, 'name' | 'compacted'>[]): Promise<void> {
    const admin = await this.admin();
    await admin.createTopics({
      // kafkajs' own wait ends with an error where the news of a topic has not reached the broker yet.
      waitForLeaders: false,
      topics: missing.map(({ name, compacted }) => ({
        topic: name,
        numPartitions: this.options.partitions,
        replicationFactor: -1,
        configEntries: [
          compacted ? { name: 'cleanup.policy', value: 'compact' } : { name: 'retention.ms', value: '1209600000' },
          { name: 'max.message.bytes', value: String(largestRecord) },
        ],
      })),
    });
  }

  /**
   * A topic that another service is making this very moment is listed before its partitions have leaders, and a consumer that
   * starts then would not ask for them until its metadata is read anew.
   * @throws {Error} some partition has none after ten seconds
   */
  private async untilLed(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const admin = await this.admin();
    for (const deadline = Date.now() + ledWithinMs; ; await pause(ledPollMs)) {
      // A topic that is not known yet throws, as one whose leader is being chosen does.
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] }).catch(() => ({ topics: [] }));
      const led = topics.filter(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0));
      if (led.length === names.length) return;
      if (Date.now() > deadline) throw new Error(`${names.length - led.length} topics have partitions without a leader`);
    }
  }

  async reachable(): Promise<boolean> {
    return this.clusterId().then(() => true, () => false);
  }

  async close(): Promise<void> {
    if (this.adminConnected) await this.adminClient.disconnect().catch(() => undefined);
  }

  private async admin(): Promise<Admin> {
    this.adminConnected ??= this.adminClient.connect();
    await this.adminConnected.catch((error: unknown) => {
      this.adminConnected = undefined;
      throw error;
    });
    return this.adminClient;
  }
}

function report(log: Log, { level, log: { message, ...facts } }: KafkaLogEntry): void {
  // kafkajs logs every try to connect as an error, ten a second; what matters to people is logged by those who wait for it.
  // So it does what a broker answers at a first start, while several services make the same topics and it makes its own; it asks again.
  const made = /^Response (CreateTopics|Metadata|GroupCoordinator)\b/.test(message)
    && /^(Topic creation errors|This server does not host this topic-partition|The group coordinator is not available)$/.test(String(facts['error']));
  const passing = made || /^(Connection error|Failed to connect to seed broker)/.test(message);
  const line = { kafka: message, broker: facts['broker'] as unknown, error: facts['error'] as unknown };
  if (level === logLevel.ERROR && !passing) log.warn(line, 'Kafka client');
  else log.debug(line, 'Kafka client');
}
