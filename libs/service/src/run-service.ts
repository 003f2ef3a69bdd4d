import 'reflect-metadata';
import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Module, type DynamicModule, type INestApplication, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Registry } from 'prom-client';
import { Barrier, KafkaPort, KafkaTransport, MessagingTables1700000000000, Outbox, Publisher } from '@intouch/messaging';
import { Database, migrate, type Migration } from '@intouch/postgres';
import { CredentialVault } from './credential-vault.js';
import { HealthController, serviceMetrics } from './health.js';
import { nestLogger, ServiceLog, serviceLog } from './logger.js';
import type { PlatformConfig } from './platform-config.js';
import { WaitingRoom } from './waiting-room.js';

/** Work that goes on beside messages and requests: started when all is there, stopped first. */
export interface BackgroundWork {
  start(): void | Promise<void>;
  /** Takes nothing new, ends what is under way. */
  stop(): Promise<void>;
}

export interface ServiceDefinition {
  /** Name of the service, of its consumer group and, with `_` for `-`, of its PostgreSQL schema. */
  readonly name: string;
  readonly config: PlatformConfig;
  readonly migrations: readonly (new () => Migration)[];
  /** Classes declared with `@On`. */
  readonly handlers: readonly Type[];
  /** Topics the service publishes to outside of handlers; made when missing. */
  readonly publishes?: readonly { readonly name: string; readonly compacted: boolean }[];
  readonly controllers?: readonly Type[];
  readonly providers?: readonly Provider[];
  /** Provider tokens of {@link BackgroundWork}. */
  readonly background?: readonly Type<BackgroundWork>[];
  /** Shapes the HTTP side before it listens: parsers, guards, documents. */
  readonly http?: (app: NestExpressApplication) => void | Promise<void>;
}

export interface RunningService {
  readonly app: INestApplication;
  readonly url: string;
  stop(): Promise<void>;
}

@Module({})
class ServiceModule {}

const shutdownDeadlineMs = 15_000;
/** Requests under way may themselves wait for an answer through Kafka; some never get it. */
const requestsDeadlineMs = 5_000;

/**
 * Starts a service and answers when it works; used as is by component tests. Waits, saying so, while database or broker
 * are away. Throws what the definition does wrong, with nothing left open.
 */
export async function startService(definition: ServiceDefinition, onCrash: (error: Error) => void): Promise<RunningService> {
  const closers: (() => Promise<unknown>)[] = [];
  try {
    return await start(definition, onCrash, closers);
  } catch (error) {
    await closeAll(closers).catch(() => undefined);
    throw error;
  }
}

/** What is opened adds how it is closed; in reverse that is intake first, the database last: what is under way ends on open connections. */
async function start(definition: ServiceDefinition, onCrash: (error: Error) => void, closers: (() => Promise<unknown>)[]): Promise<RunningService> {
  const { name, config } = definition;
  const log = serviceLog(name, config.LOG_LEVEL);
  const metrics = serviceMetrics(name);
  const database = new Database({
    url: config.DATABASE_URL,
    schema: name.replaceAll('-', '_'),
    name,
    poolSize: config.DATABASE_POOL,
    migrations: [MessagingTables1700000000000, ...definition.migrations],
  });
  closers.push(() => database.close());
  const host = config.HOST ?? '127.0.0.1';
  const waitingRoom = await WaitingRoom.open(config.PORT, host);
  closers.push(async () => waitingRoom?.close());
  await untilThere(log, 'PostgreSQL', () => migrate(database));

  const kafka = new KafkaPort({ brokers: config.KAFKA_BROKERS, clientId: name, log, partitions: config.KAFKA_PARTITIONS });
  closers.push(() => kafka.close());
  await untilThere(log, 'Kafka', () => kafka.ensureTopics(definition.publishes ?? []).then(() => kafka.clusterId()));

  const publisher = new Publisher(kafka, log);
  closers.push(() => publisher.close());
  const outbox = new Outbox(database, publisher, name, log);
  metrics.watchOutbox(outbox);
  const transport = new KafkaTransport({ service: name, kafka, database, outbox, log, onCrash, counted: metrics.counted });

  const parts: Provider[] = [
    { provide: Database, useValue: database },
    { provide: KafkaPort, useValue: kafka },
    { provide: Publisher, useValue: publisher },
    { provide: Outbox, useValue: outbox },
    { provide: KafkaTransport, useValue: transport },
    { provide: Barrier, useValue: transport.barrier },
    { provide: ServiceLog, useValue: log },
    { provide: Registry, useValue: metrics.registry },
    { provide: CredentialVault, useValue: new CredentialVault(config.CREDENTIALS_KEYS) },
  ];
  const root: DynamicModule = {
    module: ServiceModule,
    controllers: [HealthController, ...definition.handlers, ...(definition.controllers ?? [])],
    providers: [...parts, ...(definition.providers ?? [])],
  };
  const app = await NestFactory.create<NestExpressApplication>(root, { logger: nestLogger(log), bodyParser: false, abortOnError: false });
  closers.push(() => app.close(), () => outbox.stop(), () => transport.close());
  await definition.http?.(app);
  app.connectMicroservice({ strategy: transport });
  await untilThere(log, 'Kafka', () => app.startAllMicroservices());
  outbox.start();
  const background = (definition.background ?? []).map((token) => app.get<BackgroundWork>(token));
  closers.push(() => Promise.all([endRequests(app.getHttpServer()), ...background.map((work) => work.stop())]));
  for (const work of background) await work.start();
  await waitingRoom?.close();
  await app.listen(config.PORT, host);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  log.info({ url }, 'ready');
  return { app, url, stop: () => closeAll(closers) };
}

/** In reverse; one that fails does not keep the others open. Throws the first failure in the end. */
async function closeAll(closers: (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.splice(0).reverse()) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Takes no new connection and waits for the requests under way. */
async function endRequests(server: Server): Promise<void> {
  if (!server.listening) return;
  const deadline = setTimeout(() => server.closeAllConnections(), requestsDeadlineMs);
  await new Promise((resolve) => server.close(resolve));
  clearTimeout(deadline);
}

/** The whole of a service's `main.ts`: start, stop on a signal or when the launcher is gone, end the process when stuck for good. */
export function runService(define: () => ServiceDefinition): void {
  let running: RunningService | undefined;
  let ending = false;
  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(code || 1), shutdownDeadlineMs).unref();
    void (running?.stop() ?? Promise.resolve()).then(
      () => process.exit(code),
      () => process.exit(code || 1),
    );
  };
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));
  process.on('disconnect', () => end(0));
  const crash = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    end(1);
  };
  process.on('unhandledRejection', crash);
  process.on('uncaughtException', crash);

  try {
    startService(define(), crash).then((service) => {
      running = service;
      if (ending) void service.stop().finally(() => process.exit(0));
    }, crash);
  } catch (error) {
    // Settings: the message names them all, a stack would only hide it.
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}

async function untilThere(log: ServiceLog, what: string, attempt: () => Promise<unknown>): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await attempt();
      return;
    } catch (error) {
      const { message, code } = error as { message: string; code?: string };
      // A wrong migration or password will not mend itself, yet waiting is still better than a restart storm.
      log.warn({ waitingFor: what, code, error: message, failures: failures + 1 }, `waiting for ${what}`);
      await pause(Math.min(5_000, 250 * 2 ** Math.min(failures, 5)));
    }
  }
}
