import { IsArray, IsIn, IsInt, IsNotEmpty, IsObject, IsString, Max, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe } from './rules.js';
import { vendors, type Vendor } from './words.js';

export class ReviewCandidate {
  @IsInTouchId() contactId!: string;
  @IsInt() @Min(1) @Max(6) tier!: number;
  @IsArray() @IsString({ each: true }) agrees!: string[];
  @IsArray() @IsString({ each: true }) differs!: string[];
}

/** Smart Match could not decide; a person must. */
export class MatchUndecided {
  @IsString() @IsNotEmpty() reviewId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() vendorContactId!: string;
  @IsInstant() occurredAt!: string;

  /** Code of `smart-match.md`, e.g. `SEVERAL_CANDIDATES`. */
  @IsString() reason!: string;

  /** The vendor's record in InTouch's words: id, state, dates, fields. */
  @IsObject() vendorContact!: Record<string, unknown>;

  @IsArray() @ValidateNested({ each: true }) @Type(() => ReviewCandidate)
  candidates!: ReviewCandidate[];

  @IsString() explanation!: string;
}

export const reviewDecisions = ['match', 'insert', 'ignore'] as const;
export type ReviewDecision = (typeof reviewDecisions)[number];

export class MatchResolved {
  @IsString() @IsNotEmpty() reviewId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() vendorContactId!: string;
  /** `superseded`: the vendor's record changed or was decided meanwhile; told by the matcher, never by a person. */
  @IsIn([...reviewDecisions, 'superseded']) decision!: ReviewDecision | 'superseded';
  @Maybe() @IsInTouchId() contactId!: string | null;
  @IsInstant() decidedAt!: string;
}
