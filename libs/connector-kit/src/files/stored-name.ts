import type { Folder, KnownFile } from '../store/file.store.js';

type Stored = Pick<KnownFile, 'name' | 'folder' | 'sha256'>;

/** Where a file lies: under its own name while it waits, with the beginning of its hash once it was moved. */
export function placeIn({ name, folder, sha256 }: Stored): { readonly folder: Folder; readonly name: string } {
  return { folder, name: folder === 'in' || sha256 === null ? name : `${name}.${sha256.slice(0, 8)}` };
}
