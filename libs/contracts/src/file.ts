import { IsArray, IsIn, IsInt, IsNotEmpty, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe } from './rules.js';
import { vendors, type Vendor } from './words.js';

/**
 * `waiting` lies there and is not complete yet, or not its turn · `reading` under way · `held` by the brake · `applied` ·
 * `replayed` the very bytes had been applied before · `quarantined` put aside as a whole, nothing applied.
 */
export const fileStates = ['waiting', 'reading', 'held', 'applied', 'replayed', 'quarantined'] as const;
export type FileStateName = (typeof fileStates)[number];

/** A file that a vendor put where the connector looks. */
export class VendorFile {
  @IsString() @IsNotEmpty() @MaxLength(200) name!: string;
  @IsIn(fileStates) state!: FileStateName;
  /** Records without header and blank lines; null: not read. */
  @Maybe() @IsInt() @Min(0) rows!: number | null;
  @Maybe() @IsInt() @Min(0) bad!: number | null;
  /** Issue code of a quarantine (`file-too-bad`); null: none. */
  @Maybe() @IsString() reason!: string | null;
  /** When it came to this state. */
  @IsInstant() at!: string;
}

/** What became of a club's files, each as it stands now; and what of their content the settings have no word for. */
export class FilesReported {
  @IsInTouchId() clubId!: string;
  @IsIn(vendors) vendor!: Vendor;
  @IsArray() @ValidateNested({ each: true }) @Type(() => VendorFile) files!: VendorFile[];
  /** All codes that are not mapped today, sorted. */
  @IsArray() @IsString({ each: true }) unmappedCodes!: string[];
}
