import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.js';

export interface ServiceDefinition {
  /** Also the name of its pid file and its log. */
  name: string;
  /** The script Node runs. */
  entry: string;
  /** The environment variable that tells it its port. */
  portVariable: 'PORT' | 'SANDBOX_PORT';
  /** A 2xx answer at this path: it is ready. */
  readyPath: string;
}

/** A service as they all are; a second instance of one is the same entry under another name. */
export function service(name: string, entry: string): ServiceDefinition {
  return { name, entry, portVariable: 'PORT', readyPath: '/health/ready' };
}

/** The sandbox is no service of ours and has no health page; it is ready when its InTouch answers. */
function sandbox(entry: string): ServiceDefinition {
  return { name: 'sandbox', entry, portVariable: 'SANDBOX_PORT', readyPath: '/__sandbox/intouch/contacts?clubId=none' };
}

/** Everything that was built: the folders of `dist/apps` with a `main.js`, whatever they are called. */
export function discoverServices(): ServiceDefinition[] {
  const built = join(workspaceRoot(), 'dist/apps');
  if (!existsSync(built)) return [];
  return readdirSync(built)
    .sort()
    .map((name) => ({ name, entry: join(built, name, 'main.js') }))
    .filter(({ entry }) => existsSync(entry))
    .map(({ name, entry }) => (name === 'sandbox' ? sandbox(entry) : service(name, entry)));
}
