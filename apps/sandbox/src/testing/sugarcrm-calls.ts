import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Played, Reply } from './played-sandbox.js';

/** The instant the specs of the CRM freeze its clock at, and its stamp. */
export const frozenAt = '2026-11-22T02:02:30Z';
export const frozenStamp = '2026-11-22 02:02:30';
/** What the fixture's records are stamped with then: 30 days before. */
export const fixtureStamp = '2026-10-23 02:02:30';

/** Ids of the fixture, by their last two digits. */
export const idOf = (number: number) => `00000000-0000-4000-8000-0000000000${number}`;

/** The id of the page's own sample of a create. */
export const ours = '18fb3213-9d0d-5329-8db3-c4ca01d11c21';
export const jane = {
  first_name: 'Jane', last_name: "O'Brien", email1: 'jane@example.com', phone_mobile: '+1 614 200 1000', lead_source: 'Web Site', status: 'New',
  assigned_user_id: idOf(11), account_name: 'north',
};

export const md5 = (text: string) => createHash('md5').update(text).digest('hex');
export const credentials = { user_name: 'sim-user', password: md5('not-a-real-password'), version: '1' };

export const feedQuery = (stamp: string, id = '') => `(leads.date_modified > '${stamp}' OR (leads.date_modified = '${stamp}' AND leads.id > '${id}'))`;
export const feedOrder = 'leads.date_modified ASC, leads.id ASC';
export const epoch = '1970-01-01 00:00:00';
export const databaseFailure = 'Database failure. Please refer to suitecrm.log for details.';

/** An error of `rest-v4_1`: always HTTP 200. */
export const fault = (number: number | string) => ({ status: 200, body: { name: expect.any(String), number, description: expect.any(String) } });

const pairs = (fields: object) => Object.entries(fields).map(([name, value]) => ({ name, value }));
/** The values of a record of `rest-v4_1`, field to text. */
export const valuesOf = (entry: any): Record<string, string> =>
  Object.fromEntries(Object.values<any>(entry.name_value_list ?? entry).map(({ name, value }) => [name, value]));

/** The calls the specs of the CRM share. */
export const sugarcrmCalls = ({ call }: Played) => {
  const script: Played['script'] = (method, path, body) => call(method, `/__sandbox/sugarcrm${path}`, body);
  /** A call of `rest.php`, its `rest_data` as given. */
  const raw = (method: string, data: unknown, fields: Record<string, string> = {}) =>
    call(
      'POST',
      '/service/v4_1/rest.php',
      new URLSearchParams({ method, input_type: 'JSON', response_type: 'JSON', rest_data: typeof data === 'string' ? data : JSON.stringify(data), ...fields }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
  const login = (userAuth: object = {}) => raw('login', { user_auth: { ...credentials, ...userAuth }, application: 'Spec', name_value_list: [] });
  let session: string | null = null;
  /** A call with a live session before its other arguments. */
  const wire = async (method: string, args: object = {}): Promise<Reply> => {
    session ??= (await login()).body.id as string;
    const reply = await raw(method, { session, ...args });
    if (reply.body?.number === 11) session = null;
    return reply;
  };
  const setEntry = (fields: object | unknown[], module_name = 'Leads') =>
    wire('set_entry', { module_name, name_value_list: Array.isArray(fields) ? fields : pairs(fields), track_view: false });
  const list = (args: object) =>
    wire('get_entry_list', {
      module_name: 'Leads', query: '', order_by: feedOrder, offset: 0, select_fields: [], link_name_to_fields_array: [], max_results: 100, deleted: 1, favorites: false,
      ...args,
    });
  let token: string | null = null;
  const token11 = (body: object = {}) =>
    call('POST', '/rest/v11_16/oauth2/token', {
      grant_type: 'password', client_id: 'sugar', client_secret: '', username: 'sim-user', password: 'not-a-real-password', platform: 'spec', ...body,
    });
  /** A call of `rest-v11` with a live token, unless `headers` say otherwise. */
  const rest = async (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> => {
    if (headers !== undefined) return call(method, `/rest/v11_16${path}`, body, headers);
    token ??= (await token11()).body.access_token as string;
    const reply = await call(method, `/rest/v11_16${path}`, body, { 'oauth-token': token });
    if (reply.status === 401) token = null;
    return reply;
  };
  return {
    script,
    raw,
    login,
    wire,
    setEntry,
    create: (id: string, fields: object = jane) => setEntry({ id, new_with_id: 1, ...fields }),
    update: (id: string, fields: object) => setEntry({ id, ...fields }),
    remove: (id: string) => setEntry({ id, deleted: 1 }),
    list,
    feed: (stamp = epoch, id = '', args: object = {}) => list({ query: feedQuery(stamp, id), ...args }),
    /** Ids on a page of the feed. */
    feedIds: async (stamp = epoch, id = '', args: object = {}): Promise<string[]> =>
      (await list({ query: feedQuery(stamp, id), ...args })).body.entry_list.map((entry: any) => entry.id),
    /** One lead by its id: its values as they come, null when there is none. */
    read: async (id: string): Promise<Record<string, string> | null> => {
      const [entry] = (await list({ query: `leads.id = '${id}'` })).body.entry_list;
      return entry === undefined ? null : valuesOf(entry);
    },
    users: (args: object = {}) => list({ module_name: 'Users', query: '', order_by: 'users.id ASC', deleted: 0, ...args }),
    emails: (id: string) =>
      wire('get_relationships', {
        module_name: 'Leads', module_id: id, link_field_name: 'email_addresses', related_module_query: '', related_fields: ['id', 'email_address'],
        related_module_link_name_to_fields_array: [], deleted: 0,
      }),
    unlink: (id: string, ids: string[], args: object = {}) =>
      wire('set_relationship', { module_name: 'Leads', module_id: id, link_field_name: 'email_addresses', related_ids: ids, name_value_list: [], delete: 1, ...args }),
    token11,
    rest,
    record: async (id: string, kind = 'leads') => (await script('GET', `/records/${kind}/${id}`)).body,
    serverIs: (server: object) => script('PUT', '/records/servers/default', server),
    hazard: (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more }),
    requests: async (query = '') => (await script('GET', `/requests${query}`)).body.requests as any[],
  };
};
