import { Rejected, retryAfterSeconds, Throttled, Unauthorized, Unavailable, type VendorAnswer } from '@intouch/connector-kit';

/** Where nobody names a time; the CRM itself has no limits, proxies in front of it may. */
export const defaultRetryAfterSeconds = 60;

/** What HTTP alone says, the same in both REST modes; returns for what is left to them. `said`: the CRM's own text. */
export function throwUnlessOk({ status, headers }: VendorAnswer, creating: boolean, said: string | null = null): void {
  if (status >= 200 && status < 300) return;
  const words = said === null ? `HTTP ${status}` : `HTTP ${status}: ${said}`;
  if (status === 429) throw new Throttled(retryAfterSeconds(headers['retry-after'], defaultRetryAfterSeconds));
  if (status >= 500) throw new Unavailable(`SugarCRM answered ${words}`, creating);
  if (status < 400 || [401, 403, 404, 405].includes(status)) throw new Unauthorized('integration', `${words}: the address is wrong or the right is not granted`, 'access-refused');
  throw new Rejected('vendor-refused', said ?? `HTTP ${status}`);
}
