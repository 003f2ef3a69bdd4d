import { expect } from '@jest/globals';
import type { Played, Reply } from './played-sandbox.js';

/** The instant the specs of Salesforce freeze its clock at. */
export const frozenAt = '2026-11-22T02:00:05Z';
/** When its fixture was saved. */
export const thirtyDaysBefore = '2026-10-23T02:00:05.000+0000';

export const leadId = (n: number): string => `00QSIM00000000${n}2BA`;
export const userId = (n: number): string => `005SIM00000000${n}YBA`;

/** What every new lead must have. */
export const least = { LastName: 'Doe', Company: '[not provided]' };

/** The page's own sample of `upsertLead`. */
export const jane = {
  FirstName: 'Jane', LastName: 'Doe', Company: '[not provided]', Email: 'jane@example.com', MobilePhone: '+1 614 200 1000', Street: '12 Main St', City: 'Columbus',
  State: 'OH', PostalCode: '43004', Country: 'US', LeadSource: 'Web', OwnerId: userId(2), InTouch_Club__c: 'north', Description: 'prefers mornings\n\nform.goal: strength',
};

/** The change feed's query, with these custom fields. */
export const changesSince = (stamp: string, { id = '000000000000000', custom = ['InTouch_Club__c'], limit = 2000 } = {}): string =>
  'SELECT Id, IsDeleted, MasterRecordId, IsConverted, FirstName, LastName, Company, Email, MobilePhone, Phone, Street, City, State, PostalCode, Country, ' +
  `LeadSource, Status, Description, OwnerId, ${['InTouch_Id__c', ...custom].join(', ')}, CreatedDate, LastModifiedById, SystemModstamp FROM Lead ` +
  `WHERE (SystemModstamp > ${stamp} OR (SystemModstamp = ${stamp} AND Id > '${id}')) ORDER BY SystemModstamp ASC, Id ASC LIMIT ${limit}`;

export const usersAfter = (id?: string, limit = 2000): string =>
  `SELECT Id, FirstName, LastName, Email, IsActive FROM User WHERE UserType = 'Standard'${id === undefined ? '' : ` AND Id > '${id}'`} ORDER BY Id ASC LIMIT ${limit}`;

/** An error body with this code alone. */
export const refusal = (status: number, errorCode: string, more: object = {}) => ({ status, body: [expect.objectContaining({ errorCode, ...more })] });

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** The calls the specs of Salesforce share. */
export const salesforceCalls = ({ call }: Played) => {
  const script: Played['script'] = (method, path, body) => call(method, `/__sandbox/salesforce${path}`, body);
  const askToken = (fields: Record<string, string>) =>
    call('POST', '/services/oauth2/token', form(fields), { 'content-type': 'application/x-www-form-urlencoded' });
  const login = () => askToken({ grant_type: 'client_credentials', client_id: 'sim-client', client_secret: 'not-a-real-secret' });
  let token: string | null = null;
  /** A call with a live token; `path` begins after the version. */
  const rest = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}, version = '62.0'): Promise<Reply> => {
    token ??= (await login()).body.access_token as string;
    const reply = await call(method, `/services/data/v${version}${path}`, body, { authorization: `Bearer ${token}`, ...headers });
    if (reply.status === 401) token = null;
    return reply;
  };
  const kept = { 'Sforce-Auto-Assign': 'FALSE' };
  return {
    script,
    askToken,
    login,
    rest,
    upsert: (value: string, body: unknown, headers: Record<string, string> = kept) => rest('PATCH', `/sobjects/Lead/InTouch_Id__c/${encodeURIComponent(value)}`, body, headers),
    update: (id: string, body: unknown, headers: Record<string, string> = kept) => rest('PATCH', `/sobjects/Lead/${id}`, body, headers),
    remove: (id: string) => rest('DELETE', `/sobjects/Lead/${id}`),
    get: (id: string, fields?: string) => rest('GET', `/sobjects/Lead/${id}${fields === undefined ? '' : `?fields=${fields}`}`),
    find: (value: string) => rest('GET', `/sobjects/Lead/InTouch_Id__c/${encodeURIComponent(value)}?fields=Id,LastName`),
    query: (soql: string, headers: Record<string, string> = {}) => rest('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, headers),
    queryAll: (soql: string, headers: Record<string, string> = {}) => rest('GET', `/queryAll?q=${encodeURIComponent(soql)}`, undefined, headers),
    /** Numbers of the leads that the feed tells since then. */
    changed: async (since = '1970-01-01T00:00:00Z'): Promise<number[]> => {
      const { body } = await rest('GET', `/queryAll?q=${encodeURIComponent(changesSince(since))}`);
      return body.records.map(({ Id }: any) => Number(Id.slice(6, 15)));
    },
    record: async (n: number) => (await script('GET', `/records/leads/${leadId(n)}`)).body,
    org: (patch: object) => script('PUT', '/records/orgs/default', patch),
    hazard: (name: string, params = {}, more = {}) => script('POST', '/hazards', { name, params, ...more }),
  };
};
