import type { Club, IntegrationOptions, ReportedFields, ReportedState } from '@intouch/contracts';
import type { Settings, Warning } from './define-connector.js';
import type { FileFeed } from './files/file-feed.js';

/**
 * A vendor's record in neutral words, as the connector's mapper sees it. State `DELETED`: it was deleted there; the kit closes its
 * link, and says nothing of records that we deleted, or that were neither linked nor ever reported.
 */
export interface RecordReport {
  readonly kind: 'report';
  readonly state: ReportedState;
  readonly holds?: boolean;
  readonly secondary?: boolean;
  /** The vendor's own time stamp, RFC 3339; null: the vendor gives none. */
  readonly stamp: string | null;
  readonly joinDate: string | null;
  readonly endDate: string | null;
  readonly fields: ReportedFields;
  /** false: what differs is not carried over to a contact that is already what this reports, whatever the options say. */
  readonly updates?: boolean;
  /** The vendor's ids of the record's lead source and owner, to be turned into the club's where they are linked; used on an insert. */
  readonly leadSourceVendorId?: string | null;
  readonly ownerVendorId?: string | null;
  /** Club-local date on which the same record says something else (an end that lies ahead): reported again then. */
  readonly againOn: string | null;
  /** The record takes no more writes: its link is closed, once, with a WARNING. */
  readonly closes?: 'converted';
  /** What of it was left out or mended; told once per file and code. */
  readonly warnings?: readonly Warning[];
}

/** A record that cannot be reported: counted, and named in the log. */
export interface RecordIgnored {
  readonly kind: 'ignored' | 'rejected';
  readonly code: string;
  readonly detail: string;
  /** Nobody needs to look at it: counted, not logged. */
  readonly quiet?: boolean;
}

/** A record that was merged away: another stands for both. Its link goes there; that it is gone is nobody's deletion. */
export interface RecordMerged {
  readonly kind: 'merged';
  /** The vendor's id of the record that stays. */
  readonly into: string;
}

/** What a run has to say of itself: a WARNING of the log, once per run and code. */
export interface RunWarning {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly howToFix: string;
}

export interface ReportFacts<Reference> {
  readonly settings: Settings;
  readonly club: Club;
  readonly today: string;
  readonly reference: Reference;
  /** The record is linked to a contact of this club. */
  readonly linked: boolean;
}

export interface VendorRecord<Raw> {
  readonly vendorContactId: string;
  readonly raw: Raw;
  /** RFC 3339; of a record read twice in one run the later counts, where the vendor stamps its records. */
  readonly stamp?: string | null;
}

/** Records are reported in the order of their pages. `restart`: what was read so far is void, the whole list is read again. */
export type Page<Raw> = { readonly records: readonly VendorRecord<Raw>[]; readonly restart?: boolean; readonly warnings?: readonly RunWarning[] };

export interface PullRequest<Reference = null> {
  /** As the last successful run left it; null: never ran. */
  readonly cursor: Settings | null;
  readonly full: boolean;
  /** The clock asked for it, not a person. */
  readonly scheduled: boolean;
  readonly startedAt: Date;
  readonly settings: Settings;
  readonly options: IntegrationOptions;
  readonly club: Club;
  readonly reference: Reference;
}

/** Records are pulled, or come in files. */
export interface Inbound<Client, Reference, Raw> {
  /** Yields pages; returns the cursor for the next run, kept only once every report is durable. null: the run was skipped, and leaves no trace but its warnings. */
  pull?(client: Client, request: PullRequest<Reference>): AsyncGenerator<Page<Raw>, Settings | null, void>;
  readonly files?: FileFeed<Raw>;
  /** InTouch's id that a record bears since we gave it to the vendor to keep; null: none. A copy of a record bears it too. */
  markOf?(raw: Raw, settings: Settings): string | null;
  /** Pure. */
  report(raw: Raw, facts: ReportFacts<Reference>): RecordReport | RecordIgnored | RecordMerged;
}
