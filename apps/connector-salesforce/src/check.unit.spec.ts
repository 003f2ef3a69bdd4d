import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Settings, VendorAnswer } from '@intouch/connector-kit';
import { findings } from './check.js';
import { leadSources, staff } from './lookups.js';
import { readLeadForm } from './reference.js';
import { john, settings } from './testing/facts.js';
import { clientOf, json, refused, rows, text, token, versions } from './testing/scripted-client.js';

const now = new Date('2026-11-22T02:00:00Z');
const field = (name: string, more: object = {}) => ({
  name, label: name, type: 'string', length: 255, nillable: true, createable: true, updateable: true, defaultedOnCreate: false, externalId: false, unique: false, picklistValues: [], ...more,
});
const picklist = (...values: string[]) => ({ picklistValues: values.map((value) => ({ active: true, defaultValue: false, label: value, value })) });
const id = field('InTouch_Id__c', { externalId: true, unique: true });
const org = [
  field('LastName', { length: 80, nillable: false }), field('Company', { nillable: false }), field('OwnerId', { nillable: false, defaultedOnCreate: true }),
  field('IsDeleted', { nillable: false, createable: false }), field('Status', { nillable: false, defaultedOnCreate: true, ...picklist('Open - Not Contacted', 'Closed - Converted', 'Closed - Not Converted') }),
  id, field('InTouch_Club__c', { length: 80 }), field('Goal__c', { length: 80 }),
];
const user = (n: number, Email: string | null, IsActive = true) => ({ Id: `005SIM00000000${n}YBA`, FirstName: 'A', LastName: `B${n}`, Email, IsActive });
const users = [user(2, 'JSmith@myclub.com'), user(3, 'front@myclub.com'), user(4, 'front@myclub.com'), user(6, 'old@myclub.com', false)];

interface Org {
  readonly fields?: readonly object[];
  readonly set?: Settings;
  readonly date?: string;
  readonly answers?: readonly VendorAnswer[];
}

async function found({ fields = org, set = {}, date = now.toUTCString(), answers = [json(200, { fields }), rows(users), json(200, { DailyApiRequests: { Max: 15_000, Remaining: 15_000 } })] }: Org = {}) {
  const { client, http } = clientOf([{ ...token('token-2'), headers: { date } }, versions('62.0'), ...answers], { set });
  return { http, findings: await findings(client, { settings: { ...settings, ...set } }, now) };
}
const codes = async (how: Org): Promise<string[]> => (await found(how)).findings.map(({ code, detail }) => `${code} ${/\b\w+__c\b|StudioCode|newStatus|memberStatus|fallbackOwner|rule "\w+"/.exec(detail)?.[0] ?? ''}`.trim());

it('asks five things, and finds nothing wrong', async () => {
  const { http, findings: none } = await found();
  expect(http.calls.map((call) => call.replace(/\?q=.*/, ''))).toEqual(['POST /services/oauth2/token', 'GET /services/data/', 'GET /sobjects/Lead/describe', 'GET /query', 'GET /limits']);
  expect(none).toEqual([]);
});

it.each<[string, Org, string[]]>([
  ['no id field', { fields: org.filter((it) => it !== id) }, ['external-id-missing InTouch_Id__c']],
  ['an id field that is no external id', { fields: org.map((it) => (it === id ? { ...id, externalId: false } : it)) }, ['external-id-missing InTouch_Id__c']],
  ['one that is not unique', { fields: org.map((it) => (it === id ? { ...id, unique: false } : it)) }, ['external-id-not-unique InTouch_Id__c']],
  ['one that is too short', { fields: org.map((it) => (it === id ? { ...id, length: 50 } : it)) }, ['field-too-short InTouch_Id__c']],
  ['a missing field', { set: { birthDateField: 'Birth__c', clubField: 'Studio__c' } }, ['field-missing Studio__c', 'field-missing Birth__c']],
  ['a mark that is too long', { fields: org.map((it) => (it.name === 'InTouch_Club__c' ? { ...it, length: 3 } : it)) }, ['field-too-short InTouch_Club__c']],
  ['a required field', { fields: [...org, field('Studio__c', { nillable: false })] }, ['required-field-unmapped Studio__c']],
  ['a required field that an attribute fills', { fields: [...org, field('Studio__c', { nillable: false })], set: { attributeFields: { 'form.studio': 'Studio__c' } } }, []],
  ['a required field with a default', { fields: [...org, field('Studio__c', { nillable: false, defaultedOnCreate: true })] }, []],
  ['an unknown status', { set: { newStatus: 'New', memberStatus: 'Closed - Not Converted' } }, ['status-unknown newStatus']],
  ['a status of a converted kind', { set: { memberStatus: 'Closed - Converted' } }, ['status-unknown memberStatus']],
  ['assignees by e-mail and id', { set: { assignmentRules: [{ name: 'A', when: [], assignTo: ' jsmith@myclub.com ' }, { name: 'B', when: [], assignTo: '005SIM000000003' }], fallbackOwner: john } }, []],
  [
    'unknown assignees',
    { set: { assignmentRules: ['front@myclub.com', 'old@myclub.com', '005SIM000000009YBA'].map((assignTo, n) => ({ name: `R${n}`, when: [], assignTo })), fallbackOwner: 'nobody@example.com' } },
    ['assignee-unlinked rule "R0"', 'assignee-unlinked rule "R1"', 'assignee-unlinked rule "R2"', 'assignee-unlinked fallbackOwner'],
  ],
])('%s', async (_what, how, wanted) => expect(await codes(how)).toEqual(wanted));

