import { IsNotEmpty, IsString, Matches, MaxLength, IsTimeZone, IsInt, Min, IsBoolean, IsEmail, ValidateIf } from 'class-validator';
import { IsInTouchId, Maybe } from './rules.js';

export class Club {
  @IsInTouchId()
  clientId!: string;

  @IsString() @IsNotEmpty() @MaxLength(500)
  name!: string;

  /** IANA name, `America/New_York`. */
  @IsTimeZone({ message: '$property must be an IANA time zone such as America/New_York' })
  timeZone!: string;

  /** ISO 3166 alpha-2. */
  @Matches(/^[A-Z]{2}$/, { message: '$property must be two capital letters (ISO 3166)' })
  country: string = 'US';
}

export class ClubConfigured extends Club {
  @IsInTouchId()
  clubId!: string;

  /** Grows with every change of this club; an older one never replaces a newer one. */
  @IsInt() @Min(1)
  revision!: number;
}

export class StaffMember {
  @IsString() @IsNotEmpty() @MaxLength(500)
  firstName!: string;

  @IsString() @IsNotEmpty() @MaxLength(500)
  lastName!: string;

  @Maybe() @ValidateIf((staff: StaffMember) => staff.email !== '') @IsEmail({ allow_utf8_local_part: true }) @MaxLength(500)
  email?: string | null;

  @IsBoolean()
  active: boolean = true;
}

export class StaffUpserted extends StaffMember {
  @IsInTouchId()
  clubId!: string;

  @IsInTouchId()
  staffId!: string;

  /** ULID given on receipt; the later received wins. */
  @IsString() @IsNotEmpty()
  version!: string;
}

export class LeadSource {
  @IsString() @IsNotEmpty() @MaxLength(500)
  name!: string;

  @IsBoolean()
  active: boolean = true;
}

export class LeadSourceUpserted extends LeadSource {
  @IsInTouchId()
  clubId!: string;

  @IsInTouchId()
  leadSourceId!: string;

  @IsString() @IsNotEmpty()
  version!: string;
}
