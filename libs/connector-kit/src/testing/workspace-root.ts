import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds `nx.json`, upwards from where the tests were started. @throws {Error} outside of the workspace */
export function workspaceRoot(from = process.cwd()): string {
  if (existsSync(join(from, 'nx.json'))) return from;
  if (dirname(from) === from) throw new Error('Run the tests inside of the workspace.');
  return workspaceRoot(dirname(from));
}
