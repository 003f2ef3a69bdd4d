import type { Request } from '../../http/request.js';

export const root = '/services/';

/** By which lead a path is meant: its id, or the value of one of its fields. */
export type Target = { readonly id: string } | FieldTarget;
export interface FieldTarget {
  readonly field: string;
  readonly value: string;
}

export interface Route {
  /** Null: nothing answers at this path, or not to this method. */
  readonly operation: string | null;
  /** The methods that the path takes; none: there is no such path. */
  readonly allowed: readonly string[];
  /** As in the path, `62.0`; null outside the versioned resources. */
  readonly version: string | null;
  readonly target?: Target;
  readonly locator?: string;
}

type Methods = Readonly<Record<string, string>>;

const fixedPaths: Readonly<Record<string, Methods>> = {
  'oauth2/token': { POST: 'token' },
  'oauth2/revoke': { POST: 'revoke' },
  data: { GET: 'listVersions' },
};
const resources: Readonly<Record<string, Methods>> = {
  limits: { GET: 'limits' },
  query: { GET: 'listUsers' },
  queryAll: { GET: 'listChanges' },
  'sobjects/Lead': { POST: 'createLead' },
  'sobjects/Lead/describe': { GET: 'describeLead' },
};
const lead: Methods = { GET: 'getLead', PATCH: 'updateLead', DELETE: 'deleteLead' };
const leadByField: Methods = { GET: 'findLead', PATCH: 'upsertLead' };
const locator: Methods = { GET: 'queryMore' };

export const restOperations = [...Object.values(resources), lead, leadByField, locator].flatMap((methods) => Object.values(methods));
/** `createLead` and `revoke` are not on the page; the product has them. */
export const operations = [...Object.values(fixedPaths).flatMap((methods) => Object.values(methods)), ...restOperations];

export const creates = ['upsertLead', 'createLead'];
export const updates = ['updateLead', 'upsertLead'];
export const writes = ['upsertLead', 'createLead', 'updateLead', 'deleteLead'];
export const queries = ['listUsers', 'listChanges'];

export function routeOf({ method, path }: Request): Route {
  const below = path.slice(root.length).replace(/\/$/, '');
  const versioned = /^data\/v(\d+\.\d+)\/(.+)$/.exec(below);
  if (versioned === null) return route(Object.hasOwn(fixedPaths, below) ? fixedPaths[below]! : {}, method, null);
  const [, version, resource] = versioned as unknown as [string, string, string];
  if (Object.hasOwn(resources, resource)) return route(resources[resource]!, method, version);
  const [kind, second, ...rest] = resource.split('/').map(decoded) as [string, ...string[]];
  if ((kind === 'query' || kind === 'queryAll') && rest.length === 0) return { ...route(locator, method, version), locator: second ?? '' };
  const [first, value] = rest;
  if (kind !== 'sobjects' || second !== 'Lead' || first === undefined || rest.length > 2) return route({}, method, version);
  return value === undefined
    ? { ...route(lead, method, version), target: { id: first } }
    : { ...route(leadByField, method, version), target: { field: first, value } };
}

function route(methods: Methods, method: string, version: string | null): Route {
  return { operation: Object.hasOwn(methods, method) ? methods[method]! : null, allowed: Object.keys(methods), version };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
