import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type PublicKeyAuthContext } from 'ssh2';
import type { ConfinedFolder } from './confined-folder.js';
import { newHostKey } from './host-key.js';
import { SftpSession } from './sftp-session.js';

/** Who may log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  /** A public key as OpenSSH writes it, that the user may show in place of the password. */
  readonly publicKey: () => string | undefined;
}

/** An SFTP server for one folder and one user, on 127.0.0.1. */
export class SftpServer {
  private readonly hostKey = newHostKey();
  private readonly sockets = new Set<Socket>();
  private readonly ssh: ssh2.Server;
  // Of our own, so that all its connections can be ended: the library's server only stops taking new ones.
  private readonly listener = createServer((socket) => {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.setNoDelay();
    sendPacketsWhole(socket);
    this.ssh.injectSocket(socket);
  });

  constructor(
    private readonly folder: ConfinedFolder,
    private readonly account: Account,
  ) {
    this.ssh = new ssh2.Server({ hostKeys: [this.hostKey.privateKey] }, (client) => this.serve(client));
  }

  /** `SHA256:` and base64 without padding. */
  get fingerprint(): string {
    return this.hostKey.fingerprint;
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /**
   * @param port 0: any free one
   * @param mayMove take any free one should that one be taken
   */
  async open(port: number, mayMove: boolean): Promise<void> {
    try {
      await this.listen(port);
    } catch (error) {
      if (!mayMove || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await this.listen(0);
    }
  }

  /** Breaks off whatever goes on. */
  async close(): Promise<void> {
    if (!this.listener.listening) return;
    const closed = new Promise((resolve) => this.listener.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.listener.once('error', reject);
      this.listener.listen(port, '127.0.0.1', () => {
        this.listener.off('error', reject);
        resolve();
      });
    });
  }

  private serve(client: Connection): void {
    // A client that hangs up or talks nonsense is its own problem; unheard, its error would end the sandbox.
    client.on('error', () => undefined);
    client.on('authentication', (context) => (this.admits(context) ? context.accept() : context.reject(['password', 'publickey'])));
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        const channel = acceptSftp();
        const session = new SftpSession(channel, this.folder);
        channel.on('error', () => undefined);
        channel.on('close', () => session.end());
        client.on('close', () => session.end());
      });
    });
  }

  private admits(context: AuthContext): boolean {
    if (context.username !== this.account.user) return false;
    if (context.method === 'password') return context.password === this.account.password;
    return context.method === 'publickey' && this.isKnownKey(context);
  }

  private isKnownKey({ key, signature, blob, hashAlgo }: PublicKeyAuthContext): boolean {
    const known = keyOf(this.account.publicKey());
    if (known === null || known.type !== key.algo || !known.getPublicSSH().equals(key.data)) return false;
    // Without a signature the client only asks whether the key would do.
    return signature === undefined || blob === undefined || known.verify(blob, signature, hashAlgo) === true;
  }
}

/** The library writes every packet in three parts: what is written in one go goes out as one. */
function sendPacketsWhole(socket: Socket): void {
  const write = socket.write.bind(socket) as (...all: unknown[]) => boolean;
  socket.write = (...all: unknown[]) => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...all);
  };
}

function keyOf(publicKey: string | undefined): ParsedKey | null {
  if (publicKey === undefined) return null;
  const parsed = ssh2.utils.parseKey(publicKey);
  return parsed instanceof Error ? null : parsed;
}
