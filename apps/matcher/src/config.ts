import { platformSettings, readConfig, type PlatformConfig } from '@intouch/service';

export type MatcherConfig = PlatformConfig;

/** @throws {InvalidConfiguration} naming every setting that is not right */
export function matcherConfig(environment: Readonly<Record<string, string | undefined>>): MatcherConfig {
  return readConfig(environment, platformSettings);
}
