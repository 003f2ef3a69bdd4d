// node tools/stack/run.mjs [node flags] <script> [arguments]
//
// Runs a script on the project's own Node after seeing to it that the packages are installed, so that `npm start` and
// `npm test` work right after a clone, on the Node that happens to be there (20 or newer).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { projectNode, setup } from './setup.mjs';

await setup();

const child = spawn(projectNode(), process.argv.slice(2), {
  // The channel tells the script when this process is gone, however it ended.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));

// npm does not take its script along when it is killed by force. Only under npm is a changed parent a sign of that.
if (process.env.npm_lifecycle_event && process.platform === 'linux') {
  const above = ancestors();
  setInterval(() => {
    if (ancestors() !== above) child.kill('SIGTERM');
  }, 500).unref();
}

/** The pids from here up to npm: it runs its scripts through a shell, which may or may not make way for the script. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const isShell = /\((da|ba|z|a|)sh\)/.test(stat);
    return isShell ? `${process.ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}` : `${process.ppid}`;
  } catch {
    return 'gone';
  }
}

child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
