import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { john, leadId } from './testing/facts.js';
import { clientOf, done, duplicates, html, json, made, notFound, refused, rows, text, versions } from './testing/scripted-client.js';

type Client = ReturnType<typeof clientOf>['client'];
const headers = { Authorization: 'Bearer token-1', Accept: 'application/json' };
const withBody = { ...headers, 'Content-Type': 'application/json; charset=utf-8', 'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true' };
const data = 'https://myclub.my.salesforce.com/services/data/v62.0';
const stillThere = versions('62.0');

const upsert = (client: Client) => client.upsertLead('lead-9', { LastName: 'Doe' }, false);
const update = (client: Client) => client.updateLead(leadId(2), { City: 'Dublin' });
const remove = (client: Client) => client.deleteLead(leadId(2));
const ask = (client: Client) => client.leads('q');
const describing = (client: Client) => client.describeLead();

describe('what is sent', () => {
  it('a create is an upsert under our id, which is in the path alone', async () => {
    const { client, http } = clientOf([made('00QSIM000000002'), made(leadId(2), false)]);
    expect(await client.upsertLead('lead-9', { LastName: 'Doe', City: null }, false)).toEqual({ id: leadId(2), created: true });
    expect(await client.upsertLead('lead-9', { LastName: 'Doe' }, true)).toEqual({ id: leadId(2), created: false });
    expect(http.sent[0]).toEqual({
      method: 'PATCH', url: `${data}/sobjects/Lead/InTouch_Id__c/c1%3Alead-9`, ambiguous: true, body: '{"LastName":"Doe","City":null}', headers: { ...withBody, 'Sforce-Auto-Assign': 'FALSE' },
    });
    expect(http.sent[1]!.headers).toMatchObject({ 'Sforce-Auto-Assign': 'TRUE' });
  });

  it('an update and a delete go by the lead\'s id', async () => {
    const { client, http } = clientOf([done, done]);
    await update(client);
    await remove(client);
    expect(http.sent).toEqual([
      { method: 'PATCH', url: `${data}/sobjects/Lead/${leadId(2)}`, ambiguous: false, body: '{"City":"Dublin"}', headers: { ...withBody, 'Sforce-Auto-Assign': 'FALSE' } },
      { method: 'DELETE', url: `${data}/sobjects/Lead/${leadId(2)}`, ambiguous: false, headers },
    ]);
  });

  it('reads by either id, only the fields asked for', async () => {
    const { client, http } = clientOf([json(200, { attributes: {}, Id: leadId(2), IsConverted: false }), json(200, { Id: leadId(2) })]);
    expect(await client.getLead(leadId(2), ['Id', 'IsConverted'])).toMatchObject({ IsConverted: false });
    await client.findLead('lead-9', ['Id']);
    expect(http.calls).toEqual([`GET /sobjects/Lead/${leadId(2)}?fields=Id,IsConverted`, 'GET /sobjects/Lead/InTouch_Id__c/c1%3Alead-9?fields=Id']);
  });

  it('a query, its text encoded, and its rest from where the vendor says', async () => {
    const next = '/services/data/v62.0/query/01gSIM000000001-2000';
    const { client, http } = clientOf([rows([{ Id: '1' }], next, { date: 'Sun, 22 Nov 2026 02:00:00 GMT', 'sforce-limit-info': 'api-usage=18/15000' }), rows([])], { set: { pageSize: 500 } });
    expect(await client.leads("SELECT Id FROM Lead WHERE Id > '1'")).toEqual({ rows: [{ Id: '1' }], next, answeredAt: new Date('2026-11-22T02:00:00Z'), usage: { used: 18, allowed: 15_000 } });
    expect(await client.more(next)).toEqual({ rows: [], next: null, answeredAt: null, usage: null });
    expect(http.sent.map(({ url, headers: sent }) => [url, sent!['Sforce-Query-Options']])).toEqual([
      [`${data}/queryAll?q=SELECT%20Id%20FROM%20Lead%20WHERE%20Id%20%3E%20'1'`, 'batchSize=500'], [`https://myclub.my.salesforce.com${next}`, undefined],
    ]);
  });

  it('users, all of them', async () => {
    const user = (n: number) => ({ Id: `005SIM${String(n).padStart(9, '0')}AAA`, IsActive: true });
    const full = Array.from({ length: 2_000 }, (_, n) => user(n));
    const { client, http } = clientOf([rows(full.slice(0, 1_500), '/services/data/v62.0/query/x-1500'), rows(full.slice(1_500)), rows([user(2_000)])]);
    expect(await client.users()).toHaveLength(2_001);
    const asked = http.sent.map(({ url }) => decodeURIComponent(url.replace(/^.*\?q=/, '')));
    expect(asked).toEqual([
      "SELECT Id, FirstName, LastName, Email, IsActive FROM User WHERE UserType = 'Standard' ORDER BY Id ASC LIMIT 2000",
      expect.stringContaining('/query/x-1500'),
      "SELECT Id, FirstName, LastName, Email, IsActive FROM User WHERE UserType = 'Standard' AND Id > '005SIM000001999AAA' ORDER BY Id ASC LIMIT 2000",
    ]);
  });

  it('how many calls the day has left', async () => {
    const { client } = clientOf([json(200, { DailyApiRequests: { Max: 15_000, Remaining: 14_000 } }), json(200, {})]);
    expect(await client.limits()).toEqual({ used: 1_000, allowed: 15_000 });
    expect(await client.limits()).toBeNull();
  });
});

