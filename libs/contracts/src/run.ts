import { IsArray, IsBoolean, IsIn, IsNotEmpty, IsObject, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe } from './rules.js';
import { runOutcomes, vendors, type RunCounts, type RunOutcome, type Vendor } from './words.js';

export const runKinds = ['scheduled', 'by-hand', 'dry-run', 'lookups'] as const;
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
}
