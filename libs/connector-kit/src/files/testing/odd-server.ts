import { createServer, type AddressInfo, type Socket } from 'node:net';
import ssh2, { type AuthContext, type AuthenticationType, type Connection, type FileEntry, type SFTPWrapper } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/** What the server does that OpenSSH's does not. */
export interface Oddities {
  readonly hostKeys: string[];
  readonly methods?: readonly AuthenticationType[];
  /** Bytes it gives at most when asked for more. */
  readonly mostAtOnce?: number;
  /** Listings without attributes. */
  readonly isTerse?: boolean;
  /** Moves over what is there. */
  readonly replaces?: boolean;
  /** The status of every listing and removal. */
  readonly status?: number;
}

/** A server with one user, `u` with password `p`, and files in memory, by path. */
export class OddServer {
  readonly files = new Map<string, Buffer>();
  /** Methods of login that were tried. */
  readonly tried: string[] = [];
  openHandles = 0;
  private readonly sockets = new Set<Socket>();
  private readonly listener;

  constructor(private readonly odd: Oddities) {
    const server = new ssh2.Server({ hostKeys: odd.hostKeys }, (client) => this.serve(client));
    this.listener = createServer((socket) => {
      this.sockets.add(socket.setNoDelay());
      server.injectSocket(socket);
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.listener.listen(0, '127.0.0.1', resolve));
    return (this.listener.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private serve(client: Connection): void {
    client.on('error', () => undefined);
    client.on('authentication', (context) => this.admit(context, this.odd.methods ?? ['password']));
    client.on('session', (accept) => accept().on('sftp', (acceptSftp) => this.serveFiles(acceptSftp())));
  }

  private admit(context: AuthContext, methods: readonly AuthenticationType[]): void {
    const refuse = () => context.reject([...methods]);
    if (context.method === 'none') return refuse();
    this.tried.push(context.method);
    if (!methods.includes(context.method)) return refuse();
    if (context.method === 'password') return context.password === 'p' ? context.accept() : refuse();
    if (context.method !== 'keyboard-interactive') return refuse();
    context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => (answers[0] === 'p' ? context.accept() : refuse()));
  }

  private serveFiles(sftp: SFTPWrapper): void {
    const opened: Buffer[] = [];
    const status = (id: number, code: number | undefined = STATUS_CODE.OK) => sftp.status(id, code, 'the secret word of the server');
    const isThere = (path: string) => this.files.has(path) || path === '/';
    sftp.on('LSTAT', (id, path) => (isThere(path) ? sftp.attrs(id, {} as FileEntry['attrs']) : status(id, STATUS_CODE.NO_SUCH_FILE)));
    sftp.on('OPENDIR', (id) => (this.odd.status ? status(id, this.odd.status) : sftp.handle(id, Buffer.from('list'))));
    let hasListed = false;
    sftp.on('READDIR', (id) => {
      if (hasListed) return status(id, STATUS_CODE.EOF);
      hasListed = true;
      sftp.name(id, [{ filename: 'a', longname: 'a', attrs: (this.odd.isTerse ? {} : { mode: 0o100644, size: 1, mtime: 1, atime: 1, uid: 0, gid: 0 }) as FileEntry['attrs'] }]);
    });
    sftp.on('REMOVE', (id) => status(id, this.odd.status));
    sftp.on('RENAME', (id, from, to) => {
      if (this.files.has(to) && !this.odd.replaces) return status(id, STATUS_CODE.FAILURE);
      this.files.set(to, this.files.get(from)!);
      this.files.delete(from);
      status(id);
    });
    sftp.on('OPEN', (id, path) => {
      this.openHandles += 1;
      sftp.handle(id, Buffer.of(opened.push(this.files.get(path)!) - 1));
    });
    sftp.on('CLOSE', (id) => {
      this.openHandles -= 1;
      status(id);
    });
    sftp.on('READ', (id, handle, offset, length) => {
      const bytes = opened[handle[0]!]!.subarray(offset, offset + Math.min(length, this.odd.mostAtOnce ?? length));
      if (bytes.length === 0) status(id, STATUS_CODE.EOF);
      else sftp.data(id, bytes);
    });
  }
}
