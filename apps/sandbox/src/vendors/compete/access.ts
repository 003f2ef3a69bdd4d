import { header, type Request } from '../../http/request.js';
import type { Club, Company, CompeteState } from './state.js';
import { failure, required, type Outcome } from './wire.js';

const refused = 'Invalid authorization credentials';
const window = 60_000;

/** Who asks: the company, and the club of `X-ClubId`. */
export interface Caller {
  readonly company: Company;
  readonly companyId: string;
  readonly club: Club;
}

/** The door: headers present (400), key and company (401), club (401); later the company's rate limit (429). */
export class Access {
  /** Company to the moments of its requests in the last minute, by `performance.now()`. */
  private readonly recent = new Map<string, number[]>();

  constructor(private readonly state: CompeteState) {}

  check(request: Request): Caller | Outcome {
    const apiKey = header(request, 'x-api-key');
    const companyId = header(request, 'x-companyid');
    const clubId = header(request, 'x-clubid');
    if (!apiKey) return required('ApiKey');
    if (!companyId) return required('CompanyId');
    if (!clubId) return required('ClubId');
    const company = this.state.companies.get(companyId);
    if (company === undefined || company.apiKey !== apiKey) return failure(401, refused);
    const club = this.state.clubs.get(clubId);
    if (club === undefined) return failure(401, `${refused} (Club Does Not Exist)`);
    if (club.active === false) return failure(401, `${refused} (Inactive Club)`);
    return { company, companyId, club };
  }

  /** Counts the request; a rolling minute of real time, over all clubs of the company. */
  overLimit({ company, companyId }: Caller): Outcome | null {
    const limit = company.rateLimitPerMinute ?? 0;
    if (limit <= 0) return null;
    const now = performance.now();
    const times = (this.recent.get(companyId) ?? []).filter((time) => time > now - window);
    this.recent.set(companyId, times);
    if (times.length >= limit) return tooManyRequests;
    times.push(now);
    return null;
  }

  reset(): void {
    this.recent.clear();
  }
}

export const tooManyRequests = failure(429, 'Too Many Requests');
