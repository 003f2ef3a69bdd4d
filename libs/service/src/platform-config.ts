import { credentialKeys } from './credential-vault.js';
import { addresses, oneOf, optionalText, url, wholeNumber } from './config.js';

/** What every service reads from its environment; a service's own `config.ts` adds to it. */
export const platformSettings = {
  /** `postgres://user:password@host:port/database`; each service keeps to a schema of its own in it. */
  DATABASE_URL: url(['postgres:', 'postgresql:']),
  KAFKA_BROKERS: addresses(),
  /** Port of the service's health, metrics and (for the gateway) API. */
  PORT: wholeNumber(0, 65_535, 3_000),
  HOST: optionalText(),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error'], 'info'),
  /** Partitions of topics that are made because they are missing: the most instances that can share the work. */
  KAFKA_PARTITIONS: wholeNumber(1, 1_000, 6),
  /** `id:base64 of 32 bytes`, several separated by commas: the first encrypts, all decrypt. */
  CREDENTIALS_KEYS: credentialKeys(),
  DATABASE_POOL: wholeNumber(2, 200, 12),
} as const;

export interface PlatformConfig {
  readonly DATABASE_URL: string;
  readonly KAFKA_BROKERS: readonly string[];
  readonly PORT: number;
  readonly HOST: string | undefined;
  readonly LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error';
  readonly KAFKA_PARTITIONS: number;
  readonly CREDENTIALS_KEYS: readonly { readonly id: string; readonly key: Buffer }[];
  readonly DATABASE_POOL: number;
}
