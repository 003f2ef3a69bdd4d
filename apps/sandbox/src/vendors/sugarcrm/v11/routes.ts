import type { Request } from '../../../http/request.js';

export type Operation = (typeof operations)[number];
export const operations = [
  'ping', 'whoAmI', 'describe', 'login', 'logout', 'listUsers', 'createLead', 'updateLead', 'deleteLead', 'getLead', 'listChanges',
] as const;

export type Route =
  | { readonly operation: Operation; readonly id: string; readonly refusal?: undefined }
  | { readonly operation: 'other'; readonly id: ''; readonly refusal: 'incorrect-version' | 'no-method' };

export const root = '/rest/v1';
const versioned = /^\/rest\/v1[01](?:_\d{1,2})?(\/.*)?$/;

const fixed: Readonly<Record<string, Operation>> = {
  'GET /ping': 'ping',
  'GET /me': 'whoAmI',
  'GET /Leads/enum/lead_source': 'describe',
  'POST /oauth2/token': 'login',
  'POST /oauth2/logout': 'logout',
  'POST /Users/filter': 'listUsers',
  'POST /Leads/filter': 'listChanges',
  'POST /Leads': 'createLead',
};
const ofOneLead: Readonly<Record<string, Operation>> = { GET: 'getLead', PUT: 'updateLead', DELETE: 'deleteLead' };

export function routeOf({ method, path }: Request): Route {
  const match = versioned.exec(path);
  if (match === null) return { operation: 'other', id: '', refusal: 'incorrect-version' };
  const below = `${method} ${match[1] ?? ''}`;
  if (Object.hasOwn(fixed, below)) return { operation: fixed[below]!, id: '' };
  const id = /^\/Leads\/([^/]+)$/.exec(match[1] ?? '')?.[1];
  const operation = Object.hasOwn(ofOneLead, method) ? ofOneLead[method] : undefined;
  return id === undefined || operation === undefined ? { operation: 'other', id: '', refusal: 'no-method' } : { operation, id: decoded(id) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
