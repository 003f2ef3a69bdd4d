import { header, type Request } from '../../http/request.js';
import type { Route } from './routes.js';
import type { AbcState } from './state.js';

const applicationId = 'sim-app';
const applicationKey = 'not-a-real-key';
const clubNumber = /^(\d{4}|[1-9]\d{4})$/;

export type Door = 'open' | 'no-club-number' | 'bad-credentials' | 'club-not-authorized';

/** Who may come in, in the order of the page: the form of the club number, the credentials, the club itself. */
export function door(state: AbcState, request: Request, { protocol, club }: Route): Door {
  if (!clubNumber.test(club)) return 'no-club-number';
  if (!areGood(request, protocol)) return 'bad-credentials';
  const known = state.clubs.get(club);
  return known === undefined || known.enabled === false ? 'club-not-authorized' : 'open';
}

/** REST takes the pair of headers or Basic in their place, SOAP Basic alone. */
function areGood(request: Request, protocol: Route['protocol']): boolean {
  const id = header(request, 'app_id');
  const key = header(request, 'app_key');
  if (protocol === 'rest' && (id !== null || key !== null)) return id === applicationId && key === applicationKey;
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  return basic !== undefined && Buffer.from(basic, 'base64').toString('utf8') === `${applicationId}:${applicationKey}`;
}
