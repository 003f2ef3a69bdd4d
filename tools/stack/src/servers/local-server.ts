import type { SupervisedProcess } from '../processes/supervised-process.js';
import type { Server } from './server.js';

/** A server as a local process: prepared once, started, killed and started again as often as is wanted. */
export abstract class LocalServer implements Server {
  readonly origin = 'local';
  private process: SupervisedProcess | null = null;

  abstract get address(): string;

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Its data and settings made ready. @throws {Error} saying what to install */
  protected abstract prepare(): Promise<SupervisedProcess>;

  /** @throws {Error} it is not ready within `readyWithinMs`, or there is no such server here */
  protected async run(readyWithinMs: number): Promise<void> {
    this.process ??= await this.prepare();
    this.process.start();
    try {
      await this.process.waitReady(readyWithinMs);
    } catch (error) {
      await this.process.kill();
      throw error;
    }
  }

  abstract start(): Promise<void>;

  async kill(): Promise<void> {
    await this.process?.kill();
  }

  async stop(): Promise<void> {
    await this.process?.stop();
  }
}
