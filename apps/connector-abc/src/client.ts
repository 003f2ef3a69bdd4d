import { LinkRefused, Rejected, retryAfterSeconds, Throttled, Unauthorized, Unavailable, type Access, type Content, type FitFacts, type VendorAnswer, type VendorLookup } from '@intouch/connector-kit';
import { RestClient } from './rest-client.js';
import { SoapClient } from './soap-client.js';
import type { Range } from './range.js';
import type { AbcClub, AbcRecord } from './wire.js';

/** ABC, whichever generation of its services the club is on. */
export interface AbcClient {
  /** Proves credentials and club. @throws {Unauthorized} */
  check(): Promise<AbcClub>;
  /** What the protocol tells of the club; no call where that is nothing. */
  club(): Promise<AbcClub>;
  employees(): Promise<readonly VendorLookup[]>;
  /** null: the protocol has no list of campaigns. */
  campaigns(): Promise<readonly VendorLookup[] | null>;
  /** Answers the new prospect's id; duplicates are never detected. @throws {Unavailable} ambiguous: it may have been stored */
  create(content: Content, facts: FitFacts<AbcClub>): Promise<string>;
  /** @throws {Gone} sold or removed meanwhile */
  update(id: string, changes: Content, content: Content, facts: FitFacts<AbcClub>): Promise<void>;
  /** Records changed within the range, or all; members before prospects. */
  records(range: Range | null, which: { readonly members: boolean; readonly prospects: boolean }): AsyncGenerator<readonly AbcRecord[], void, void>;
  /** Everybody changed within the range, prospects first: who is sold between the two lists is met twice, but never missed. */
  everybody(range: Range): AsyncGenerator<readonly AbcRecord[], void, void>;
}

export function openAbc(access: Omit<Access, 'session'>): AbcClient {
  return access.settings['protocol'] === 'soap' ? new SoapClient(access) : new RestClient(access);
}

/** Where ABC names no time; it publishes no limits. */
const defaultRetryAfterSeconds = 5;

/**
 * What HTTP alone says, the same for both protocols (vendors/abc-datatrak.md, section 4). Answers only for HTTP 200, and for
 * HTTP 500 where the body may hold a fault.
 */
export function throwUnlessAnswered({ status, headers, text }: VendorAnswer, creating: boolean, message: string | null): void {
  if (status === 200) return;
  if (status === 429) throw new Throttled(retryAfterSeconds(headers['retry-after'], defaultRetryAfterSeconds));
  if (status === 401) {
    const said = message ?? text.trim();
    // The club has not been opened to this application; any other 401 is about the application itself.
    throw said === 'Not Authorized' ? new Unauthorized('club', said) : new Unauthorized('integration', 'HTTP 401: application id or key not accepted');
  }
  if (status === 403 || status === 405) throw new Unauthorized('integration', `HTTP ${status}: the right to this call is not granted`, 'access-refused');
  if (status === 404) throw new Unauthorized('club', 'club number refused');
  if (status >= 400 && status < 500) throw new Rejected('vendor-refused', `HTTP ${status}`);
  throw new Unavailable(`ABC answered HTTP ${status}`, creating);
}

/** A refusal in ABC's words, `Invalid value for field <name> - expected format <text>` mostly. */
export function refusal(message: string): Rejected {
  if (message.includes('salesPersonId')) return new LinkRefused('staff', message);
  if (message.includes('campaignId')) return new LinkRefused('lead-sources', message);
  return new Rejected('vendor-refused', message, /for field (\w+)/.exec(message)?.[1]);
}
