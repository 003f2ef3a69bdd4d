import ssh2, { type FileEntryWithStats, type SFTPWrapper } from 'ssh2';
import type { Drop, DropEntry, DropFile } from './drop.js';
import { DropFileGone, DropNameTaken, DropRefused, DropUnavailable } from './drop-errors.js';
import type { DropPlace } from './file-feed.js';
import { checkPlainNames, isPlainName } from './plain-name.js';
import { readAhead } from './read-ahead.js';
import { SftpConnection, SftpStatus } from './sftp-connection.js';
import { sftpLogin } from './sftp-login.js';

const { NO_SUCH_FILE, PERMISSION_DENIED } = ssh2.utils.sftp.STATUS_CODE;

/** A drop on a server, over one connection. */
export class SftpDrop implements Drop {
  private constructor(
    private readonly connection: SftpConnection,
    private readonly root: string,
  ) {}

  /** @throws as `openDrop` */
  static async open(place: DropPlace, timeoutMs: number): Promise<SftpDrop> {
    const login = sftpLogin(place);
    const drop = new SftpDrop(await SftpConnection.open(login, timeoutMs), login.folder);
    try {
      if (!(await drop.isThere(login.folder || '/'))) throw new DropUnavailable('The folder of the address is not there');
      return drop;
    } catch (error) {
      await drop.close();
      return named(error);
    }
  }

  async list(folder: string): Promise<readonly DropEntry[]> {
    checkPlainNames(folder);
    const entries = await this.ask<FileEntryWithStats[]>((sftp, done) => sftp.readdir(`${this.root}/${folder}`, done)).catch(unlessMissing).catch(named);
    return (entries ?? []).filter(({ filename, attrs }) => isPlainName(filename) && told(attrs.mode) && attrs.isFile()).map(entryOf);
  }

  async *read(folder: string, name: string): AsyncGenerator<Uint8Array, void, void> {
    const path = this.path({ folder, name });
    try {
      yield* readAhead(this.connection, path);
    } catch (error) {
      named(error);
    }
  }

  /**
   * In version 3 of the protocol a move fails where the new name is taken, without saying that this is why; some servers
   * replace what is there nonetheless. So it is looked before and, where it fails, after.
   */
  async move(from: DropFile, to: DropFile): Promise<void> {
    const [source, target] = [this.path(from), this.path(to)];
    const rename = () => this.ask<void>((sftp, done) => sftp.rename(source, target, done)).catch(statusOnly);
    try {
      if (await this.isMoved(source, target)) return;
      if (!(await rename()) || (await this.isMoved(source, target))) return;
      await this.make(to.folder);
      const refusal = await rename();
      if (refusal && !(await this.isMoved(source, target))) throw unmade(refusal);
    } catch (error) {
      named(error);
    }
  }

  async write(folder: string, name: string, content: string): Promise<void> {
    const path = this.path({ folder, name });
    const write = () => this.ask<void>((sftp, done) => sftp.writeFile(path, content, done)).catch(statusOnly);
    try {
      if (!(await write())) return;
      await this.make(folder);
      const refusal = await write();
      if (refusal) throw unmade(refusal);
    } catch (error) {
      named(error);
    }
  }

  async remove(folder: string, name: string): Promise<void> {
    const path = this.path({ folder, name });
    await this.ask<void>((sftp, done) => sftp.unlink(path, done)).catch(unlessMissing).catch(named);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Whether that was done already. @throws {DropNameTaken} @throws {DropFileGone} it cannot be done */
  private async isMoved(source: string, target: string): Promise<boolean> {
    const [here, there] = await Promise.all([this.isThere(source), this.isThere(target)]);
    if (here && there) throw new DropNameTaken();
    if (!here && !there) throw new DropFileGone();
    return there;
  }

  private async isThere(path: string): Promise<boolean> {
    return (await this.ask((sftp, done) => sftp.lstat(path, done)).catch(unlessMissing)) !== undefined;
  }

  /** Servers do not say that a folder is there already: whether it could be made shows in what comes next. */
  private async make(folder: string): Promise<void> {
    await this.ask<void>((sftp, done) => sftp.mkdir(`${this.root}/${folder}`, done)).catch(statusOnly);
  }

  private path({ folder, name }: DropFile): string {
    checkPlainNames(folder, name);
    return `${this.root}/${folder}/${name}`;
  }

  private ask<T>(call: (sftp: SFTPWrapper, done: (error?: Error | null, value?: T) => void) => void): Promise<T> {
    return this.connection.ask(call);
  }
}

/** The protocol lets a server leave out any attribute. To go on without would be to overlook files in silence. */
function told(attribute: number | undefined): number {
  if (attribute === undefined) throw new DropUnavailable('The server does not tell kind, size and time of files');
  return attribute;
}

const entryOf = ({ filename, attrs: { size, mtime } }: FileEntryWithStats): DropEntry => ({ name: filename, size: told(size), modifiedAt: told(mtime) * 1000 });

function statusOnly(error: unknown): SftpStatus {
  if (error instanceof SftpStatus) return error;
  throw error;
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof SftpStatus) || error.code !== NO_SUCH_FILE) throw error;
}

/** What still cannot be found after its folder was to be made is that folder. */
function unmade(refusal: SftpStatus): Error {
  return refusal.code === NO_SUCH_FILE ? new DropRefused('drop-refused', 'A folder cannot be made') : refusal;
}

/** A status of the server as an error of ours; all else as it is. */
function named(error: unknown): never {
  if (!(error instanceof SftpStatus)) throw error;
  if (error.code === NO_SUCH_FILE) throw new DropFileGone();
  if (error.code === PERMISSION_DENIED) throw new DropRefused('drop-refused', 'The rights on the server do not suffice');
  throw new DropUnavailable(`The server could not do it (status ${error.code})`);
}
