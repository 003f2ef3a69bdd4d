import type { ObservedEntry } from '../store/drop.store.js';
import { orderOf, type FileFeed, type FileName } from './file-feed.js';

/** A file of a club that lies in the drop. */
export interface LyingFile extends FileName {
  readonly name: string;
  readonly size: number;
  /** Milliseconds until it may be opened, if it does not change; 0: now. */
  readonly readyInMs: number;
}

/** A name whose file tells that another one is complete. */
const marker = '.done';
export const markerOf = (name: string): string => `${name}${marker}`;

type Names = Pick<FileFeed<unknown>, 'nameOf'>;

/** A club's files in the order they are to be read: stamp, suffix, arrival. Only the first may be opened, once it is whole. */
export function lyingFor({ nameOf }: Names, code: string, stableSeconds: number, entries: readonly ObservedEntry[], now: Date): LyingFile[] {
  const names = new Set(entries.map(({ name }) => name));
  const place = (file: FileName, { arrivedAt }: ObservedEntry): string => `${orderOf(file)} ${arrivedAt.toISOString()}`;
  return entries
    .flatMap((entry) => {
      const file = nameOf(entry.name);
      return file?.code === code ? [{ entry, file }] : [];
    })
    .sort((a, b) => (place(a.file, a.entry) < place(b.file, b.entry) ? -1 : 1))
    .map(({ entry, file }) => ({ ...file, name: entry.name, size: entry.size, readyInMs: names.has(markerOf(entry.name)) ? 0 : waitOf(entry, stableSeconds, now) }));
}

/** What lies there and is nobody's: a name that is none of the vendor's, or a club's that nobody has. */
export function astrayIn({ nameOf }: Names, codes: readonly string[], stableSeconds: number, entries: readonly ObservedEntry[], now: Date): { readonly name: string; readonly reason: string }[] {
  return entries
    .filter((entry) => !entry.name.endsWith(marker) && waitOf(entry, stableSeconds, now) === 0)
    .flatMap(({ name }) => {
      const file = nameOf(name);
      if (!file) return [{ name, reason: 'file-name' }];
      return codes.includes(file.code) ? [] : [{ name, reason: 'file-unknown-club' }];
    });
}

function waitOf({ unchangedSince }: ObservedEntry, stableSeconds: number, now: Date): number {
  return Math.max(0, stableSeconds * 1_000 - (now.getTime() - unchangedSince.getTime()));
}
