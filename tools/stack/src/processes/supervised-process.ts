import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { wardenLine, type Stage } from './warden-line.js';

/** What to run and how to treat it. */
export interface ProcessPlan {
  name: string;
  stage: Stage;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Only root may set these. */
  owner?: { uid: number; gid: number };
  logFile: string;
  pidFile: string;
  stopSignal: NodeJS.Signals;
  /** After this the process is killed, in milliseconds. */
  stopDeadlineMs: number;
  /** Whether it serves now; asked again and again, an error counts as no. */
  isReady(): Promise<boolean>;
  /** Start attempts that may end before readiness until {@link SupervisedProcess.waitReady} gives up. */
  attempts: number;
  /** Gets every line of stdout and stderr, besides the log file. */
  onLine?: (line: string) => void;
  /** Told of deaths and restarts. */
  log: (line: string) => void;
}

// A process that lived this long was well; its next death starts the back-off anew.
const healthyAfterMs = 3_000;

/** A child process that is started again whenever it ends unasked: at once the first time, then with capped back-off. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private wanted = false;
  private failures = 0;
  private startedAt = 0;
  private wasReady = false;
  private restart: NodeJS.Timeout | null = null;

  constructor(readonly plan: ProcessPlan) {}

  /** Undefined while it is down. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it; a no-op where it runs. Readiness is {@link waitReady}'s. */
  start(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.failures = 0;
    this.wasReady = false;
    this.launch();
  }

  /** @throws {Error} naming the process, with the end of its log, where it does not get ready in time */
  async waitReady(deadlineMs: number): Promise<void> {
    const until = Date.now() + deadlineMs;
    for (;;) {
      if (this.child && (await this.plan.isReady().catch(() => false))) break;
      const late = Date.now() > until;
      if (!this.wanted || late || this.failures >= this.plan.attempts) {
        const why = late ? `is not ready after ${Math.round(deadlineMs / 1000)} s` : 'ended before it was ready';
        throw new Error(`${this.plan.name} ${why}. The end of ${this.plan.logFile}:\n${this.logTail()}`);
      }
      await sleep(25);
    }
    this.wasReady = true;
  }

  /** Sends a signal; what ends by it is started again. */
  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it politely, by force after the deadline. It stays down until {@link start}. */
  stop(): Promise<void> {
    return this.end(this.plan.stopSignal, this.plan.stopDeadlineMs);
  }

  /** kill -9; it stays down until {@link start}. */
  kill(): Promise<void> {
    return this.end('SIGKILL', 0);
  }

  private async end(signal: NodeJS.Signals, deadlineMs: number): Promise<void> {
    this.wanted = false;
    if (this.restart) clearTimeout(this.restart);
    const child = this.child;
    if (child) {
      const gone = once(child, 'exit');
      child.kill(signal);
      const force = setTimeout(() => {
        if (signal !== 'SIGKILL') this.plan.log(`${this.plan.name} did not stop within ${deadlineMs} ms and is killed`);
        child.kill('SIGKILL');
      }, deadlineMs);
      await gone;
      clearTimeout(force);
    }
    rmSync(this.plan.pidFile, { force: true });
  }

  private launch(): void {
    const { command, args, env, cwd, owner, logFile, onLine } = this.plan;
    mkdirSync(dirname(logFile), { recursive: true });
    const log = createWriteStream(logFile, { flags: 'a' });
    const child = spawn(command, args, {
      env,
      ...(cwd ? { cwd } : {}),
      ...owner,
      // A process group of its own: Ctrl-C in the terminal is for the launcher, which stops its parts in order.
      detached: true,
      // Services also notice by the closed channel that their launcher is gone.
      stdio: ['ignore', 'pipe', 'pipe', ...(this.plan.stage === 'service' ? (['ipc'] as const) : [])],
    });
    this.child = child;
    this.startedAt = Date.now();
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) keepLines(stream, log, onLine);
    }
    child.once('error', (error) => {
      log.write(`${command}: ${error.message}\n`);
      if (child.pid === undefined) this.onEnd(child, 'could not be started');
    });
    child.once('exit', (code, signal) => this.onEnd(child, signal ? `was ended by ${signal}` : `ended with code ${code}`));
    child.once('close', () => log.end());
    if (child.pid === undefined) return;
    wardenLine.add(child.pid, this.plan.stage, this.plan.stopSignal);
    this.writePidFile(child.pid);
  }

  private onEnd(child: ChildProcess, how: string): void {
    if (this.child !== child) return;
    this.child = null;
    if (child.pid !== undefined) wardenLine.drop(child.pid);
    if (!this.wanted || wardenLine.ended) return;
    if (Date.now() - this.startedAt > healthyAfterMs || this.wasReady) this.failures = 0;
    this.wasReady = false;
    const waitMs = this.failures === 0 ? 0 : Math.min(100 * 2 ** this.failures, 5_000);
    this.failures += 1;
    this.plan.log(`${this.plan.name} ${how}; starting it again${waitMs ? ` in ${waitMs} ms` : ''}`);
    this.restart = setTimeout(() => {
      this.restart = null;
      if (this.wanted) this.launch();
    }, waitMs);
  }

  /** By renaming, so that a reader never finds half a number. */
  private writePidFile(pid: number): void {
    mkdirSync(dirname(this.plan.pidFile), { recursive: true });
    writeFileSync(`${this.plan.pidFile}.new`, `${pid}\n`);
    renameSync(`${this.plan.pidFile}.new`, this.plan.pidFile);
  }

  private logTail(): string {
    try {
      return readFileSync(this.plan.logFile, 'utf8').slice(-4_000).trimEnd().split('\n').slice(-15).join('\n');
    } catch {
      return '(no log)';
    }
  }
}

function keepLines(stream: NodeJS.ReadableStream, log: WriteStream, onLine?: (line: string) => void): void {
  stream.pipe(log, { end: false });
  if (onLine) createInterface({ input: stream }).on('line', onLine);
}
