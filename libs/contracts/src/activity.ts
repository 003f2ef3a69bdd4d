import { IsIn, IsInt, IsNotEmpty, IsObject, IsString, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsInTouchId, IsInstant, Maybe } from './rules.js';
import { deliveryStates, directions, logLevels, vendors, type DeliveryStateName, type Direction, type LogLevel, type Vendor } from './words.js';

/**
 * One line of the Connector Log. INFO: it went. WARNING: it was saved, but something was left out. ERROR: it was not saved.
 * `detail` is plain language that a club manager understands. Free of credentials.
 */
export class LogEntry {
  @IsIn(logLevels) level!: LogLevel;
  @IsIn(directions) direction!: Direction;
  @IsString() @IsNotEmpty() summary!: string;

  /** Stable code, kebab-case, or a Smart Match outcome in capitals; null where there is nothing to say. */
  @Maybe() @IsString() reason!: string | null;
  @Maybe() @IsString() detail!: string | null;
  @Maybe() @IsString() howToFix!: string | null;
}

/** How one contact stands at one vendor. */
export class DeliveryState {
  @IsIn(deliveryStates) state!: DeliveryStateName;
  @Maybe() @IsString() desiredVersion!: string | null;
  @Maybe() @IsString() deliveredVersion!: string | null;
  @IsInt() @Min(0) attempts!: number;
  @Maybe() @IsInstant() nextAttemptAt!: string | null;
  /** Plain words, credentials removed. */
  @Maybe() @IsString() lastError!: string | null;
  /** Issue code of a parked delivery. */
  @Maybe() @IsString() reason!: string | null;
}

export class ActivityLogged {
  /** ULID; a republished event keeps it. */
  @IsString() @IsNotEmpty() activityId!: string;
  @IsInstant() at!: string;
  @IsInTouchId() clubId!: string;
  @Maybe() @IsIn(vendors) vendor!: Vendor | null;
  @Maybe() @IsInTouchId() contactId!: string | null;
  @Maybe() @IsString() vendorContactId!: string | null;

  /** The request that set it off, as the HTTP answer named it. */
  @Maybe() @IsString() requestId!: string | null;

  @Maybe() @IsObject() @ValidateNested() @Type(() => LogEntry) entry!: LogEntry | null;
  @Maybe() @IsObject() @ValidateNested() @Type(() => DeliveryState) delivery!: DeliveryState | null;
}
