import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { SandboxProcess } from '@intouch/connector-kit/testing';
import jsforce from 'jsforce';
import { setDefaults } from 'jsforce/lib/request.js';
import { leadQuery, userQuery } from './query.js';
import { settings } from './testing/facts.js';

/**
 * The twin through the eyes of jsforce (https://github.com/jsforce/jsforce), which knows nothing of our pages: what it cannot read
 * would not be Salesforce's. It is used by this spec alone.
 */
let sandbox: SandboxProcess;
let conn: InstanceType<typeof jsforce.Connection>;
beforeAll(async () => {
  // It would ask five times where an answer is an error, and hide what the twin said.
  setDefaults({ retry: { maxRetries: 0 } });
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
// Its sockets end with the process they lead to.
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.vendor('salesforce').reset('default');
  conn = new jsforce.Connection({ oauth2: { loginUrl: sandbox.url, clientId: 'sim-client', clientSecret: 'not-a-real-secret' }, version: '62.0' });
  await conn.authorize({ grant_type: 'client_credentials' });
});

interface Lead {
  readonly Id: string;
  readonly FirstName: string | null;
  readonly LastName: string;
  readonly Email: string | null;
  readonly IsDeleted?: boolean;
}

const ann = '00QSIM0000000012BA';
/** As we ask, from a lead's point of view: everything. */
const everything = leadQuery({ second: '1970-01-01T00:00:00Z', id: '000000000000000' }, settings, false);
const named = (values: object = {}): Record<string, unknown> => ({ FirstName: 'Jane', LastName: 'Doe', Company: '[not provided]', InTouch_Club__c: 'north', ...values });
const refusal = async (call: Promise<unknown>): Promise<unknown> => call.then(() => { throw new Error('nothing was refused'); }, (error: unknown) => error);

it('logs in with client credentials, and is told whose it is and where', () => {
  expect(conn.userInfo).toMatchObject({ id: '005SIM000000001YBA', organizationId: '00DSIM0000000012BA' });
  expect(conn.instanceUrl).toBe(sandbox.url);
});

it('a wrong secret is refused', async () => {
  const other = new jsforce.Connection({ oauth2: { loginUrl: sandbox.url, clientId: 'sim-client', clientSecret: 'wrong' } });
  expect(await refusal(other.authorize({ grant_type: 'client_credentials' }))).toMatchObject({ name: 'invalid_client', message: 'invalid client credentials' });
});

it('reads versions, limits and the usage beside every answer', async () => {
  expect(await conn.request('/services/data/')).toEqual(expect.arrayContaining([{ label: expect.any(String), url: '/services/data/v62.0', version: '62.0' }]));
  expect(await conn.request('/limits')).toMatchObject({ DailyApiRequests: { Max: 15_000, Remaining: expect.any(Number) } });
  expect(conn.limitInfo).toMatchObject({ apiUsage: { used: expect.any(Number), limit: 15_000 } });
});

it('reads the description of a lead', async () => {
  const { name, fields } = await conn.sobject('Lead').describe();
  expect(name).toBe('Lead');
  expect(fields.find((field) => field.name === 'InTouch_Id__c')).toMatchObject({ externalId: true, unique: true, length: 255 });
  expect(fields.find((field) => field.name === 'LeadSource')!.picklistValues).toContainEqual(expect.objectContaining({ value: 'Web', label: 'Web', active: true }));
});

it('creates by an external id, and then updates under it', async () => {
  // It puts the id into the path as it is, so this one has nothing to encode.
  const made = await conn.sobject('Lead').upsert(named({ InTouch_Id__c: 'lead-9' }), 'InTouch_Id__c');
  expect(made).toEqual({ id: '00QSIM0000000062BA', success: true, errors: [], created: true });
  expect(await conn.sobject('Lead').upsert(named({ InTouch_Id__c: 'lead-9', City: 'Dublin' }), 'InTouch_Id__c')).toEqual({ ...made, created: false });
  expect(await conn.sobject('Lead').retrieve(made.id!)).toMatchObject({ FirstName: 'Jane', City: 'Dublin', InTouch_Id__c: 'lead-9', Status: 'Open - Not Contacted' });
});

