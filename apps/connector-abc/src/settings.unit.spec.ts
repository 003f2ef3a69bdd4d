import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { abc } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others', () => {
  expect(settings.map(({ name }) => name).sort()).toEqual(
    [
      'protocol', 'baseUrl', 'soapBaseUrl', 'applicationId', 'applicationKey', 'timeoutMs', 'reconcileDelayMs', 'pageSize', 'pagePauseMs', 'overlapMinutes', 'contactIdField',
      'clubNumber', 'waiverSignedOn', 'constants', 'defaultCountry',
    ].sort(),
  );
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual(['applicationId', 'applicationKey', 'clubNumber', 'waiverSignedOn']);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['applicationKey']);
});

it.each([
  ['timeoutMs', 15_000, 1_000, 120_000], ['reconcileDelayMs', 30_000, 0, 600_000], ['pageSize', 5_000, 1, 5_000], ['pagePauseMs', 300, 0, 5_000], ['overlapMinutes', 65, 0, 1_440],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it('knows the rest of the page', () => {
  expect(row('protocol')).toMatchObject({ default: 'rest', oneOf: ['rest', 'soap'] });
  expect(row('contactIdField')).toMatchObject({ default: 'misc1', oneOf: ['misc1', 'misc2', 'none'] });
  expect(row('baseUrl').default).toBe('https://api.abcfinancial.com/rest');
  expect(row('soapBaseUrl')).toMatchObject({ default: null, requiredWhen: { setting: 'protocol', is: 'soap' } });
  expect(row('constants')).toMatchObject({ kind: 'text-map', default: {}, keys: ['employer', 'occupation'], max: 30 });
  expect([row('clubNumber').uniqueInAccount, row('waiverSignedOn').kind, row('defaultCountry').default]).toEqual([true, 'date', 'US']);
});

describe('patterns', () => {
  it.each([
    ['baseUrl', ['https://api.abcfinancial.com/rest', 'http://127.0.0.1:4000/rest', 'https://x'], ['', 'api.abcfinancial.com', 'https://x/', 'https://x/rest/', 'https://x/rest?a=1', 'ftp://x']],
    ['soapBaseUrl', ['https://abc.example/ws', 'http://127.0.0.1:4000/ws', 'https://x/y/ws'], ['', 'https://x', 'https://x/ws/', 'https://x/xws', 'https://ws', 'https://x/WS']],
    ['applicationId', ['a', '!9;~', 'x'.repeat(100)], ['', 'a:b', 'a b', 'ü', 'x'.repeat(101)]],
    ['applicationKey', ['a', 'a:b', '~'.repeat(200)], ['', 'a b', 'ü', 'x'.repeat(201)]],
    ['clubNumber', ['9003', '0003', '30123'], ['', '903', '03012', '301234', '90o3', ' 9003']],
    ['defaultCountry', ['US', 'CA'], ['', 'us', 'USA', 'U1']],
  ])('%s', (name, good, bad) => {
    // As the gateway reads them: the whole value.
    const pattern = new RegExp(`^(?:${row(name).pattern!})$`, 'u');
    expect(good.filter((value) => !pattern.test(value))).toEqual([]);
    expect(bad.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway what it takes', () => {
  expect(descriptionOf(abc)).toMatchObject({
    vendor: 'abc', switches: ['insertLead', 'updateContact', 'convertLeadToMember', 'insertMember', 'primaryOnly', 'convertMemberToFormerMember'], alwaysSends: true, inbound: true,
    schedule: { accepted: true, default: '0 * * * *', sync: true }, account: ['baseUrl', 'soapBaseUrl', 'applicationId', 'applicationKey'],
    defaults: {
      insertLead: false, updateContact: false, convertLeadToMember: false, insertMember: false, primaryOnly: false, convertMemberToFormerMember: false, contactMethod: 'Import', leadSource: 'Import',
    },
  });
});
