import { IsArray, IsBoolean, IsIn, IsInt, IsNotEmpty, IsObject, IsString, Max, MaxLength, Min, ValidateNested, IsDefined } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe, MaybeAbsent } from './rules.js';
import { vendors, type Vendor } from './words.js';

export const tiePolicies = ['review', 'insert'] as const;
export type TiePolicy = (typeof tiePolicies)[number];

/** The switches of an integration, exactly the names of the HTTP API. What a vendor does not offer is false. */
export class IntegrationOptions {
  @IsBoolean() createUpdateLead!: boolean;
  @IsBoolean() archiveLead!: boolean;
  @IsBoolean() insertLead!: boolean;
  @IsBoolean() convertLeadToMember!: boolean;
  @IsBoolean() insertMember!: boolean;
  @IsBoolean() convertMemberToFormerMember!: boolean;
  @IsBoolean() updateContact!: boolean;
  @IsBoolean() deleteLead!: boolean;
  @IsBoolean() primaryOnly!: boolean;

  /** A single candidate at a later tier than this is not matched without a person. */
  @IsInt() @Min(1) @Max(6) autoMatchThroughTier!: number;

  @IsIn(tiePolicies) tiePolicy!: TiePolicy;

  @IsBoolean() birthDateVeto!: boolean;

  /** For contacts inserted from the vendor. */
  @IsString() @IsNotEmpty() @MaxLength(60) contactMethod!: string;
  @IsString() @IsNotEmpty() @MaxLength(60) leadSource!: string;
}

/** The options that let something in from the vendor; with none of them on, nothing is scheduled. */
export const inboundOptions = [
  'insertLead', 'convertLeadToMember', 'insertMember', 'convertMemberToFormerMember', 'updateContact', 'deleteLead',
] as const satisfies readonly (keyof IntegrationOptions)[];

export class IntegrationConfigured {
  @IsInTouchId()
  clubId!: string;

  @IsIn(vendors)
  vendor!: Vendor;

  /** Grows with every change of this integration, pause and resume included; an older one never replaces a newer one. */
  @IsInt() @Min(1)
  revision!: number;

  @IsBoolean() enabled!: boolean;
  @IsBoolean() paused!: boolean;

  /** Grows with every `resume`: what was suspended before is to be tried again. */
  @IsInt() @Min(0)
  resumes!: number;

  /** Defaults of the vendor's page filled in, no secrets. */
  @IsObject()
  settings!: Record<string, unknown>;

  @IsDefined() @ValidateNested() @Type(() => IntegrationOptions)
  options!: IntegrationOptions;

  /** AES-256-GCM, `keyId.iv.tag.text` in base64url; null: none given yet. */
  @Maybe() @IsString()
  credentials!: string | null;

  /** Cron expression, five fields, in the club's time zone; null: nothing is scheduled. */
  @Maybe() @IsString()
  schedule!: string | null;
}

export const integrationStates = ['active', 'suspended'] as const;

/** A connector tells how far it follows an integration and whether it can work there. */
export class IntegrationStateChanged {
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;

  /** The newest `integration.configured` the connector has applied. */
  @IsInt() @Min(0)
  revision!: number;

  @IsIn(integrationStates)
  state!: (typeof integrationStates)[number];

  /** Issue code of a suspension, e.g. `credentials-refused`. */
  @Maybe() @IsString()
  suspendedReason!: string | null;
}

export class IntegrationCheckRequested {
  @IsString() @IsNotEmpty() requestId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;

  /** Times out with the waiting HTTP call; a later connector need not bother. */
  @IsInstant() expiresAt!: string;
}

export class Problem {
  /** Stable code, kebab-case. */
  @IsString() code!: string;
  @IsString() detail!: string;
  @IsString() howToFix!: string;
}

export class IntegrationChecked {
  @IsString() @IsNotEmpty() requestId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsBoolean() ok!: boolean;

  @IsArray() @ValidateNested({ each: true }) @Type(() => Problem)
  problems!: Problem[];
}

export class DeliveryRetryRequested {
  @IsString() @IsNotEmpty() requestId!: string;
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @MaybeAbsent() @IsString() reason?: string;
  @MaybeAbsent() @IsInTouchId() contactId?: string;
}
