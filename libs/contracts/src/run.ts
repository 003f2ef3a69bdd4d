import { IsArray, IsBoolean, IsIn, IsInt, IsNotEmpty, IsObject, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe, MaybeAbsent } from './rules.js';
import { runOutcomes, vendors, type RunCounts, type RunOutcome, type Vendor } from './words.js';

/** `file`: a file that a vendor put where the connector looks. */
export const runKinds = ['scheduled', 'by-hand', 'dry-run', 'lookups', 'file'] as const;
export type RunKind = (typeof runKinds)[number];

/** The clock, or a person, asks a connector to pull one club. */
export class SyncDue {
  @IsString() @IsNotEmpty() runId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  /** The slot that fired, UTC; null for a sync by hand. */
  @Maybe() @IsInstant() slot!: string | null;
  @IsBoolean() full!: boolean;
  @IsBoolean() dryRun!: boolean;
  @IsInstant() requestedAt!: string;
  /** Name of a file that is to be processed once more, or released from quarantine; absent: whatever there is to read. */
  @MaybeAbsent() @IsString() @IsNotEmpty() @MaxLength(200) file?: string;
}

/** `runId` of a record that a connector shows once more outside of any run: it is decided, and counted nowhere. */
export const outsideRuns = 'lookalike';

/** What a dry run would have done with one record. */
export class RunItem {
  @IsString() @IsNotEmpty() vendorContactId!: string;
  @IsIn(runOutcomes) outcome!: RunOutcome;
  @IsIn(['vendor-id', 'tier', 'none']) by!: 'vendor-id' | 'tier' | 'none';
  @Maybe() tier!: number | null;
  @Maybe() @IsString() contactId!: string | null;
  @Maybe() @IsString() reason!: string | null;
}

/**
 * How far a run is. Counts are what was added since the sender's last message, so that they can be summed up;
 * connector and matcher each tell their part, and the run succeeds when everything read has been decided.
 */
export class RunProgressed {
  @IsString() @IsNotEmpty() runId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsIn(runKinds) kind!: RunKind;
  @IsInstant() at!: string;
  @IsObject() counts!: RunCounts;
  @IsArray() @ValidateNested({ each: true }) @Type(() => RunItem) items!: RunItem[];

  /** `started` and `read-all` come from the connector, `failed` from whoever had to give up; null: only counts. */
  @Maybe() @IsIn(['started', 'read-all', 'failed']) phase!: 'started' | 'read-all' | 'failed' | null;
  @Maybe() @IsString() failure!: string | null;

  /** true: the brake holds the run until a person decides; false: a person let it go on. */
  @MaybeAbsent() @IsBoolean() held?: boolean;
}

/** What the matcher made of the records of a rehearsal; added up by the connector, which knows how many it has shown. */
export class RunRehearsed {
  @IsString() @IsNotEmpty() runId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsObject() counts!: RunCounts;
  /** The last position that is counted here: what tells of none beyond it was heard before. */
  @MaybeAbsent() @IsInt() @Min(0) upTo?: number;
  /** Contacts of the club that are not archived. */
  @IsInt() @Min(0) contacts!: number;
}

export const runDecisions = ['approve', 'cancel'] as const;
export type RunDecision = (typeof runDecisions)[number];

/** A person's word on a run that the brake holds. */
export class RunDecided {
  @IsString() @IsNotEmpty() runId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsIn(runDecisions) decision!: RunDecision;
  @IsInstant() at!: string;
}
