import { resolve } from 'node:path';
import { forgetData, lockDataDir } from './data-dir.js';
import { freePortPreferring } from './processes/free-port.js';
import { wardenLine } from './processes/warden-line.js';
import { startStack, type Stack } from './start-stack.js';
import { runTour } from './tour/tour.js';
import { workspaceRoot } from './workspace.js';

const usage = `npm start -- [--fresh] [--no-tour]

  --fresh     forget everything kept from earlier runs first
  --no-tour   do not turn the ring once at the start

Environment: GATEWAY_PORT (3000), SANDBOX_PORT (4000), SFTP_PORT (4022), DATA_DIR (.data), LOG_LEVEL (info),
DATABASE_URL and KAFKA_BROKERS (servers that run already).`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm start`: servers, every service, the sandbox and the tour, until a signal or the end of the parent process. */
export async function launch(args: string[]): Promise<void> {
  const unknown = args.filter((arg) => !['--fresh', '--no-tour', '--help'].includes(arg));
  if (unknown.length > 0 || args.includes('--help')) {
    if (unknown.length > 0) console.error(`Unknown: ${unknown.join(' ')}\n`);
    console.error(usage);
    process.exit(unknown.length > 0 ? 2 : 0);
  }

  let stack: Stack | null = null;
  let stopping: Promise<never> | null = null;
  const stop = (why: string): void => {
    // npm passes Ctrl-C on although the terminal already did: a second signal is no second wish.
    stopping ??= (async () => {
      say(`stopping (${why})`);
      await (stack ? stack.stop() : wardenLine.endAll());
      say('stopped');
      process.exit(0);
    })();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the parent process ended'));

  try {
    const dataDir = process.env['DATA_DIR'] ? resolve(process.env['DATA_DIR']) : resolve(workspaceRoot(), '.data');
    if (args.includes('--fresh')) await forget(dataDir);
    const starting = await startStack({
      dataDir,
      gatewayPort: await portOf('GATEWAY_PORT', 3000),
      sandboxPort: await portOf('SANDBOX_PORT', 4000),
      sftpPort: await portOf('SFTP_PORT', 4022),
      log: say,
    });
    stack = starting;
    if (stopping) return await stopping;
    say(`PostgreSQL (${starting.servers.postgres.origin}) ${withoutPassword(starting.servers.databaseUrl)}, Kafka (${starting.servers.kafka.origin}) ${starting.servers.kafkaBrokers}`);
    say(`starting ${starting.services.join(', ')}; logs in ${resolve(dataDir, 'logs')}`);
    await starting.waitReady();
    if (!args.includes('--no-tour') && starting.services.includes('sandbox')) await runTour(starting, say);
    if (!stopping) say(`READY gateway=${starting.gatewayUrl} sandbox=${starting.sandboxUrl}`);
  } catch (error) {
    if (stopping) return await stopping;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    await ((stack as Stack | null)?.stop() ?? wardenLine.endAll());
    process.exit(1);
  }
}

async function forget(dataDir: string): Promise<void> {
  const unlock = lockDataDir(dataDir);
  await forgetData(dataDir);
  unlock();
}

/** The environment's word is final; our own preference gives way to whoever has the port already. */
async function portOf(variable: string, preferred: number): Promise<number> {
  const text = process.env[variable];
  if (!text) return freePortPreferring(preferred);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${variable} must be a port number, 0 for a free one`);
  return port;
}

function withoutPassword(url: string): string {
  return URL.canParse(url) ? Object.assign(new URL(url), { password: '' }).toString() : 'as given';
}
