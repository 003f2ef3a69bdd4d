import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { nodeBinary, workspaceRoot } from '../workspace.js';

/** In which turn a process is ended: everything that uses the servers before the servers. */
export type Stage = 'service' | 'server';

interface Entry {
  stage: Stage;
  signal: NodeJS.Signals;
}

/**
 * The launcher's end of the pipe to its warden (see `warden.ts`). One per launcher process: the pipe closes with the
 * process, not with one stack.
 */
class WardenLine {
  private warden: ChildProcess | null = null;
  /** True once {@link endAll} was called: what dies is not to be started again. */
  ended = false;
  private readonly entries = new Map<number, Entry>();

  add(pid: number, stage: Stage, signal: NodeJS.Signals): void {
    this.entries.set(pid, { stage, signal });
    if (this.warden) this.say(pid, { stage, signal });
    else this.open();
  }

  drop(pid: number): void {
    this.entries.delete(pid);
    this.warden?.stdin?.write(`drop ${pid}\n`);
    // Nothing left to guard: the warden goes too, so that a stopped stack leaves no process at all.
    if (this.entries.size === 0) this.close();
  }

  /**
   * Has the warden end everything now, and returns when it is done. Nothing can be started afterwards: this is the way
   * out for a launcher that is told to stop while it is still starting.
   */
  async endAll(): Promise<void> {
    this.ended = true;
    const warden = this.warden;
    if (!warden) return;
    const gone = once(warden, 'exit');
    this.entries.clear();
    this.close();
    await gone;
  }

  private open(): void {
    const warden = spawn(nodeBinary(), ['--disable-warning=ExperimentalWarning', join(workspaceRoot(), 'tools/stack/src/processes/warden.ts')], {
      // A process group of its own: Ctrl-C in the terminal reaches the launcher alone.
      detached: true,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    this.warden = warden;
    warden.stdin.on('error', () => undefined);
    warden.once('exit', () => {
      if (this.warden !== warden) return;
      this.warden = null;
      if (this.entries.size > 0) this.open();
    });
    // Neither the warden nor its pipe keeps a finished test run alive.
    warden.unref();
    (warden.stdin as unknown as { unref(): void }).unref();
    for (const [pid, entry] of this.entries) this.say(pid, entry);
  }

  private close(): void {
    const warden = this.warden;
    this.warden = null;
    warden?.stdin?.end();
  }

  private say(pid: number, { stage, signal }: Entry): void {
    this.warden?.stdin?.write(`add ${pid} ${stage === 'service' ? 1 : 2} ${signal}\n`);
  }
}

/** The one line of this process. */
export const wardenLine = new WardenLine();
