import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A way to a server on this machine that can fall silent, or break. */
export class BreakableWire {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private readonly server;
  /** Bytes that came from the server. */
  received = 0;

  constructor(to: number) {
    this.server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      const pair = [near, far] as const;
      this.pairs.add(pair);
      near.pipe(far).pipe(near);
      far.on('data', ({ length }) => (this.received += length));
      for (const socket of pair) socket.on('error', () => undefined);
      near.once('close', () => {
        this.pairs.delete(pair);
        far.destroy();
      });
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  /** Returns when no connection is left. */
  async unused(): Promise<void> {
    while (this.pairs.size > 0) await pause(5);
  }

  /** From now on the server's answers do not get through. */
  silence(): void {
    for (const [near, far] of this.pairs) {
      far.unpipe(near);
      far.pause();
    }
  }

  break(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.break();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
