import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GenericContainer, StartedTestContainer } from 'testcontainers';
import type { Server } from './server.js';

/**
 * A server in a container, by Testcontainers, whose reaper removes it when this process is gone. The port on the host
 * is fixed, so that clients find a restarted server where it was.
 *
 * Not exercised by the tests of a machine without a Docker engine; there the local processes are.
 */
export class ContainerServer implements Server {
  readonly origin = 'docker';
  readonly pid = undefined;
  private container: StartedTestContainer | null = null;

  constructor(
    readonly address: string,
    private readonly define: () => Promise<GenericContainer>,
  ) {}

  async start(): Promise<void> {
    if (this.container) await this.container.restart();
    else this.container = await (await this.define()).start();
  }

  async kill(): Promise<void> {
    await this.container?.stop({ timeout: 0, remove: false });
  }

  async stop(): Promise<void> {
    await this.container?.stop({ timeout: 10_000, remove: true, removeVolumes: false });
    this.container = null;
  }
}

/** The image's own account is not ours, so the folder is open to all. */
async function dataFolder(dataDir: string, name: string): Promise<string> {
  const folder = join(dataDir, `docker-${name}`);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
  return folder;
}

export function postgresContainer({ dataDir, port, durable }: { dataDir: string; port: number; durable: boolean }): Server {
  return new ContainerServer(`postgres://postgres:postgres@127.0.0.1:${port}/intouch`, async () => {
    const { GenericContainer, Wait } = await import('testcontainers');
    const source = await dataFolder(dataDir, 'postgres');
    return new GenericContainer('postgres:18.4-alpine')
      .withEnvironment({ POSTGRES_PASSWORD: 'postgres', POSTGRES_DB: 'intouch' })
      .withBindMounts([{ source, target: '/var/lib/postgresql' }])
      .withExposedPorts({ container: 5432, host: port })
      .withCommand(['postgres', '-c', 'max_connections=300', ...(durable ? [] : ['-c', 'fsync=off'])])
      // The image starts twice on an empty folder: once to initialise, once to serve.
      .withWaitStrategy(Wait.forSuccessfulCommand('pg_isready -h 127.0.0.1 -U postgres -d intouch'));
  });
}

export function kafkaContainer({ dataDir, port }: { dataDir: string; port: number }): Server {
  return new ContainerServer(`127.0.0.1:${port}`, async () => {
    const { GenericContainer, Wait } = await import('testcontainers');
    const source = await dataFolder(dataDir, 'kafka');
    return new GenericContainer('apache/kafka:4.4.0')
      .withBindMounts([{ source, target: '/var/lib/kafka/data' }])
      .withExposedPorts({ container: 9092, host: port })
      .withEnvironment({
        KAFKA_NODE_ID: '1',
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
        KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
        KAFKA_LOG_DIRS: '/var/lib/kafka/data',
        KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
        KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
        KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
        KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
        KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
        KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      })
      .withWaitStrategy(Wait.forLogMessage('Kafka Server started'));
  });
}
