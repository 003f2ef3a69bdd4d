import type { Settings } from '../define-connector.js';

/** What a file's name says. Files of a club are read in the order of stamp, suffix, arrival. */
export interface FileName {
  /** The club's code. */
  readonly code: string;
  /** Club-local, `yyyyMMddHHmm`. */
  readonly stamp: string;
  /** Empty, or a digit from 2 that tells a repetition of the same stamp. */
  readonly suffix: string;
}

/** A file's place in the order of its club's files: a text that sorts so, the same for the same stamp and suffix. */
export function orderOf({ stamp, suffix }: FileName): string {
  return `${stamp}${suffix || '1'}`;
}

/** A record of a file as it was read. */
export interface FileRow<Raw> {
  /** Physical line the record begins on, from 1. */
  readonly line: number;
  readonly vendorContactId: string;
  readonly raw: Raw;
}

/** A record that is left out. */
export interface BadRow {
  readonly line: number;
  /** Issue code of `vendors/README.md`, such as `row-field-count`. */
  readonly code: string;
  /** In plain words, free of personal data. */
  readonly message: string;
}

/** The whole file cannot be used. `reason` is an issue code such as `file-no-header`. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** Where a vendor puts its files. Clubs whose place has the same `url` and `user` share it. */
export interface DropPlace {
  /** `sftp://host[:port]/path/`, or a `file:///` address of a folder. */
  readonly url: string;
  readonly user: string | null;
  readonly password: string | null;
  /** OpenSSH or PEM text. */
  readonly privateKey: string | null;
  /** SHA-256 fingerprint of the server's key as OpenSSH prints it, `SHA256:…`; for `sftp:` always there. */
  readonly hostKey: string | null;
}

/** What the kit must know of a vendor's files; it does the watching, judging, moving and remembering. */
export interface FileFeed<Raw> {
  /** null: this club has none, nothing is watched. */
  place(settings: Settings, credentials: Readonly<Record<string, unknown>>): DropPlace | null;
  /** null: no name of the vendor's. */
  nameOf(name: string): FileName | null;
  /** The club's code in names. */
  code(settings: Settings): string;
  /** Seconds. `stable`: without change after which a file is whole; `poll`: between two looks. */
  timing(settings: Settings): { readonly stable: number; readonly poll: number };
  /** A file is put aside as a whole when it has at least `minBad` bad records and they are more than `percent` of all. */
  threshold(settings: Settings): { readonly minBad: number; readonly percent: number };
  /** Bytes; a larger file is put aside unread. */
  readonly largest: number;
  /** Club-local hours files are due at, ascending; missed when none with a stamp from the slot to the next is there this long after. */
  readonly slots: { readonly hours: readonly number[]; readonly lateAfterMinutes: number };
  /**
   * Streams: memory is bounded whatever the size. Batches of some hundred records in the order of their lines.
   * @throws {UnusableFile} a required column is missing
   */
  rows(bytes: AsyncIterable<Uint8Array>, settings: Settings): AsyncGenerator<readonly (FileRow<Raw> | BadRow)[], void, void>;
  /** The record's code that the settings have no word for; null: all are mapped. */
  unmapped(raw: Raw, settings: Settings): string | null;
  /** Whether the settings have a word for a code that was found unmapped before. */
  isMapped(code: string, settings: Settings): boolean;
}
