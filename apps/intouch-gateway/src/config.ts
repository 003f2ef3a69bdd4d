import { flag, optionalText, platformSettings, readConfig, wholeNumber, type PlatformConfig } from '@intouch/service';

export interface GatewayConfig extends PlatformConfig {
  /** An operator key for all clubs, made known at start; only its hash is stored. */
  readonly BOOTSTRAP_KEY: string | undefined;
  /** Accept vendor settings that send credentials in clear (plain http): development and tests only. */
  readonly ALLOW_INSECURE_VENDORS: boolean;
  /** Requests a key may make per minute at one instance; 0: no limit. */
  readonly RATE_LIMIT_PER_KEY: number;
}

/** @throws {InvalidConfiguration} naming every setting that is not right */
export function gatewayConfig(environment: Readonly<Record<string, string | undefined>>): GatewayConfig {
  return readConfig(environment, {
    ...platformSettings,
    BOOTSTRAP_KEY: optionalText(),
    ALLOW_INSECURE_VENDORS: flag(false),
    RATE_LIMIT_PER_KEY: wholeNumber(0, 1_000_000, 0),
  });
}

/** Injection token of the gateway's settings. */
export abstract class Settings {
  abstract readonly ALLOW_INSECURE_VENDORS: boolean;
  abstract readonly RATE_LIMIT_PER_KEY: number;
  abstract readonly BOOTSTRAP_KEY: string | undefined;
}
