import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildTask } from './child-service.js';

/** A service in a process of its own, so that it can be killed, or its processor time be measured. */
export class ChildService {
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    child.stderr!.on('data', (chunk: Buffer) => (this.output += String(chunk)));
  }

  static start(task: ChildTask): ChildService {
    const script = fileURLToPath(new URL('./child-service.ts', import.meta.url));
    const root = resolve(import.meta.dirname, '../../../..');
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', script, JSON.stringify(task)], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', SWC_NODE_PROJECT: resolve(root, 'tsconfig.base.json') },
      // It ends when this channel closes, however we end.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    return new ChildService(child);
  }

  /** What it tells next. @throws {Error} with what it wrote to stderr where it ends instead */
  async told(): Promise<unknown> {
    const gone = once(this.child, 'exit').then(([code]) => {
      throw new Error(`the child ended with ${String(code)}: ${this.output}`);
    });
    const [message] = (await Promise.race([once(this.child, 'message'), gone])) as [unknown];
    return message;
  }

  /** The signal it ended by, or what it wrote to stderr. */
  async ended(): Promise<string> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.signalCode ?? this.output;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
  }
}
