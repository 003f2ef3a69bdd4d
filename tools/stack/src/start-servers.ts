import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { freePort } from './processes/free-port.js';
import { kafkaContainer, postgresContainer } from './servers/container-server.js';
import { dockerAnswers } from './servers/docker-engine.js';
import { KafkaServer } from './servers/kafka-server.js';
import { PostgresServer } from './servers/postgres-server.js';
import { GivenServer, type Server } from './servers/server.js';

export interface ServersOptions {
  /** Where data, logs (`logs/`) and pid files (`run/`) are kept; made where absent. One launcher at a time may use it. */
  dataDir: string;
  /** Default true. False lets PostgreSQL lose data when the machine crashes, for speed: tests only. */
  durable?: boolean;
  /** Gets a line now and then: what is fetched, what died and was started again. Default: nothing is said. */
  log?: (line: string) => void;
  /** Addresses of servers that run already. Default: `DATABASE_URL` and `KAFKA_BROKERS` of the environment. */
  given?: { databaseUrl?: string | undefined; kafkaBrokers?: string | undefined };
}

export interface Servers {
  databaseUrl: string;
  /** `host:port[,host:port]` */
  kafkaBrokers: string;
  postgres: Server;
  kafka: Server;
  /** Kafka first, then PostgreSQL; given servers are left alone. */
  stop(): Promise<void>;
}

/**
 * PostgreSQL and Kafka, ready to use. Each is found in this order: its address in the environment, a Docker engine, a
 * local process. Local servers that die are started again, and end with this process however it ends.
 * @throws {Error} saying in plain words what to install where nothing serves
 */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { durable = true, log = () => undefined } = options;
  const dataDir = resolve(options.dataDir);
  const given = options.given ?? { databaseUrl: process.env['DATABASE_URL'], kafkaBrokers: process.env['KAFKA_BROKERS'] };
  await mkdir(dataDir, { recursive: true });

  const docker = given.databaseUrl && given.kafkaBrokers ? false : await dockerAnswers();
  const [postgres, kafka] = await settleBoth(
    startFirst(given.databaseUrl ? new GivenServer('PostgreSQL', given.databaseUrl) : null, log, [
      ...(docker ? [async () => postgresContainer({ dataDir, durable, port: await freePort() })] : []),
      async () => new PostgresServer({ dataDir, durable, port: await freePort(), log }),
    ]),
    startFirst(given.kafkaBrokers ? new GivenServer('Kafka', given.kafkaBrokers) : null, log, [
      ...(docker ? [async () => kafkaContainer({ dataDir, port: await freePort() })] : []),
      async () => new KafkaServer({ dataDir, port: await freePort(), controllerPort: await freePort(), log }),
    ]),
  );
  return {
    databaseUrl: postgres.address,
    kafkaBrokers: kafka.address,
    postgres,
    kafka,
    async stop() {
      await kafka.stop();
      await postgres.stop();
    },
  };
}

async function startFirst(given: Server | null, log: (line: string) => void, candidates: (() => Promise<Server>)[]): Promise<Server> {
  if (given) return given;
  for (const [index, candidate] of candidates.entries()) {
    try {
      const server = await candidate();
      await server.start();
      return server;
    } catch (error) {
      if (index === candidates.length - 1) throw error;
      log(`Docker answers but did not give the server (${String(error)}); trying a local process`);
    }
  }
  throw new Error('There is no way to start the server');
}

/** Both or none: where one cannot start, the other does not stay behind. */
async function settleBoth(first: Promise<Server>, second: Promise<Server>): Promise<[Server, Server]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'fulfilled' && b.status === 'fulfilled') return [a.value, b.value];
  if (a.status === 'fulfilled') await a.value.stop();
  if (b.status === 'fulfilled') await b.value.stop();
  const reasons = [a, b].flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).message] : []));
  throw new Error(reasons.join('\n'));
}
