import { constants } from 'node:fs';
import { link, lstat, mkdir, open, readdir, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Drop, DropEntry, DropFile } from './drop.js';
import { DropFileGone, DropNameTaken, DropRefused, DropUnavailable } from './drop-errors.js';
import { checkPlainNames, isPlainName } from './plain-name.js';

// A link planted in place of a file is not followed, a pipe not waited for.
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** A drop in a folder of this machine. The operating system answers at once or not at all: there are no deadlines. */
export class FolderDrop implements Drop {
  /** @param root with all links followed */
  private constructor(private readonly root: string) {}

  /** @param url `file:///…` @throws as `openDrop` */
  static async open(url: string): Promise<FolderDrop> {
    let path: string;
    try {
      path = fileURLToPath(url);
    } catch {
      throw new DropRefused('drop-refused', 'This is no address of a folder');
    }
    const there = await stat(path).catch((error) => (codeOf(error) === 'EACCES' ? named(error) : null));
    if (!there?.isDirectory()) throw new DropUnavailable('The folder of the address is not there');
    return new FolderDrop(await realpath(path).catch(named));
  }

  async list(folder: string): Promise<readonly DropEntry[]> {
    const path = await this.folder(folder).catch(unlessGone);
    if (path === undefined) return [];
    const entries: DropEntry[] = [];
    for (const entry of await readdir(path, { withFileTypes: true }).catch(named)) {
      if (!entry.isFile() || !isPlainName(entry.name)) continue;
      const stats = await lstat(join(path, entry.name)).catch(named).catch(unlessGone);
      if (stats?.isFile()) entries.push({ name: entry.name, size: stats.size, modifiedAt: Math.floor(stats.mtimeMs) });
    }
    return entries;
  }

  async *read(folder: string, name: string): AsyncGenerator<Uint8Array, void, void> {
    const file = await open(await this.path(folder, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(named);
    try {
      if (!(await file.stat()).isFile()) throw new DropFileGone();
      yield* file.createReadStream({ autoClose: false });
    } catch (error) {
      named(error);
    } finally {
      await file.close();
    }
  }

  async move(from: DropFile, to: DropFile): Promise<void> {
    checkPlainNames(from.folder, from.name, to.folder, to.name);
    await this.make(to.folder);
    const target = await this.path(to.folder, to.name);
    const source = await this.path(from.folder, from.name).catch(unlessGone);
    if (source === undefined || (await statsOf(source)) === undefined) {
      if ((await statsOf(target)) === undefined) throw new DropFileGone();
      return;
    }
    try {
      await link(source, target);
    } catch (error) {
      if (!(await this.movedOtherwise(source, target, codeOf(error)))) named(error);
    }
    await unlink(source).catch(named).catch(unlessGone);
  }

  async write(folder: string, name: string, content: string): Promise<void> {
    checkPlainNames(folder, name);
    await this.make(folder);
    const path = await this.path(folder, name);
    await unlink(path).catch(named).catch(unlessGone);
    // A new file: nothing is written through a link.
    await writeFile(path, content, { flag: 'wx' }).catch(named);
  }

  async remove(folder: string, name: string): Promise<void> {
    const path = await this.path(folder, name).catch(unlessGone);
    if (path !== undefined) await unlink(path).catch(named).catch(unlessGone);
  }

  async close(): Promise<void> {
    // Nothing is kept open.
  }

  /**
   * rename() replaces what is at the new name, a second name by link() does not: so moving is link and unlink. What does not
   * go that way: some file systems know no second names, and Linux denies them for files of another user that may only be
   * read (`protected_hardlinks`). There it is looked whether the name is free, and then renamed: two instances, or one and
   * the vendor, would have to take the same name in between.
   */
  private async movedOtherwise(source: string, target: string, code: string): Promise<boolean> {
    const [here, there] = [await statsOf(source), await statsOf(target)];
    if (here === undefined) return there !== undefined;
    // Both names of one file: whoever moved it before us came no further than this.
    if (there?.ino === here.ino && there.dev === here.dev) return true;
    if (there !== undefined) throw new DropNameTaken();
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) return false;
    await rename(source, target).catch(named);
    return true;
  }

  private async make(folder: string): Promise<void> {
    await mkdir(join(this.root, folder)).catch((error) => (codeOf(error) === 'EEXIST' ? undefined : named(error)));
  }

  private async path(folder: string, name: string): Promise<string> {
    checkPlainNames(name);
    return join(await this.folder(folder), name);
  }

  /** A folder that is a link leads wherever who may write here wants it to: only within the drop it is followed. */
  private async folder(name: string): Promise<string> {
    checkPlainNames(name);
    const path = await realpath(join(this.root, name)).catch(named);
    if (!path.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) throw new DropRefused('drop-refused', 'A folder leads out of the drop');
    return path;
  }
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);
const statsOf = (path: string) => lstat(path).catch(named).catch(unlessGone);

function unlessGone(error: unknown): undefined {
  if (!(error instanceof DropFileGone)) throw error;
}

/** The operating system's error as one of ours; ours, and mistakes of ours, as they are. */
function named(error: unknown): never {
  if (typeof (error as NodeJS.ErrnoException).syscall !== 'string') throw error;
  const code = codeOf(error);
  // A link where a file was is no file either.
  if (code === 'ENOENT' || code === 'ELOOP') throw new DropFileGone();
  if (code === 'ENOTDIR') throw new DropRefused('drop-refused', 'A folder cannot be made');
  if (code === 'EACCES' || code === 'EPERM') throw new DropRefused('drop-refused', 'The rights in the folder do not suffice');
  throw new DropUnavailable(`The folder cannot be used (${code})`);
}
