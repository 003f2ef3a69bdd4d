import { platformSettings, readConfig, type PlatformConfig } from '@intouch/service';

/** The scheduler has no settings beyond those of every service. */
export type SchedulerConfig = PlatformConfig;

/** @throws {InvalidConfiguration} naming every setting that is not right */
export function readSchedulerConfig(): SchedulerConfig {
  return readConfig(process.env, platformSettings);
}
