import { header, type Request } from '../../http/request.js';
import { calledElement } from './soap-call.js';

export const restRoot = '/rest/';
export const soapRoot = '/ws/';

/** Path below the club to method and operation. */
const restRoutes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clubs: { GET: 'getClub' },
  'clubs/campaigns': { GET: 'listCampaigns' },
  employees: { GET: 'listEmployees' },
  members: { GET: 'listMembers' },
  'members/{id}': { GET: 'getMember' },
  prospects: { GET: 'listProspects', POST: 'createProspect' },
  'prospects/{id}': { GET: 'getProspect', PUT: 'updateProspect' },
};

const soapOperations: Readonly<Record<string, string>> = { insertProspect: 'soapInsertProspect', updateProspect: 'soapUpdateProspect' };
const xmlOperations: Readonly<Record<string, string>> = { getEmployeeList: 'xmlEmployeeList', getMemberList: 'xmlMemberList' };

export const restOperations = Object.values(restRoutes).flatMap((methods) => Object.values(methods));
export const operations = [...restOperations, ...Object.values(soapOperations), ...Object.values(xmlOperations)];

/** Where a request goes. */
export interface Route {
  readonly protocol: 'rest' | 'soap';
  /** As it stands in the path, which may be no club number at all. */
  readonly club: string;
  /** Of the member or prospect, where the path has one. */
  readonly id: string;
  /** Null: nothing answers at this path, or not to this method. */
  readonly operation: string | null;
  readonly refusal: 404 | 405;
}

export function routeOf(request: Request): Route {
  return request.path.startsWith(soapRoot) ? soapRoute(request) : restRoute(request);
}

function restRoute({ method, path }: Request): Route {
  const [club = '', collection = '', id, ...rest] = path.slice(restRoot.length).split('/');
  const isById = id !== undefined && id !== '' && (collection === 'members' || collection === 'prospects');
  const below = isById ? [collection, '{id}', ...rest] : [collection, ...(id === undefined ? [] : [id]), ...rest];
  const methods = own(restRoutes, below.join('/'));
  return { protocol: 'rest', club, id: isById ? decoded(id) : '', operation: own(methods ?? {}, method) ?? null, refusal: methods === undefined ? 404 : 405 };
}

function soapRoute(request: Request): Route {
  const [service = '', club = '', ...rest] = request.path.slice(soapRoot.length).split('/');
  const route = (operation: string | null, refusal: 404 | 405): Route => ({ protocol: 'soap', club, id: '', operation, refusal });
  if (rest.length > 0) return route(null, 404);
  if (service === 'ProspectManagerService') return request.method === 'POST' ? route(soapOperation(request), 405) : route(null, 405);
  const list = own(xmlOperations, service) ?? null;
  return list === null || request.method === 'GET' ? route(list, 404) : route(null, 405);
}

/** What the SOAPAction names; without one, what the body holds. `soapUnknown` is answered with a fault, not a status. */
function soapOperation(request: Request): string {
  const action = (header(request, 'soapaction') ?? '').trim().replace(/^"(.*)"$/, '$1');
  const name = action === '' ? calledElement(request.body)?.name : action;
  return own(soapOperations, name ?? '') ?? soapUnknown;
}

export const soapUnknown = 'soapUnknown';

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
