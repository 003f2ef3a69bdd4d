import { IsIn, IsNotEmpty, IsObject, IsString, MaxLength } from 'class-validator';
import { IsInTouchId, IsInstant, Maybe } from './rules.js';
import { linkedHows, lookupKinds, lookupStatuses, reportedStates, vendors, type LinkedHow, type LookupKind, type LookupStatus, type ReportedState, type Vendor } from './words.js';
import { IsArray, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';

/** A contact and the vendor's stable id of the same person. */
export class ContactLink {
  @IsInTouchId() clubId!: string;
  @IsInTouchId() contactId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() @MaxLength(200) vendorContactId!: string;
  @IsIn(linkedHows) how!: LinkedHow;
}

export class ContactLinkRequested extends ContactLink {
  /** The waiting HTTP call of a link by hand; null for the hub's own requests. */
  @Maybe() @IsString() requestId!: string | null;

  /** What the vendor reports of that id: a member's id outranks that of a prospect. null: not known. */
  @Maybe() @IsIn(reportedStates) reportedState!: ReportedState | null;
}

export class ContactLinked extends ContactLink {
  @IsInstant() linkedAt!: string;

  /** `alias`: the contact keeps another, better id for deliveries; Smart Match finds it under this one too. */
  @IsIn(['live', 'alias']) role!: 'live' | 'alias';

  /** The id that this one replaced, now an alias. */
  @Maybe() @IsString() replaced!: string | null;
}

export class ContactLinkRefused extends ContactLink {
  @Maybe() @IsString() requestId!: string | null;
  /** The contact that holds the vendor's id. */
  @IsInTouchId() holder!: string;
}

export class ContactUnlinked {
  @IsInTouchId() clubId!: string;
  @IsInTouchId() contactId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsString() @IsNotEmpty() vendorContactId!: string;
  @IsInstant() unlinkedAt!: string;
}

export const lookupActions = ['resync', 'link', 'unlink'] as const;

/** Staff and lead sources: match all again, or link and unlink one by hand. Contacts are linked by hand here too. */
export class LookupsRequested {
  @IsString() @IsNotEmpty() requestId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsIn(lookupActions) action!: (typeof lookupActions)[number];
  @Maybe() @IsIn([...lookupKinds, 'contacts']) subject!: LookupKind | 'contacts' | null;
  @Maybe() @IsInTouchId() id!: string | null;
  @Maybe() @IsString() @MaxLength(200) vendorId!: string | null;
  /** Run to report under, for `resync`. */
  @Maybe() @IsString() runId!: string | null;
}

export class LookupEntry {
  @IsInTouchId() id!: string;
  @IsString() name!: string;
  @Maybe() @IsString() vendorId!: string | null;
  @IsIn(lookupStatuses) status!: LookupStatus;
  @Maybe() @IsString() detail!: string | null;
}

export class LookupRefusal {
  /** `conflict`: the vendor's id is held by `holder`; `not-found`: nothing to link or unlink under that id. */
  @IsIn(['conflict', 'not-found']) code!: 'conflict' | 'not-found';
  @IsString() detail!: string;
  @Maybe() @IsString() holder!: string | null;
}

/** The whole of a club's look-ups as the connector holds them now. */
export class LookupsReported {
  /** The request this answers; null where the connector tells on its own. */
  @Maybe() @IsString() requestId!: string | null;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsArray() @ValidateNested({ each: true }) @Type(() => LookupEntry) staff!: LookupEntry[];
  @IsArray() @ValidateNested({ each: true }) @Type(() => LookupEntry) leadSources!: LookupEntry[];
  @Maybe() @IsObject() @ValidateNested() @Type(() => LookupRefusal) refusal!: LookupRefusal | null;
}
