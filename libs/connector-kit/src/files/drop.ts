import type { DropPlace } from './file-feed.js';
import { DropRefused } from './drop-errors.js';
import { FolderDrop } from './folder-drop.js';
import { SftpDrop } from './sftp-drop.js';

export * from './drop-errors.js';

/** A file in a folder of a drop. */
export interface DropEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; over SFTP in whole seconds. */
  readonly modifiedAt: number;
}

/** Where a file is. Both are plain names: no slash of either kind, no `.` or `..`. */
export interface DropFile {
  readonly folder: string;
  readonly name: string;
}

/**
 * A place where a vendor puts files. Every call throws what `drop-errors.ts` has, and `TypeError` for a name that is not
 * plain. After `DropUnavailable` this one may be of no more use: close it and open another.
 */
export interface Drop {
  /** Regular files directly in a folder, in no order; none where the folder is missing. What has no plain name is left out. */
  list(folder: string): Promise<readonly DropEntry[]>;
  /**
   * From the first byte to the last, in pieces of any size; nothing is asked before the first is taken. A lost connection is
   * an error, never a short file. Over SFTP at most 1 MiB is held.
   * @throws {DropFileGone}
   */
  read(folder: string, name: string): AsyncIterable<Uint8Array>;
  /**
   * Makes the folder moved to if it is missing. Done already, by another instance or before a crash, is done.
   * @throws {DropNameTaken} nothing is ever moved over another file
   * @throws {DropFileGone} neither the old name nor the new one is there
   */
  move(from: DropFile, to: DropFile): Promise<void>;
  /** A small file as a whole, over what is there; a reader may see half of it. Makes the folder if it is missing. */
  write(folder: string, name: string, content: string): Promise<void>;
  /** Only for a mark beside a file, such as `<name>.done`: the vendor's files are never deleted. A missing one is fine. */
  remove(folder: string, name: string): Promise<void>;
  /** Breaks off what goes on; when this returns nothing is left open. Never throws. */
  close(): Promise<void>;
}

/**
 * @param timeoutMs until it is open; from then on, over SFTP, the longest the server may leave a call without an answer, or a
 *   read without its next piece
 * @throws {DropRefused} the login, a missing or unreadable key, the fingerprint, or the address itself
 * @throws {DropUnavailable} no connection in time, or no such folder
 */
export async function openDrop(place: DropPlace, timeoutMs: number): Promise<Drop> {
  switch (URL.parse(place.url)?.protocol) {
    case 'sftp:':
      return SftpDrop.open(place, timeoutMs);
    case 'file:':
      return FolderDrop.open(place.url);
    default:
      throw new DropRefused('drop-refused', 'This is no address of a drop');
  }
}
