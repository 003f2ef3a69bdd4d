import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isSameProcess, startTicks } from './warden.js';

export interface LeftOver {
  name: string;
  /** A file whose first line is a pid. */
  pidFile: string;
  /** Stands in the command line of the process meant: by now the pid may be another program's. */
  commandHolds: string;
  signal: NodeJS.Signals;
  log: (line: string) => void;
}

/**
 * Ends the process an earlier launcher left behind, where there is one: its warden may have been killed along with it.
 * @throws {Error} where even SIGKILL does not end it
 */
export async function endLeftOver({ name, pidFile, commandHolds, signal, log }: LeftOver): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0) || !(await commandLine(pid)).includes(commandHolds)) return;
  const ticks = startTicks(pid);
  log(`ending ${name} (pid ${pid}), left over from an earlier run`);
  for (const each of [signal, 'SIGKILL'] as const) {
    if (isSameProcess(pid, ticks)) process.kill(pid, each);
    for (const until = Date.now() + 5_000; Date.now() < until; await sleep(20)) {
      if (!isSameProcess(pid, ticks)) return;
    }
  }
  throw new Error(`${name} (pid ${pid}) of an earlier run does not end`);
}

/** Empty where there is no such process. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const listed = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return listed.stdout;
}
