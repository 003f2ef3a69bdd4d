import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { runGuarded } from '../processes/run-guarded.js';
import { workspaceRoot } from '../workspace.js';

const run = promisify(execFile);
const orElse = 'or start a Docker engine, or set KAFKA_BROKERS to a running broker';

/**
 * The `java` to start the broker with: of JAVA_HOME, else of the PATH.
 * @throws {Error} saying what to install where there is none of version 17 or newer
 */
export async function java(): Promise<string> {
  const home = process.env['JAVA_HOME'];
  const command = home ? join(home, 'bin/java') : 'java';
  const told = await run(command, ['-version']).catch(() => null);
  const version = /version "(\d+)/.exec(told?.stderr ?? '')?.[1];
  if (version === undefined) throw new Error(`Apache Kafka needs Java 17 or newer, and "${command}" does not run. Install one (Debian: apt install openjdk-17-jre-headless), ${orElse}.`);
  if (Number(version) < 17) throw new Error(`Apache Kafka needs Java 17 or newer, and "${command}" is version ${version}. Install a newer one, ${orElse}.`);
  return command;
}

/**
 * The jars of the broker, as `java -cp` takes them: resolved by Maven from the pinned `pom.xml` once, then remembered in
 * `.cache/` for as long as the pom stays as it is and the jars are where they were.
 * @throws {Error} with Maven's own words, or saying what to install
 */
export async function kafkaClasspath(log: (line: string) => void): Promise<string> {
  const pom = join(workspaceRoot(), 'tools/stack/kafka/pom.xml');
  const hash = createHash('sha256').update(await readFile(pom)).digest('hex').slice(0, 12);
  const cached = join(workspaceRoot(), `.cache/kafka-${hash}.classpath`);
  const known = (await readFile(cached, 'utf8').catch(() => '')).trim();
  if (known && known.split(delimiter).every((jar) => existsSync(jar))) return known;

  log('fetching Apache Kafka (45 MB) by Maven; this happens once');
  await mkdir(join(workspaceRoot(), '.cache'), { recursive: true });
  const answer = `${cached}.${process.pid}`;
  const args = ['-B', '-q', '-f', pom, 'dependency:build-classpath', '-Dmdep.includeScope=runtime', `-Dmdep.outputFile=${answer}`];
  try {
    // Twice: a second launcher resolving into the same local repository at the same moment may trip the first try.
    await runGuarded('mvn', args).catch(() => runGuarded('mvn', args));
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    await rm(answer, { force: true });
    if (code === 'ENOENT') throw new Error(`Apache Kafka comes by Maven, and "mvn" does not run. Install it (Debian: apt install maven), ${orElse}.`, { cause: error });
    throw new Error(`Maven could not fetch Apache Kafka:\n${(stdout ?? String(error)).trim().split('\n').slice(0, 5).join('\n')}`, { cause: error });
  }
  await rename(answer, cached);
  return (await readFile(cached, 'utf8')).trim();
}
