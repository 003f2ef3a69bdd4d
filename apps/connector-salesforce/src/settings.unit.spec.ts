import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { salesforce } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others: options of the integration are no settings', () => {
  expect(settings.map(({ name }) => name)).toEqual([
    'loginUrl', 'authFlow', 'clientId', 'clientSecret', 'userName', 'audience', 'privateKeyPem', 'apiVersion', 'clubValue', 'clubField', 'clubScope', 'companyFiller', 'timeoutMs', 'maxConcurrent',
    'pageSize', 'overlapMinutes', 'fullSweepHour', 'apiUsageStopPercent', 'newStatus', 'memberStatus', 'phoneFrom', 'birthDateField', 'genderField', 'attributeFields', 'attributesInDescription',
    'useCrmAssignmentRules', 'assignmentRules', 'fallbackOwner',
  ]);
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual(['loginUrl', 'clientId']);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['clientSecret', 'privateKeyPem']);
  expect(settings.filter(({ nullable }) => nullable).map(({ name }) => name)).toEqual(['clubField', 'fullSweepHour', 'newStatus', 'memberStatus', 'birthDateField', 'genderField', 'fallbackOwner']);
});

it('asks for the credentials of the way it logs in, and for the mark where a field holds it', () => {
  const needed = Object.fromEntries(settings.flatMap(({ name, requiredWhen }) => (requiredWhen ? [[name, requiredWhen]] : [])));
  expect(needed).toEqual({
    clientSecret: { setting: 'authFlow', is: 'client-credentials' }, userName: { setting: 'authFlow', is: 'jwt-bearer' }, privateKeyPem: { setting: 'authFlow', is: 'jwt-bearer' },
    clubValue: { setting: 'clubField', begins: '' },
  });
});

it.each([
  ['timeoutMs', 30_000, 1_000, 120_000], ['maxConcurrent', 4, 1, 8], ['pageSize', 2_000, 200, 2_000], ['overlapMinutes', 10, 1, 1_440], ['fullSweepHour', null, 0, 23], ['apiUsageStopPercent', 90, 10, 100],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it.each([
  ['authFlow', 'client-credentials', ['client-credentials', 'jwt-bearer']], ['audience', 'https://login.salesforce.com', ['https://login.salesforce.com', 'https://test.salesforce.com']],
  ['clubScope', 'field', ['field', 'all']], ['phoneFrom', 'homePhone', ['homePhone', 'workPhone']],
])('%s', (name, given, oneOf) => expect(row(name)).toMatchObject({ kind: 'text', default: given, oneOf }));

it('knows the rest of the page', () => {
  expect(Object.fromEntries(['clientId', 'clientSecret', 'userName', 'clubValue', 'companyFiller', 'newStatus', 'memberStatus'].map((name) => [name, row(name).max]))).toEqual({
    clientId: 300, clientSecret: 300, userName: 80, clubValue: 80, companyFiller: 255, newStatus: 255, memberStatus: 255,
  });
  expect([row('apiVersion').default, row('clubField').default, row('companyFiller').default]).toEqual(['62.0', 'InTouch_Club__c', '[not provided]']);
  expect([row('attributesInDescription').default, row('useCrmAssignmentRules').default]).toEqual([true, false]);
  expect(row('attributeFields')).toMatchObject({ kind: 'text-map', default: {} });
  expect(row('assignmentRules')).toMatchObject({ kind: 'assignment-rules', default: [] });
  expect(row('loginUrl').insecure).toEqual(['http://']);
});

describe('patterns', () => {
  it.each([
    ['loginUrl', ['https://myclub.my.salesforce.com', 'http://127.0.0.1:4000'], ['', 'myclub.my.salesforce.com', 'https://x/', 'https://x/services', 'https://me@x', 'https://x?y', 'ftp://x']],
    ['apiVersion', ['52.0', '62.0', '99.0'], ['', '51.0', '62', '62.1', '100.0', '9.0']],
    ['clubField', ['InTouch_Club__c', 'Company', 'a__c', `${'a'.repeat(39)}__c`], ['', 'Status', 'company', '1a__c', `${'a'.repeat(40)}__c`, 'Club__C']],
    ['birthDateField', ['Birth_Date__c'], ['', 'Company', 'Birth Date__c']],
    ['attributeFields', ['Goal__c'], ['', 'Goal', "Goal'__c"]],
  ])('%s', (name, right, wrong) => {
    // A value is matched as a whole, as the gateway does.
    const pattern = new RegExp(`^(?:${row(name).pattern!})$`, 'u');
    expect(right.filter((value) => !pattern.test(value))).toEqual([]);
    expect(wrong.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway what it can do', () => {
  expect(descriptionOf(salesforce)).toMatchObject({
    vendor: 'salesforce', switches: ['archiveLead', 'insertLead', 'updateContact', 'deleteLead'], alwaysSends: false, inbound: true,
    defaults: { createUpdateLead: true, archiveLead: false, insertLead: false, updateContact: false, deleteLead: false, contactMethod: 'Import', leadSource: 'Import' },
    schedule: { accepted: true, default: '0 * * * *', sync: true }, account: ['loginUrl', 'clientId', 'clientSecret', 'privateKeyPem'],
  });
});

it('sends leads; members once they are linked and have a status there; former members never', () => {
  const sent = (settings: object) => (['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const).map((status) => [false, true].map((linked) => salesforce.outbound.sends({ status, firstName: 'Jane', lastName: 'Doe' }, linked, { ...settings })));
  expect(sent({ memberStatus: 'Closed' })).toEqual([[true, true], [false, true], [false, false]]);
  expect(sent({ memberStatus: null })).toEqual([[true, true], [false, false], [false, false]]);
});
