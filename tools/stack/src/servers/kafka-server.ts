import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { endLeftOver } from '../processes/end-left-over.js';
import { runGuarded } from '../processes/run-guarded.js';
import { SupervisedProcess } from '../processes/supervised-process.js';
import { workspaceRoot } from '../workspace.js';
import { java, kafkaClasspath } from './kafka-classpath.js';
import { LocalServer } from './local-server.js';

export interface KafkaOptions {
  /** The folder of the whole stack: the broker's data is `kafka/` below it, log and pid file are in `logs/` and `run/`. */
  dataDir: string;
  port: number;
  controllerPort: number;
  log: (line: string) => void;
}

/** Apache Kafka from the official jars, one node in combined KRaft mode, as a local Java process on 127.0.0.1. */
export class KafkaServer extends LocalServer {
  constructor(private readonly options: KafkaOptions) {
    super();
  }

  get address(): string {
    return `127.0.0.1:${this.options.port}`;
  }

  async start(): Promise<void> {
    await this.run(90_000);
  }

  protected async prepare(): Promise<SupervisedProcess> {
    const { dataDir, log } = this.options;
    const [command, classpath] = await Promise.all([java(), kafkaClasspath(log)]);
    const folder = join(dataDir, 'kafka');
    const properties = join(folder, 'server.properties');
    const logging = `-Dlog4j2.configurationFile=${join(workspaceRoot(), 'tools/stack/kafka/log4j2.properties')}`;
    const pidFile = join(dataDir, 'run/kafka.pid');
    await mkdir(folder, { recursive: true });
    await endLeftOver({ name: 'kafka', pidFile, commandHolds: properties, signal: 'SIGTERM', log });
    await writeFile(properties, this.properties(join(folder, 'data')));
    if (!existsSync(join(folder, 'formatted'))) {
      await rm(join(folder, 'data'), { recursive: true, force: true });
      const clusterId = randomBytes(16).toString('base64url');
      // One word: an id may start with a hyphen, which on its own would be read as an option.
      const format = ['format', `--cluster-id=${clusterId}`, '--config', properties];
      await runGuarded(command, ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', logging, '-cp', classpath, 'kafka.tools.StorageTool', ...format]);
      // The mark is set when the storage is whole: an interrupted first start begins again.
      await writeFile(join(folder, 'formatted.new'), `${clusterId}\n`);
      await rename(join(folder, 'formatted.new'), join(folder, 'formatted'));
    }
    return new SupervisedProcess({
      name: 'kafka',
      stage: 'server',
      command,
      args: ['-Xms96m', '-Xmx512m', '-XX:+UseSerialGC', '-Djava.awt.headless=true', logging, '-cp', classpath, 'kafka.Kafka', properties],
      env: process.env,
      cwd: folder,
      logFile: join(dataDir, 'logs/kafka.log'),
      pidFile,
      stopSignal: 'SIGTERM',
      stopDeadlineMs: 10_000,
      isReady: () => answersApiVersions(this.options.port),
      attempts: 3,
      log,
    });
  }

  private properties(data: string): string {
    const { port, controllerPort } = this.options;
    const settings: Record<string, string | number | boolean> = {
      'process.roles': 'broker,controller',
      'node.id': 1,
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      'listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names': 'CONTROLLER',
      'log.dirs': data,
      // A misspelt topic is an error, not a new topic.
      'auto.create.topics.enable': false,
      'offsets.topic.num.partitions': 5,
      'offsets.topic.replication.factor': 1,
      'transaction.state.log.num.partitions': 5,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
      'share.coordinator.state.topic.num.partitions': 1,
      'share.coordinator.state.topic.replication.factor': 1,
      'share.coordinator.state.topic.min.isr': 1,
      // One member joins at a time here; waiting for others only delays the first message.
      'group.initial.rebalance.delay.ms': 0,
      // A broker killed and started again is refused until its old session has run out (9 s by default).
      'broker.session.timeout.ms': 2_500,
      'broker.heartbeat.interval.ms': 500,
      // Preallocated index files of 10 MB each would dominate the disk use of many small topics.
      'log.index.size.max.bytes': 1_048_576,
    };
    return Object.entries(settings).map(([key, value]) => `${key}=${value}\n`).join('');
  }
}

/** An ApiVersions request, version 0: size, api key 18, version 0, correlation id 7, no client id (−1). */
const apiVersionsRequest = Buffer.from('0000000a0012000000000007ffff', 'hex');

/** The broker opens its port for requests when its start is through; any answer with our correlation id will do. */
function answersApiVersions(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1_000 });
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => socket.write(apiVersionsRequest));
    socket.once('data', (answer) => done(answer.length >= 8 && answer.readInt32BE(4) === 7));
    for (const trouble of ['error', 'timeout', 'close'] as const) socket.once(trouble, () => done(false));
  });
}
