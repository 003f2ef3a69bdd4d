import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `KAFKA_BROKERS`, or else the broker that `npm start` has set up in `DATA_DIR` (default `.data`).
 * @throws {Error} where there is neither
 */
export function brokersOf(environment: NodeJS.ProcessEnv, workspace: string): string[] {
  if (environment['KAFKA_BROKERS']) return environment['KAFKA_BROKERS'].split(',').map((address) => address.trim());
  try {
    const properties = readFileSync(join(workspace, environment['DATA_DIR'] ?? '.data', 'kafka/server.properties'), 'utf8');
    return [/^advertised\.listeners\s*=\s*PLAINTEXT:\/\/(\S+)$/m.exec(properties)![1]!];
  } catch {
    throw new Error('Set KAFKA_BROKERS to host:port, several separated by commas; there is no local broker of npm start.');
  }
}
