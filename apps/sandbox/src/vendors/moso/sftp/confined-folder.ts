import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, sep } from 'node:path';

/** Where a path of the wire lies on disk: always in one folder, whatever `..` and symbolic links say. */
export class ConfinedFolder {
  readonly root: string;

  /** @param root must exist */
  constructor(root: string) {
    this.root = realpathSync(root);
  }

  /** A path of the wire, absolute and without `..`; relative ones begin at the root. */
  static plain(path: string): string {
    return posix.resolve('/', path);
  }

  /**
   * The place a path names itself: a link is not followed when it stands last.
   * @throws {Error} with a code of Node's: `ENOENT` without that folder, `EACCES` for what lies outside
   */
  entry(path: string): string {
    const plain = ConfinedFolder.plain(path);
    if (plain === '/') return this.root;
    return join(this.inside(realpathSync(join(this.root, dirname(plain)))), basename(plain));
  }

  /** The place a path leads to, all links followed; it need not exist yet. @throws as `entry` */
  target(path: string): string {
    const entry = this.entry(path);
    // A link to nowhere is not a file to be made: it might be made outside.
    return lstatSync(entry, { throwIfNoEntry: false }) === undefined ? entry : this.inside(realpathSync(entry));
  }

  private inside(real: string): string {
    if (real === this.root || real.startsWith(this.root + sep)) return real;
    throw Object.assign(new Error('This lies outside of the folder.'), { code: 'EACCES' });
  }
}
