import { IsIn, IsNotEmpty, IsString, MaxLength, Matches, ValidateNested, IsObject, IsDefined } from 'class-validator';
import { Type } from 'class-transformer';
import { IsAttributes, IsCalendarDate, IsInstant, IsInTouchId, IsTextMap, Maybe, MaybeAbsent } from './rules.js';
import { contactStatuses, vendors, type ContactStatus, type Vendor } from './words.js';

/**
 * A contact as InTouch knows it: a full snapshot, never a patch. The hub is forgiving: only status and names are
 * mandatory, and vendor limits are met at the vendor's door.
 */
export class ContactSnapshot {
  @IsIn(contactStatuses)
  status!: ContactStatus;

  @IsString() @IsNotEmpty() @MaxLength(500)
  firstName!: string;

  @IsString() @IsNotEmpty() @MaxLength(500)
  lastName!: string;

  @Maybe() @IsString() @MaxLength(500)
  email?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  mobile?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  homePhone?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  workPhone?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  street?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  city?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  state?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  zip?: string | null;

  /** ISO 3166 alpha-2, capital letters. */
  @Maybe() @Matches(/^[A-Z]{2}$/, { message: '$property must be two capital letters (ISO 3166)' })
  country?: string | null;

  @Maybe() @IsCalendarDate()
  birthDate?: string | null;

  /** null: not known. */
  @Maybe() @IsIn(['M', 'F'])
  gender?: 'M' | 'F' | null;

  @Maybe() @IsInTouchId()
  ownerStaffId?: string | null;

  @Maybe() @IsInTouchId()
  leadSourceId?: string | null;

  @Maybe() @IsString() @MaxLength(500)
  contactMethod?: string | null;

  @Maybe() @IsString() @MaxLength(10_000)
  notes?: string | null;

  @Maybe() @IsAttributes()
  attributes?: Record<string, unknown> | null;

  /** What InTouch has stored against the record: vendor to that vendor's id. Trusted as a link. */
  @Maybe() @IsTextMap()
  vendorIds?: Record<string, string | null> | null;

  /** When the contact was saved in InTouch; absent counts as newer than anything received before. */
  @Maybe() @IsInstant()
  updatedAt?: string | null;
}

/** What every event about a contact of InTouch carries. */
export class ContactEvent {
  @IsInTouchId()
  clubId!: string;

  @IsInTouchId()
  contactId!: string;

  /** ULID given on receipt: sorts by time of receipt and breaks ties of `updatedAt` (the later received wins). */
  @IsString() @IsNotEmpty()
  version!: string;

  @IsInstant()
  receivedAt!: string;
}

export class ContactUpserted extends ContactEvent {
  @IsDefined() @IsObject() @ValidateNested() @Type(() => ContactSnapshot)
  contact!: ContactSnapshot;
}

export class LeadArchived extends ContactEvent {}

/** A contact as it was saved last, with what orders it. */
export class SavedContact {
  @IsString() @IsNotEmpty() version!: string;
  @IsInstant() receivedAt!: string;

  @IsDefined() @IsObject() @ValidateNested() @Type(() => ContactSnapshot)
  contact!: ContactSnapshot;
}

export class LeadSendRequested extends ContactEvent {
  /** As the gateway has it: for connectors that did not serve the club when it was saved. Absent: archived. */
  @MaybeAbsent() @IsObject() @ValidateNested() @Type(() => SavedContact)
  saved?: SavedContact;

  /** null: to every vendor of the club. */
  @Maybe() @IsIn(vendors)
  vendor?: Vendor | null;
}
