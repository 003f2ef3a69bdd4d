import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a server on this machine that a test can cut, or silence, when certain words go over it. */
export class CutLine {
  /** How many connections were made. */
  opened = 0;
  private readonly sockets = new Set<Socket>();
  private words: { readonly text: string; readonly then: 'cut' | 'silence'; readonly passed: boolean } | null = null;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static async to(target: number): Promise<CutLine> {
    const server = createServer();
    const line = new CutLine(server, target);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Once: when the near side says this, the line is cut, or nothing comes back any more. `passed`: the far side still hears it. */
  when(text: string, then: 'cut' | 'silence', passed: boolean): void {
    this.words = { text, then, passed };
  }

  /** All that are open now. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket): void {
    this.opened += 1;
    const far = connect(this.target, '127.0.0.1');
    let silent = false;
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    far.on('data', (data) => silent || near.write(data));
    near.on('data', (data) => {
      const { words } = this;
      if (!words || !data.includes(words.text)) return void far.write(data);
      this.words = null;
      silent = true;
      if (words.passed) far.write(data);
      if (words.then === 'cut' && words.passed) far.once('data', () => near.destroy());
      else if (words.then === 'cut') near.destroy();
    });
  }
}
