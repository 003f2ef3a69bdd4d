import { IsArray, IsBoolean, IsIn, IsObject, IsString, ValidateNested, IsDefined } from 'class-validator';
import { Type } from 'class-transformer';
import { IntegrationOptions } from './integration.js';
import { Maybe, MaybeAbsent } from './rules.js';
import { vendors, type Vendor } from './words.js';

/** `table`: a list of objects, one per row. `assignment-rules`: who owns a lead, by its attributes (`libs/assignment`). */
export const settingKinds = ['text', 'integer', 'boolean', 'date', 'text-map', 'table', 'assignment-rules'] as const;
export type SettingKind = (typeof settingKinds)[number];

/** A column of a setting that is a table; its values are texts. */
export class SettingColumn {
  @IsString() name!: string;
  @IsString() description!: string;
  @MaybeAbsent() @IsString() pattern?: string;
  @MaybeAbsent() @IsString() patternWords?: string;
  @MaybeAbsent() @IsArray() oneOf?: string[];
  @MaybeAbsent() @IsBoolean() unique?: boolean;
}

/**
 * One row of a vendor page's settings, as data: the gateway validates by it, the reference page is generated from it.
 * Secret ones are credentials and travel encrypted.
 */
export class SettingDescription {
  @IsString() name!: string;
  @IsIn(settingKinds) kind!: SettingKind;
  @IsString() description!: string;
  @IsBoolean() secret!: boolean;
  /** Must be given; without it, absent takes `default` (null: none). */
  @IsBoolean() required!: boolean;
  @Maybe() default!: unknown;
  /** null is a value of its own (`fullSweepHour`: none). */
  @MaybeAbsent() @IsBoolean() nullable?: boolean;
  /** Text: a regular expression the whole value must match, and what it means in words. */
  @MaybeAbsent() @IsString() pattern?: string;
  @MaybeAbsent() @IsString() patternWords?: string;
  /** A text's values; those of a text map. */
  @MaybeAbsent() @IsArray() oneOf?: string[];
  /** Accepted only where the deployment allows insecure vendors: values of `oneOf`, or an address' scheme with `://`. */
  @MaybeAbsent() @IsArray() insecure?: string[];
  /** The only keys of a text map. */
  @MaybeAbsent() @IsArray() keys?: string[];
  /** Must be given where another setting has this value, or begins so. */
  @MaybeAbsent() @IsObject() requiredWhen?: { readonly setting: string; readonly is?: string; readonly begins?: string };
  /** Must be given while an option is on that lets something in. */
  @MaybeAbsent() @IsBoolean() requiredForInbound?: boolean;
  /** Where it must be given, this other setting will do instead. */
  @MaybeAbsent() @IsString() or?: string;
  /** Absent: takes the value of this other setting. */
  @MaybeAbsent() @IsString() defaultFrom?: string;
  /** Must be in a column of a table, in a row that holds this besides; compared trimmed and in any case. */
  @MaybeAbsent() @IsObject() inTable?: { readonly setting: string; readonly column: string; readonly where: Readonly<Record<string, string>> };
  /** The columns of a table, all required; of one marked `unique` no two rows may have the same value, trimmed and in any case. */
  @MaybeAbsent() @IsArray() @ValidateNested({ each: true }) @Type(() => SettingColumn) columns?: SettingColumn[];
  /** Bounds of an integer, of a text's length, or of the length of a text map's values. */
  @MaybeAbsent() min?: number;
  @MaybeAbsent() max?: number;
  /** No two clubs of one account may have the same value. */
  @MaybeAbsent() @IsBoolean() uniqueInAccount?: boolean;
  /** Nor two clubs that are equal in all of these settings, whatever their accounts. */
  @MaybeAbsent() @IsArray() uniqueAmong?: string[];
  /** Given together with this other setting, or neither. */
  @MaybeAbsent() @IsString() togetherWith?: string;
}

export class ScheduleDescription {
  /** false: a schedule is refused, and so is `sync` by hand where `sync` is false. */
  @IsBoolean() accepted!: boolean;
  @Maybe() @IsString() default!: string | null;
  @IsBoolean() sync!: boolean;
}

/** What a connector can do and needs, told by the connector itself: the gateway knows vendors only by this. */
export class VendorDescribed {
  @IsIn(vendors) vendor!: Vendor;
  @IsString() title!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => SettingDescription) settings!: SettingDescription[];
  /** Settings and credentials that make an account: integrations equal in all of them share throttle, breaker and suspension. */
  @IsArray() @IsString({ each: true }) account!: string[];
  /** Switches that may be true; every other one is refused when true. */
  @IsArray() @IsString({ each: true }) switches!: string[];
  /** `createUpdateLead: false` is refused. */
  @IsBoolean() alwaysSends!: boolean;
  /** `contactMethod`, `leadSource` and the matching options are accepted. */
  @IsBoolean() inbound!: boolean;
  @IsDefined() @IsObject() @ValidateNested() @Type(() => IntegrationOptions) defaults!: IntegrationOptions;
  @IsDefined() @ValidateNested() @Type(() => ScheduleDescription) schedule!: ScheduleDescription;
  /** What comes in comes in files: they are listed and can be processed again. */
  @MaybeAbsent() @IsBoolean() files?: boolean;
  /** `matched by email`, `created when missing` ... in words, for the reference page; null: not offered. */
  @Maybe() @IsString() staff!: string | null;
  @Maybe() @IsString() leadSources!: string | null;
}
