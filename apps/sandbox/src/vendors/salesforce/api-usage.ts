import type { Answer } from '../../http/answer.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import { callsADay } from './org.js';
import type { SalesforceState } from './state.js';
import { answered } from './wire.js';

const hour = 3_600_000;

/** The calls of the last 24 hours of the sandbox clock, counted by the hour, and how many the org may make. */
export class ApiUsage {
  private readonly byHour = new Map<number, number>();

  constructor(private readonly state: SalesforceState) {}

  /** @returns false, and does not count, when the day's calls are used up */
  admit(): boolean {
    const { used, allowed } = this.figures();
    if (used >= allowed) return false;
    const now = this.hourNow();
    this.byHour.set(now, (this.byHour.get(now) ?? 0) + 1);
    return true;
  }

  /** @param high params of the hazard `usage-high`, where it hits */
  figures(high?: Params): { used: number; allowed: number } {
    const now = this.hourNow();
    let used = 0;
    for (const [at, calls] of this.byHour) if (at <= now && at > now - 24) used += calls;
    return { used: high === undefined ? used : Number(high['used']), allowed: this.state.org?.dailyApiRequests ?? callsADay };
  }

  /** `Sforce-Limit-Info`, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm. */
  header(high?: Params): Readonly<Record<string, string>> {
    const { used, allowed } = this.figures(high);
    return { 'sforce-limit-info': `api-usage=${used}/${allowed}` };
  }

  /** `GET limits`, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm; some of its keys. */
  limits(high?: Params): Answer {
    const { used, allowed } = this.figures(high);
    const untouched = (Max: number) => ({ Max, Remaining: Max });
    return answered(200, {
      DailyApiRequests: { Max: allowed, Remaining: Math.max(0, allowed - used) },
      DailyBulkApiBatches: untouched(15_000),
      DailyBulkV2QueryJobs: untouched(10_000),
      DataStorageMB: untouched(1_024),
      FileStorageMB: untouched(1_024),
    });
  }

  reset(): void {
    this.byHour.clear();
  }

  private hourNow(): number {
    return Math.floor(this.state.clock.now() / hour);
  }
}
