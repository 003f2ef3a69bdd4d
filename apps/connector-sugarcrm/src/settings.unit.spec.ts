import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { sugarcrm } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others', () => {
  expect(settings.map(({ name }) => name)).toEqual([
    'protocol', 'baseUrl', 'userName', 'password', 'apiVersion', 'platform', 'clientId', 'clientSecret', 'dbHost', 'dbPort', 'dbName', 'dbUser',
    'dbPassword', 'dbTls', 'dbCa', 'crmUserId', 'clubValue', 'clubField', 'clubScope', 'timeoutMs', 'maxConcurrent', 'pageSize', 'overlapSeconds',
    'fullSweepHour', 'newStatus', 'memberStatus', 'genderField', 'attributeFields', 'attributesInDescription', 'assignmentRules', 'fallbackOwner',
  ]);
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual(['clubValue']);
  expect(settings.filter(({ requiredWhen }) => requiredWhen).map(({ name, requiredWhen }) => [name, requiredWhen])).toEqual(
    [
      ...['baseUrl', 'userName', 'password'].map((name) => [name, { setting: 'protocol', begins: 'rest' }]),
      ...['dbHost', 'dbName', 'dbUser', 'dbPassword', 'crmUserId'].map((name) => [name, { setting: 'protocol', is: 'database' }]),
    ],
  );
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['password', 'clientSecret', 'dbPassword']);
});

it.each([
  ['timeoutMs', 15_000, 1_000, 120_000], ['maxConcurrent', 4, 1, 8], ['pageSize', 100, 1, 1_000], ['overlapSeconds', 120, 2, 86_400], ['fullSweepHour', 3, 0, 23], ['dbPort', 3_306, 1, 65_535],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it('knows the rest of the page', () => {
  expect(row('protocol')).toMatchObject({ default: 'rest-v4_1', oneOf: ['rest-v4_1', 'rest-v11', 'database'] });
  expect([row('dbTls'), row('dbCa')]).toMatchObject([{ default: 'verify', oneOf: ['verify', 'off'] }, { default: null, nullable: true }]);
  expect([row('dbUser').max, row('dbPassword').max, row('dbPassword').min]).toEqual([80, 200, undefined]);
  expect(row('baseUrl')).toMatchObject({ default: null, insecure: ['http://'] });
  expect([row('userName').max, row('password').max, row('clientId').max, row('clientSecret').max, row('clubValue').max, row('newStatus').max, row('memberStatus').max]).toEqual([60, 200, 100, 200, 100, 100, 100]);
  expect(['apiVersion', 'platform', 'clientId', 'clubField', 'newStatus', 'memberStatus', 'genderField', 'attributesInDescription'].map((name) => row(name).default)).toEqual([
    'v11_16', 'intouch', 'sugar', 'account_name', 'New', null, null, true,
  ]);
  expect(row('clubScope')).toMatchObject({ default: 'field', oneOf: ['field', 'all'] });
  expect(row('fullSweepHour').nullable).toBe(true);
  expect(row('attributeFields')).toMatchObject({ kind: 'text-map', default: {} });
  expect([row('assignmentRules'), row('fallbackOwner')]).toMatchObject([{ kind: 'assignment-rules', default: [] }, { kind: 'text', default: null }]);
});

describe('patterns', () => {
  it.each([
    ['baseUrl', ['https://crm.example', 'http://127.0.0.1:4000', 'https://x/suite/crm'], ['', 'crm.example', 'https://x/', 'ftp://x', 'https://x?y']],
    ['apiVersion', ['v10', 'v11', 'v11_1', 'v11_16'], ['', 'v9', 'v12', 'v11_', 'v11_160', 'V11']],
    ['platform', ['intouch', 'a_1', 'x'.repeat(40)], ['', 'In', 'a-b', 'x'.repeat(41)]],
    ['clubField', ['account_name', 'intouch_club_c', 'a_c'], ['', 'status', 'Club_c', '1_c', 'id_c', `${'x'.repeat(62)}_c`]],
    ['genderField', ['gender_c'], ['', 'gender', 'account_name', 'id_c']],
    ['dbHost', ['db', 'db.myclub.com', '10.0.0.1', '::1', 'fe80::1'], ['', 'db/x', 'a b', 'db:', '-db', 'user@db']],
    ['dbName', ['sugarcrm', 'a-B_1$', 'x'.repeat(64)], ['', 'a b', 'a`b', 'a;b', 'x'.repeat(65)]],
    ['crmUserId', ['1', 'seed_max_id', '00000000-0000-4000-8000-000000000011'], ['', 'a b', '\'', 'x'.repeat(37)]],
    ['dbCa', ['-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n'], ['', 'MII']],
    ['attributeFields', ['goal_c', 'department', 'x'.repeat(63)], ['', 'Goal', '1a', 'a-b', 'x'.repeat(64)]],
  ])('%s', (name, good, bad) => {
    // As the gateway reads them: the whole value.
    const pattern = new RegExp(`^(?:${row(name).pattern!})$`, 'u');
    expect(good.filter((value) => !pattern.test(value))).toEqual([]);
    expect(bad.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway what it can do', () => {
  const { defaults, ...described } = descriptionOf(sugarcrm);
  expect(described).toMatchObject({
    vendor: 'sugarcrm', title: 'SugarCRM', account: ['baseUrl', 'userName', 'password', 'dbHost', 'dbPort', 'dbName', 'dbUser', 'dbPassword'], switches: ['archiveLead', 'insertLead', 'updateContact', 'deleteLead'], alwaysSends: false, inbound: true,
    schedule: { accepted: true, default: '0 * * * *', sync: true },
  });
  expect(defaults).toMatchObject({ createUpdateLead: true, archiveLead: false, insertLead: false, updateContact: false, deleteLead: false, contactMethod: 'Import', leadSource: 'Import' });
});
