import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsObject, IsString, MaxLength, Min, ValidateNested, IsDefined } from 'class-validator';
import { Type } from 'class-transformer';
import { IsAttributes, IsCalendarDate, IsInTouchId, IsInstant, Maybe, MaybeAbsent } from './rules.js';
import { reportedStates, vendors, type ReportedState, type Vendor } from './words.js';

/**
 * The fields of a vendor's record in InTouch's words. A key that is absent: the vendor does not tell this field.
 * null: the vendor tells that it is empty.
 */
export class ReportedFields {
  @Maybe() @IsString() firstName?: string | null;
  @Maybe() @IsString() lastName?: string | null;
  @Maybe() @IsString() email?: string | null;
  @Maybe() @IsString() mobile?: string | null;
  @Maybe() @IsString() homePhone?: string | null;
  @Maybe() @IsString() workPhone?: string | null;
  @Maybe() @IsString() street?: string | null;
  @Maybe() @IsString() city?: string | null;
  @Maybe() @IsString() state?: string | null;
  @Maybe() @IsString() zip?: string | null;
  @Maybe() @IsString() country?: string | null;
  @Maybe() @IsString() birthDate?: string | null;
  @Maybe() @IsIn(['M', 'F']) gender?: 'M' | 'F' | null;
  /** Taken only on an insert. */
  @Maybe() @IsString() notes?: string | null;
  /** Only those that the vendor has a field for, each as text; null: that one is empty there. */
  @Maybe() @IsAttributes() attributes?: Record<string, unknown> | null;
  /** The club's lead source, where the vendor's is linked to one. */
  @Maybe() @IsString() leadSourceId?: string | null;
  /** The club's staff member, where the vendor's is linked to one; given with leads, taken only on an insert. */
  @Maybe() @IsString() ownerStaffId?: string | null;
}
export type ContactField = keyof ReportedFields;

/** A vendor's record as a pull or a file showed it. Keyed by club, so that one club's reports are decided in order. */
export class ContactReported {
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() @MaxLength(200) vendorContactId!: string;

  @IsString() @IsNotEmpty() runId!: string;

  /**
   * Grows from report to report of a run. One that is published again (its connector died between broker and database) has a
   * position that was decided already, and is not counted twice. Absent: outside of runs.
   */
  @MaybeAbsent() @IsInt() @Min(0) position?: number;

  /** Decide and tell, but change nothing anywhere. */
  @IsBoolean() dryRun!: boolean;

  @IsIn(reportedStates) state!: ReportedState;

  /**
   * Only to be counted: a run that would change many contacts is shown to the matcher once before its first write, and goes on
   * when the sum is known (`run.rehearsed`). Always with `dryRun`.
   */
  @MaybeAbsent() @IsBoolean() rehearsal?: boolean;

  /** Frozen and the like: nothing is to change for a known member or former member. */
  @IsBoolean() holds!: boolean;

  /** A secondary member of a family agreement. */
  @IsBoolean() secondary!: boolean;

  /** false: differing fields of a contact that is already what is reported are not carried over, whatever the options say. */
  @MaybeAbsent() @IsBoolean() updates?: boolean;

  /**
   * The contact whose id we gave the vendor to keep, where this record bears it under the name we delivered: the same person,
   * though the record has another id. Its connector vouches for it.
   */
  @MaybeAbsent() @IsInTouchId() vouchedContactId?: string;

  /** The vendor's own time stamp of the record; where the vendor gives none, the start of the run. */
  @IsInstant() stamp!: string;

  @Maybe() @IsCalendarDate() joinDate!: string | null;
  @Maybe() @IsCalendarDate() endDate!: string | null;

  @IsDefined() @IsObject() @ValidateNested() @Type(() => ReportedFields)
  fields!: ReportedFields;

  /** What was last delivered to this very record, as fitted for the vendor: an equal value is no difference. */
  @Maybe() @IsObject()
  delivered!: ReportedFields | null;
}