describe('unknown and deleted leads', () => {
  const deleted = refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');

  it.each([
    ['an update of a deleted one', update, [deleted]],
    ['an update of an unknown one', update, [notFound, stillThere]],
  ])('%s: the link is closed', async (_what, call, answers) => {
    await expect(call(clientOf(answers).client)).rejects.toMatchObject({ name: 'Gone', reason: 'deleted' });
  });

  it.each([[[deleted]], [[notFound, stillThere]], [[done]]])('a delete is done', async (answers) => {
    await expect(remove(clientOf(answers).client)).resolves.toBeUndefined();
  });

  it.each([[[deleted]], [[notFound, stillThere]]])('a read finds nothing', async (answers) => {
    expect(await clientOf(answers).client.getLead(leadId(2), ['Id'])).toBeNull();
    expect(await clientOf(answers).client.findLead('lead-9', ['Id'])).toBeNull();
  });

  it('an address that leads nowhere closes no link', async () => {
    for (const call of [update, remove]) await expect(call(clientOf([text(404, '<html>Not Found</html>')]).client)).rejects.toMatchObject({ name: 'Unauthorized', code: 'access-refused' });
  });

  it('on an upsert it is the field that is missing; elsewhere the right', async () => {
    await expect(upsert(clientOf([notFound, stillThere]).client)).rejects.toMatchObject({ name: 'Unauthorized', code: 'external-id-missing' });
    await expect(describing(clientOf([notFound, stillThere]).client)).rejects.toMatchObject({ name: 'Unauthorized', code: 'access-refused' });
  });
});

