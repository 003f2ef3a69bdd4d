import { closeSync, fstatSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmdirSync, statSync, unlinkSync, writeSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import ssh2, { type FileEntry, type SFTPWrapper } from 'ssh2';
import { ConfinedFolder } from './confined-folder.js';
import { attributesOf, longName, openFlags, statusOf } from './wire-attributes.js';

const { STATUS_CODE } = ssh2.utils.sftp;
/** As much as OpenSSH gives at a time. */
const longestRead = 261_120;
const namesAtATime = 200;

interface OpenFile {
  readonly fd: number;
}

interface OpenFolder {
  readonly path: string;
  readonly names: string[];
}

/**
 * Serves one SFTP channel from a folder on disk: every usual request, one after the other, as OpenSSH's server does. What
 * would set modes and times is answered with OK and ignored.
 */
export class SftpSession {
  private readonly open = new Map<number, OpenFile | OpenFolder>();
  private lastHandle = 0;

  constructor(
    private readonly sftp: SFTPWrapper,
    private readonly folder: ConfinedFolder,
  ) {
    this.serveFiles();
    this.serveFolders();
    this.serveNames();
  }

  /** Lets go of whatever the client left open. */
  end(): void {
    for (const one of this.open.values()) if ('fd' in one) closeSync(one.fd);
    this.open.clear();
  }

  private serveFiles(): void {
    const { sftp, folder } = this;
    sftp.on('OPEN', (id, path, flags, attributes) => this.answer(id, () => {
      const mode = typeof attributes.mode === 'number' ? attributes.mode & 0o777 : 0o666;
      this.give(id, { fd: openSync(folder.target(path), openFlags(flags), mode) });
    }));
    sftp.on('READ', (id, handle, offset, length) => this.answer(id, () => {
      const bytes = Buffer.allocUnsafe(Math.min(length, longestRead));
      const count = readSync(this.file(handle), bytes, 0, bytes.length, offset);
      if (count === 0 && length > 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, bytes.subarray(0, count));
    }));
    sftp.on('WRITE', (id, handle, offset, data) => this.answer(id, () => {
      const fd = this.file(handle);
      for (let done = 0; done < data.length; ) done += writeSync(fd, data, done, data.length - done, offset + done);
      sftp.status(id, STATUS_CODE.OK);
    }));
    sftp.on('FSTAT', (id, handle) => this.answer(id, () => sftp.attrs(id, attributesOf(fstatSync(this.file(handle))))));
    sftp.on('FSETSTAT', (id, handle) => this.done(id, () => void this.file(handle)));
    sftp.on('CLOSE', (id, handle) => this.done(id, () => {
      const number = numberOf(handle);
      const one = this.opened(handle);
      this.open.delete(number);
      if ('fd' in one) closeSync(one.fd);
    }));
  }

  private serveFolders(): void {
    const { sftp, folder } = this;
    sftp.on('OPENDIR', (id, path) => this.answer(id, () => {
      const target = folder.target(path);
      this.give(id, { path: target, names: ['.', '..', ...readdirSync(target)] });
    }));
    sftp.on('READDIR', (id, handle) => this.answer(id, () => {
      const one = this.opened(handle);
      if ('fd' in one) throw badHandle();
      const entries: FileEntry[] = [];
      while (entries.length < namesAtATime && one.names.length > 0) {
        const name = one.names.shift()!;
        // Nobody hears of what is above the root, nor of what has gone since.
        const stats = lstatSync(name === '..' ? one.path : join(one.path, name), { throwIfNoEntry: false });
        if (stats !== undefined) entries.push(entryOf(name, stats));
      }
      if (entries.length === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.name(id, entries);
    }));
    sftp.on('MKDIR', (id, path) => this.done(id, () => mkdirSync(folder.entry(path))));
    sftp.on('RMDIR', (id, path) => this.done(id, () => rmdirSync(folder.entry(path))));
  }

  private serveNames(): void {
    const { sftp, folder } = this;
    sftp.on('STAT', (id, path) => this.answer(id, () => sftp.attrs(id, attributesOf(statSync(folder.target(path))))));
    sftp.on('LSTAT', (id, path) => this.answer(id, () => sftp.attrs(id, attributesOf(lstatSync(folder.entry(path))))));
    sftp.on('SETSTAT', (id, path) => this.done(id, () => void statSync(folder.target(path))));
    sftp.on('REMOVE', (id, path) => this.done(id, () => unlinkSync(folder.entry(path))));
    sftp.on('RENAME', (id, from, to) => this.done(id, () => moveWithoutReplacing(folder.entry(from), folder.entry(to))));
    sftp.on('REALPATH', (id, path) => this.answer(id, () => {
      const filename = ConfinedFolder.plain(path);
      sftp.name(id, [{ filename, longname: filename, attrs: {} as FileEntry['attrs'] }]);
    }));
  }

  private answer(id: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.sftp.status(id, statusOf(error), (error as Error).message);
    }
  }

  private done(id: number, work: () => void): void {
    this.answer(id, () => {
      work();
      this.sftp.status(id, STATUS_CODE.OK);
    });
  }

  private give(id: number, one: OpenFile | OpenFolder): void {
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(++this.lastHandle);
    this.open.set(this.lastHandle, one);
    this.sftp.handle(id, handle);
  }

  private opened(handle: Buffer): OpenFile | OpenFolder {
    const one = this.open.get(numberOf(handle));
    if (one === undefined) throw badHandle();
    return one;
  }

  private file(handle: Buffer): number {
    const one = this.opened(handle);
    if (!('fd' in one)) throw badHandle();
    return one.fd;
  }
}

const numberOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE() : 0);
const badHandle = () => new Error('This is no open handle.');
const entryOf = (filename: string, stats: Stats): FileEntry => ({ filename, longname: longName(filename, stats), attrs: attributesOf(stats) });

/** As OpenSSH's server: a file at the new name stays, and the move fails. */
function moveWithoutReplacing(from: string, to: string): void {
  if (lstatSync(from).isFile()) {
    linkSync(from, to);
    unlinkSync(from);
  } else if (lstatSync(to, { throwIfNoEntry: false }) === undefined) renameSync(from, to);
  else throw new Error('There is something of that name.');
}