it('a clock that goes wrong is worth a look, no more', async () => {
  expect((await found({ date: 'Sun, 22 Nov 2026 02:01:02 GMT' })).findings).toMatchObject([{ code: 'clock-skew', harmless: true }]);
  expect((await found({ date: 'Sun, 22 Nov 2026 01:59:01 GMT' })).findings).toEqual([]);
  expect((await found({ date: '' })).findings).toEqual([]);
});

it('so is a day whose calls come to their end', async () => {
  const answers = [json(200, { fields: org }), rows(users), json(200, { DailyApiRequests: { Max: 15_000, Remaining: 1_500 } })];
  expect((await found({ answers })).findings).toMatchObject([{ code: 'api-usage-high', harmless: true }]);
  expect((await found({ answers, set: { apiUsageStopPercent: 91 } })).findings).toEqual([]);
});

it('what is not granted is told', async () => {
  const limits = json(200, {});
  expect((await found({ answers: [json(200, { fields: org }), refused(403, 'INSUFFICIENT_ACCESS'), limits] })).findings).toMatchObject([{ code: 'no-access' }]);
  expect((await found({ answers: [text(403), rows(users), limits] })).findings).toMatchObject([{ code: 'no-access' }]);
  await expect(found({ answers: [text(503)] })).rejects.toMatchObject({ name: 'Unavailable' });
});

describe('look-ups', () => {
  it('staff are the users, inactive ones too', async () => {
    const { client } = clientOf([rows([...users.slice(0, 1), { ...user(6, null, false), Id: '005SIM000000006', FirstName: null }])]);
    expect(await staff(client)).toEqual([
      { vendorId: john, name: 'A B2', email: 'JSmith@myclub.com', active: true }, { vendorId: expect.stringMatching(/^005SIM000000006...$/), name: 'B6', email: null, active: false },
    ]);
  });

  it('lead sources are known by value and by label', async () => {
    const picklistValues = [{ value: 'Web', label: ' WEB ', active: true }, { value: 'PR', label: 'Partner Referral', active: true }, { value: 'Radio', label: 'Radio', active: false }, { label: 'none' }];
    const { client } = clientOf([json(200, { fields: [field('LeadSource', { picklistValues })] })]);
    expect(await leadSources(client)).toEqual([
      { vendorId: 'Web', name: 'WEB', active: true }, { vendorId: 'PR', name: 'PR', active: true }, { vendorId: 'PR', name: 'Partner Referral', active: true }, { vendorId: 'Radio', name: 'Radio', active: false },
    ]);
    expect(await leadSources(clientOf([json(200, { fields: [] })]).client)).toEqual([]);
  });

  it('the org\'s lengths and codes are read', async () => {
    const fields = [field('LastName', { length: 80 }), field('IsDeleted', { length: 0 }), field('StateCode', { length: 10, picklistValues: [{ value: 'OH', label: 'Ohio', active: true }] })];
    expect(await readLeadForm(clientOf([json(200, { fields })]).client)).toEqual({ lengths: { LastName: 80, StateCode: 10 }, stateCodes: { ohio: 'OH', oh: 'OH' } });
    expect(await readLeadForm(clientOf([json(200, { fields: fields.slice(0, 2) })]).client)).toEqual({ lengths: { LastName: 80 }, stateCodes: null });
  });
});