describe('the catalogue of errors', () => {
  const rejected = (code: string, field?: string) => ({ name: 'Refusal', code, ...(field ? { field } : {}) });
  it.each([
    ['upsert', upsert, refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), { name: 'Throttled', retryAfterSeconds: 3_600 }],
    ['update', update, refused(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'), { name: 'Throttled', retryAfterSeconds: 30 }],
    ['query', ask, refused(403, 'REQUEST_LIMIT_EXCEEDED', 'Other'), { name: 'Throttled', retryAfterSeconds: 300 }],
    ['upsert', upsert, text(429), { name: 'Throttled', retryAfterSeconds: 60 }],
    ['upsert', upsert, text(420, '', { 'retry-after': '5' }), { name: 'Throttled', retryAfterSeconds: 5 }],
    ['upsert', upsert, refused(403, 'API_DISABLED_FOR_ORG'), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['query', ask, refused(403, 'API_CURRENTLY_DISABLED'), { name: 'Unauthorized' }],
    ['query', ask, refused(403, 'INSUFFICIENT_ACCESS'), { name: 'Unauthorized' }],
    ['update', update, refused(403, 'INSUFFICIENT_ACCESS_OR_READONLY'), rejected('vendor-refused')],
    ['update', update, refused(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'no', 'City'), rejected('vendor-refused', 'City')],
    ['upsert', upsert, refused(400, 'UNABLE_TO_LOCK_ROW'), { name: 'Unavailable', ambiguous: false }],
    ['upsert', upsert, refused(400, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', 'LastName'), { ...rejected('missing-required', 'LastName'), message: 'Required fields are missing: [LastName]' }],
    ...['STRING_TOO_LONG', 'INVALID_EMAIL_ADDRESS', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'INVALID_FIELD', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'FIELD_INTEGRITY_EXCEPTION', 'JSON_PARSER_ERROR', 'SOMETHING_NEW']
      .map((code) => ['upsert', upsert, refused(400, code, 'no', 'City', 'State'), rejected('vendor-refused', 'City')] as const),
    ['upsert', upsert, refused(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'no', 'LeadSource'), { name: 'LinkRefused', lookup: 'lead-sources' }],
    ['update', update, refused(400, 'FIELD_INTEGRITY_EXCEPTION', 'no', 'OwnerId'), { name: 'LinkRefused', lookup: 'staff' }],
    ['update', update, refused(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'), { name: 'LinkRefused', lookup: 'staff' }],
    ['upsert', upsert, refused(400, 'INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${john}] as owner of lead`), { name: 'LinkRefused', lookup: 'staff' }],
    ['upsert', upsert, refused(400, 'DUPLICATE_VALUE', 'duplicate value found: InTouch_Id__c'), rejected('duplicate-at-vendor')],
    ['update', update, duplicates({ Id: leadId(1) }, { Id: leadId(3) }), { ...rejected('duplicate-at-vendor'), message: `Use one of these records? (rule Sim_Lead_Rule: ${leadId(1)}, ${leadId(3)})`, duplicateOf: null }],
    ['upsert', upsert, duplicates({ Id: '00QSIM000000001' }), { ...rejected('duplicate-at-vendor'), duplicateOf: leadId(1) }],
    ['upsert', upsert, duplicates({ Id: '003SIM000000001', type: 'Contact' }), { ...rejected('duplicate-at-vendor'), duplicateOf: null }],
    ['upsert', upsert, duplicates(), { ...rejected('duplicate-at-vendor'), duplicateOf: null }],
    ['upsert', upsert, json(300, [`/services/data/v62.0/sobjects/Lead/${leadId(2)}`, `/services/data/v62.0/sobjects/Lead/${leadId(3)}`]), { ...rejected('duplicate-at-vendor'), message: expect.stringContaining(leadId(3)) }],
    ['upsert', upsert, refused(400, 'CANNOT_UPDATE_CONVERTED_LEAD'), { name: 'Gone', reason: 'converted' }],
    ['update', update, refused(400, 'CANNOT_UPDATE_CONVERTED_LEAD'), { name: 'Gone', reason: 'converted' }],
    ['query', ask, refused(400, 'MALFORMED_QUERY'), rejected('vendor-fault')],
    ['query', ask, refused(400, 'INVALID_QUERY_LOCATOR'), { name: 'Refusal', errorCode: 'INVALID_QUERY_LOCATOR' }],
    ['update', update, refused(415, 'UNSUPPORTED_MEDIA_TYPE'), rejected('vendor-fault')],
    ['update', update, refused(412, 'ENTITY_FAILED'), rejected('vendor-fault')],
    ['upsert', upsert, refused(500, 'UNKNOWN_EXCEPTION'), { name: 'Unavailable', ambiguous: true }],
    ['update', update, refused(503, 'SERVER_UNAVAILABLE'), { name: 'Unavailable', ambiguous: false }],
    ['query', ask, text(502), { name: 'Unavailable', ambiguous: false }],
    ['upsert', upsert, html, { name: 'Unavailable', ambiguous: true }],
    ['update', update, html, { name: 'Unavailable' }],
    ['query', ask, html, { name: 'Unavailable', ambiguous: false }],
    ['upsert', upsert, text(204), { name: 'Unavailable', ambiguous: true }],
    ['upsert', upsert, json(201, { success: true }), { name: 'Unavailable', ambiguous: true }],
    ['upsert', upsert, { ...made(leadId(2)), text: '{"id":"00Q' }, { name: 'Unavailable', ambiguous: true }],
    ['upsert', upsert, text(302, '', { location: 'https://elsewhere.example' }), { name: 'Unavailable', ambiguous: true }],
    ['query', ask, json(200, { done: true }), { name: 'Unavailable' }],
    ['query', ask, json(200, { records: [], done: false }), { name: 'Unavailable' }],
    ['describe', describing, json(200, {}), { name: 'Unavailable' }],
    ['update', update, text(400, 'Bad Request'), { name: 'Rejected', code: 'vendor-refused' }],
    ['update', update, text(403, 'Forbidden'), { name: 'Unauthorized', code: 'access-refused' }],
  ])('%s: %#', async (_what, call: (client: Client) => Promise<unknown>, answer, wanted) => {
    await expect(call(clientOf([answer]).client)).rejects.toMatchObject(wanted);
  });

  it('of several the first that is more than a refused value, else the first', async () => {
    const [long, locked, other] = ['STRING_TOO_LONG', 'UNABLE_TO_LOCK_ROW', 'FIELD_INTEGRITY_EXCEPTION'].map((errorCode) => ({ errorCode, message: errorCode, fields: [] }));
    await expect(upsert(clientOf([json(400, [long, locked])]).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
    await expect(upsert(clientOf([json(400, [long, other])]).client)).rejects.toMatchObject({ errorCode: 'STRING_TOO_LONG' });
  });
});