it('creates, retrieves, updates and destroys by id', async () => {
  const leads = conn.sobject('Lead');
  const { id, success } = await leads.create(named());
  expect(success).toBe(true);
  expect(await leads.update({ Id: id!, City: 'Boston', FirstName: null })).toEqual({ id, success: true, errors: [] });
  expect(await leads.retrieve(id!, { fields: ['Id', 'FirstName', 'City'] })).toMatchObject({ attributes: { type: 'Lead', url: `/services/data/v62.0/sobjects/Lead/${id}` }, Id: id, FirstName: null, City: 'Boston' });
  expect(await leads.destroy(id!)).toEqual({ id, success: true, errors: [] });
  expect(await refusal(leads.retrieve(id!))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' });
  expect(await refusal(leads.destroy(id!))).toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
});

it('queries users, and leads with the deleted ones', async () => {
  const users = await conn.query<{ Id: string; Email: string | null; IsActive: boolean }>(userQuery(null));
  expect([users.done, users.totalSize]).toEqual([true, users.records.length]);
  expect(users.records).toContainEqual(expect.objectContaining({ Id: '005SIM000000002YBA', Email: 'jsmith@myclub.com', IsActive: true }));
  const all = await conn.query<Lead>(everything, { scanAll: true });
  expect(all.records.map(({ Id, IsDeleted }) => [Id, IsDeleted])).toContainEqual([ann, false]);
  expect(all.records.filter(({ IsDeleted }) => IsDeleted)).toMatchObject([{ LastName: 'Eted' }]);
  expect(await refusal(Promise.resolve(conn.query('SELECT Name FROM Account')))).toMatchObject({ errorCode: 'MALFORMED_QUERY' });
});

it('goes on with a query over several answers', async () => {
  await sandbox.vendor('salesforce').hazard('small-batch', { times: null, params: { rows: 2 } });
  const pages = [await conn.query<Lead>(everything, { scanAll: true })];
  while (!pages.at(-1)!.done) pages.push(await conn.queryMore<Lead>(pages.at(-1)!.nextRecordsUrl!));
  expect(pages.map(({ records }) => records.length)).toEqual([2, 2, 1]);
  expect(new Set(pages.flatMap(({ records }) => records.map(({ Id }) => Id))).size).toBe(pages[0]!.totalSize);
  const ids = (await conn.query<Lead>(everything, { scanAll: true, autoFetch: true })).records.map(({ Id }) => Id);
  expect(ids).toHaveLength(5);
});

it.each([
  ['a duplicate that a rule blocks', { name: 'duplicate-block', params: { matchId: ann } }, 'DUPLICATES_DETECTED', { duplicateResult: { matchResults: [{ matchRecords: [{ record: { Id: ann } }] }] } }],
  ['a locked row', { name: 'lock-row', params: {} }, 'UNABLE_TO_LOCK_ROW', {}],
  ['the end of the day\'s calls', { name: 'limit-403', params: { kind: 'daily' } }, 'REQUEST_LIMIT_EXCEEDED', {}],
  ['a server that is away', { name: 'outage-503', params: {} }, 'SERVER_UNAVAILABLE', {}],
  ['several with one external id', { name: 'upsert-300', params: {} }, 'MULTIPLE_CHOICES', expect.arrayContaining([expect.stringContaining('/sobjects/Lead/')])],
])('reads %s as the error that it is', async (_what, { name, params }, errorCode, data) => {
  await sandbox.vendor('salesforce').hazard(name, { operation: 'upsertLead', params });
  expect(await refusal(conn.sobject('Lead').upsert(named({ InTouch_Id__c: 'lead-9' }), 'InTouch_Id__c'))).toMatchObject({ errorCode, data });
});

it('a converted lead, an unknown field and an unknown id are refused by their names', async () => {
  const leads = conn.sobject('Lead');
  expect(await refusal(leads.update({ Id: '00QSIM0000000032BA', City: 'Boston' }))).toMatchObject({ errorCode: 'CANNOT_UPDATE_CONVERTED_LEAD', message: 'cannot reference converted lead' });
  expect(await refusal(leads.update({ Id: ann, Nonsense__c: 'x' }))).toMatchObject({ errorCode: 'INVALID_FIELD' });
  expect(await refusal(leads.retrieve('00QSIM0000009992BA'))).toMatchObject({ errorCode: 'NOT_FOUND' });
});
