import { platformSettings, wholeNumber, type PlatformConfig } from '@intouch/service';

/** What every connector reads from its environment besides what every service does. */
export const connectorSettings = {
  ...platformSettings,
  /** Percent of a club's contacts; a run that would convert, insert or lapse more of them, and at least the other, is held. */
  BRAKE_PERCENT: wholeNumber(0, 100, 20),
  BRAKE_AT_LEAST: wholeNumber(1, 1_000_000_000, 50),
} as const;

export interface ConnectorConfig extends PlatformConfig {
  readonly BRAKE_PERCENT: number;
  readonly BRAKE_AT_LEAST: number;
}
