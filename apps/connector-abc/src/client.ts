import type { Content, FitFacts, VendorLookup } from '@intouch/connector-kit';
import type { Range } from './range.js';
import type { AbcClub, AbcRecord } from './wire.js';

/** ABC, whichever generation of its services the club is on. */
export interface AbcClient {
  /** Proves credentials and club. @throws {Unauthorized} */
  check(): Promise<AbcClub>;
  /** What the protocol tells of the club; no call where that is nothing. */
  club(): Promise<AbcClub>;
  employees(): Promise<readonly VendorLookup[]>;
  /** null: the protocol has no list of campaigns. */
  campaigns(): Promise<readonly VendorLookup[] | null>;
  /** Answers the new prospect's id; duplicates are never detected. @throws {Unavailable} ambiguous: it may have been stored */
  create(content: Content, facts: FitFacts<AbcClub>): Promise<string>;
  /** @throws {Gone} sold or removed meanwhile */
  update(id: string, changes: Content, content: Content, facts: FitFacts<AbcClub>): Promise<void>;
  /** Records changed within the range, or all; members before prospects. */
  records(range: Range | null, which: { readonly members: boolean; readonly prospects: boolean }): AsyncGenerator<readonly AbcRecord[], void, void>;
  /** Everybody changed within the range, prospects first: who is sold between the two lists is met twice, but never missed. */
  everybody(range: Range): AsyncGenerator<readonly AbcRecord[], void, void>;
}
