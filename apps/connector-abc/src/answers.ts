import { LinkRefused, Rejected, retryAfterSeconds, Throttled, Unauthorized, Unavailable, type VendorAnswer } from '@intouch/connector-kit';

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
