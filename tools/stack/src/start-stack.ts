import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { credentialsKeys, lockDataDir } from './data-dir.js';
import { endLeftOver } from './processes/end-left-over.js';
import { freePort, isFree } from './processes/free-port.js';
import { SupervisedProcess } from './processes/supervised-process.js';
import { echoWarnings } from './services/echo-warnings.js';
import { discoverServices, type ServiceDefinition } from './services/service-definition.js';
import { startServers, type Servers, type ServersOptions } from './start-servers.js';
import { nodeBinary, workspaceRoot } from './workspace.js';

export interface StackOptions extends ServersOptions {
  /** Absent or 0: a free one. Likewise the others. */
  gatewayPort?: number;
  sandboxPort?: number;
  sftpPort?: number;
  /** Default: every app that was built. */
  services?: ServiceDefinition[];
  /** Set for all services, over what the launcher sets. */
  env?: NodeJS.ProcessEnv;
}

export interface Stack {
  gatewayUrl: string;
  sandboxUrl: string;
  servers: Servers;
  /** The names of the services. */
  services: string[];
  /** The port of a service on 127.0.0.1. */
  portOf(service: string): number;
  /** Undefined in the moment between death and restart. */
  pidOf(service: string): number | undefined;
  /** Default SIGKILL. What dies is started again at once. */
  kill(service: string, signal?: NodeJS.Signals): void;
  /** Ends one service in order; it stays down until {@link startService}. */
  stopService(service: string): Promise<void>;
  startService(service: string): void;
  /** Every service answers. @throws {Error} naming the first that does not in time (default 120 s), with the end of its log */
  waitReady(deadlineMs?: number): Promise<void>;
  /** Services, then Kafka, then PostgreSQL, each with a deadline. */
  stop(): Promise<void>;
}

/**
 * Starts servers and services as processes of their own; returns when the servers answer and the services are started.
 * Pid files are `run/<service>.pid`, logs `logs/<service>.log` below the data folder.
 * @throws {Error} in plain words: folder in use, port taken, nothing built, or nothing that serves
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => undefined);
  const definitions = options.services ?? discoverServices();
  if (definitions.length === 0) throw new Error('No service is built. Run "node tools/build/build.mjs --all".');
  const unlock = lockDataDir(dataDir);
  try {
    const ports = {
      gateway: await portOrFree(options.gatewayPort, 'GATEWAY_PORT'),
      sandbox: await portOrFree(options.sandboxPort, 'SANDBOX_PORT'),
      sftp: await portOrFree(options.sftpPort, 'SFTP_PORT'),
    };
    await endLeftOverServices(dataDir, definitions, log);
    const servers = await startServers({ ...options, dataDir });
    const shared = {
      ...ownEnvironment(),
      HOST: '127.0.0.1',
      DATABASE_URL: servers.databaseUrl,
      KAFKA_BROKERS: servers.kafkaBrokers,
      CREDENTIALS_KEYS: process.env['CREDENTIALS_KEYS'] ?? credentialsKeys(dataDir),
      BOOTSTRAP_KEY: 'dev-key',
      ALLOW_INSECURE_VENDORS: 'true',
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
      KAFKA_PARTITIONS: process.env['KAFKA_PARTITIONS'] ?? '6',
      SFTP_PORT: String(ports.sftp),
      GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
      GATEWAY_KEY: 'dev-key',
    };
    const running = new Map<string, Running>();
    for (const definition of definitions) {
      const port = await portFor(definition, ports);
      const env = { ...shared, [definition.portVariable]: String(port), ...options.env };
      running.set(definition.name, { port, process: supervised(definition, { dataDir, port, env, log }) });
    }
    for (const each of running.values()) each.process.start();
    return stackOf(running, servers, ports, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Running {
  port: number;
  process: SupervisedProcess;
}

function stackOf(running: Map<string, Running>, servers: Servers, ports: { gateway: number; sandbox: number }, unlock: () => void): Stack {
  const named = (name: string): Running => {
    const found = running.get(name);
    if (!found) throw new Error(`No service ${name}; there are ${[...running.keys()].join(', ')}`);
    return found;
  };
  return {
    gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
    sandboxUrl: `http://127.0.0.1:${ports.sandbox}`,
    servers,
    services: [...running.keys()],
    portOf: (name) => named(name).port,
    pidOf: (name) => named(name).process.pid,
    kill: (name, signal = 'SIGKILL') => named(name).process.signal(signal),
    stopService: (name) => named(name).process.stop(),
    startService: (name) => named(name).process.start(),
    async waitReady(deadlineMs = 120_000) {
      await Promise.all([...running.values()].map((each) => each.process.waitReady(deadlineMs)));
    },
    async stop() {
      await Promise.all([...running.values()].map((each) => each.process.stop()));
      await servers.stop();
      unlock();
    },
  };
}

function supervised(
  { name, entry, readyPath }: ServiceDefinition,
  { dataDir, port, env, log }: { dataDir: string; port: number; env: NodeJS.ProcessEnv; log: (line: string) => void },
): SupervisedProcess {
  return new SupervisedProcess({
    name,
    stage: 'service',
    command: nodeBinary(),
    args: ['--enable-source-maps', entry],
    env,
    cwd: workspaceRoot(),
    logFile: join(dataDir, 'logs', `${name}.log`),
    pidFile: join(dataDir, 'run', `${name}.pid`),
    stopSignal: 'SIGTERM',
    stopDeadlineMs: 10_000,
    isReady: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}${readyPath}`, { signal: AbortSignal.timeout(2_000) });
      await answer.body?.cancel();
      return answer.ok;
    },
    attempts: Infinity,
    onLine: echoWarnings(name, log),
    log,
  });
}

async function portFor({ name, portVariable }: ServiceDefinition, ports: { gateway: number; sandbox: number }): Promise<number> {
  if (portVariable === 'SANDBOX_PORT') return ports.sandbox;
  return name === 'intouch-gateway' ? ports.gateway : freePort();
}

async function portOrFree(asked: number | undefined, variable: string): Promise<number> {
  if (!asked) return freePort();
  if (!(await isFree(asked))) throw new Error(`Port ${asked} of 127.0.0.1 is taken. Set ${variable} to another one, or leave it out.`);
  return asked;
}

/** Without what npm and a test runner add for themselves. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_OPTIONS' && !/^(npm_|JEST_)/.test(name)));
}

async function endLeftOverServices(dataDir: string, definitions: ServiceDefinition[], log: (line: string) => void): Promise<void> {
  for (const { name, entry } of definitions) {
    const pidFile = join(dataDir, 'run', `${name}.pid`);
    if (existsSync(pidFile)) await endLeftOver({ name, pidFile, commandHolds: entry, signal: 'SIGTERM', log });
  }
}
