import { promisify } from 'node:util';
import ssh2, { type Client, type SFTPWrapper } from 'ssh2';

/** Where the vendor puts its files: record `drops/default`. */
export interface DropTarget {
  /** `sftp://host[:port]/`, `in/` lies below it. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** A file that is being written, under its final name. */
export interface FileBeingPut {
  append(piece: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** The vendor's connection to a drop, any SFTP server. */
export class SftpDrop {
  private constructor(
    private readonly client: Client,
    private readonly sftp: SFTPWrapper,
    private readonly folder: string,
  ) {}

  /** @throws {Error} in the library's words when it cannot log in */
  static async connect({ url, user, password }: DropTarget): Promise<SftpDrop> {
    const { hostname, port, pathname } = new URL(url);
    const client = new ssh2.Client();
    const ready = new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('error', reject);
      client.on('close', () => reject(new Error('The connection was closed.')));
      // Else the second part of every small packet waits for the first to be acknowledged, 40 ms.
      client.on('connect', () => client.setNoDelay());
      client.on('ready', () => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));
    });
    client.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 22), username: user, password, readyTimeout: 15_000 });
    try {
      return new SftpDrop(client, await ready, `${decodeURIComponent(pathname).replace(/\/+$/, '')}/in`);
    } catch (error) {
      client.destroy();
      throw error;
    }
  }

  async begin(name: string): Promise<FileBeingPut> {
    const { sftp } = this;
    const open = promisify((path: string, done: (error: Error | undefined, handle: Buffer) => void) => sftp.open(path, 'w', done));
    const handle = await open(`${this.folder}/${name}`);
    let position = 0;
    return {
      append: async (piece) => {
        if (piece.length > 0) await promisify((done: (error?: Error | null) => void) => sftp.write(handle, piece, 0, piece.length, position, done))();
        position += piece.length;
      },
      close: () => promisify((done: (error?: Error | null) => void) => sftp.close(handle, done))(),
    };
  }

  async put(name: string, content: Buffer): Promise<void> {
    const file = await this.begin(name);
    await file.append(content);
    await file.close();
  }

  end(): void {
    this.client.end();
  }
}
