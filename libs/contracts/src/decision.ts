import { IsArray, IsIn, IsInt, IsNotEmpty, IsObject, IsString, Max, Min, ValidateNested, IsDefined } from 'class-validator';
import { Type } from 'class-transformer';
import { IsCalendarDate, IsInTouchId, IsInstant, Maybe } from './rules.js';
import { changeTypes, vendors, type DecisionType, type Vendor } from './words.js';

/** How a report found its contact. */
export class Match {
  @IsIn(['vendor-id', 'tier', 'none']) by!: 'vendor-id' | 'tier' | 'none';
  @Maybe() @IsInt() @Min(1) @Max(6) tier!: number | null;
  /** Names of fields, never values. */
  @IsArray() @IsString({ each: true }) agrees!: string[];
  @IsArray() @IsString({ each: true }) differs!: string[];
}

/** What Smart Match made of a report and InTouch must apply. One class for all six topics; `type` is the topic's name. */
export class Decision {
  /** ULID; the same decision republished keeps it. */
  @IsString() @IsNotEmpty() changeId!: string;

  @IsIn(changeTypes) type!: DecisionType;
  @IsInstant() occurredAt!: string;
  @IsInTouchId() clubId!: string;

  /** null for an insert: InTouch gives the id with its ack. */
  @Maybe() @IsInTouchId() contactId!: string | null;

  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() vendorContactId!: string;

  @IsDefined() @ValidateNested() @Type(() => Match)
  match!: Match;

  @Maybe() @IsCalendarDate() joinDate!: string | null;
  @Maybe() @IsCalendarDate() endDate!: string | null;

  /** The fields InTouch should set, no others; of `attributes` only those named are set. */
  @IsObject() contact!: Record<string, unknown>;

  /** The option that allowed it, and the whole decision in plain words without values. */
  @IsString() option!: string;
  @IsString() explanation!: string;

  @IsString() runId!: string;
}

/**
 * Both sides changed these fields, and InTouch's change is the later one: the vendor is to have InTouch's values again. The matcher
 * alone sees both changes where InTouch's had been delivered before the vendor's was made.
 */
export class ContactUpheld {
  @IsInTouchId() clubId!: string;
  @IsInTouchId() contactId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() vendorContactId!: string;

  /** By field, what had been delivered of it when the vendor showed the record; null: nothing. One that was delivered since is done. */
  @IsObject() delivered!: Record<string, unknown>;
}
