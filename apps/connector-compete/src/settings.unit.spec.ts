import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { compete } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others', () => {
  expect(settings.map(({ name }) => name).sort()).toEqual(
    [
      'companyId', 'domain', 'port', 'scheme', 'apiKey', 'tlsFingerprint', 'timeoutMs', 'requestsPerMinute', 'maxConcurrent', 'pageSize', 'reconcileDelayMs', 'overlapDays', 'fullSweepHour',
      'expiredIsFormer', 'syncEmail', 'competeClubId', 'prospectMembershipTypeId', 'requiredDefaults', 'waiverSignedOn', 'noteEmployeeId', 'noteActionId',
    ].sort(),
  );
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual(['companyId', 'domain', 'apiKey', 'competeClubId']);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['apiKey']);
});

it.each([
  ['port', 8250, 1, 65_535], ['timeoutMs', 15_000, 1_000, 120_000], ['requestsPerMinute', 300, 1, 60_000], ['maxConcurrent', 4, 1, 50], ['pageSize', 1_000, 1, 5_000],
  ['reconcileDelayMs', 30_000, 0, 600_000], ['overlapDays', 1, 0, 30], ['fullSweepHour', 3, 0, 23], ['competeClubId', null, 0, 99_999],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it('knows the rest of the page', () => {
  expect(row('scheme')).toMatchObject({ default: 'https', oneOf: ['https', 'http'], insecure: ['http'] });
  expect(row('fullSweepHour').nullable).toBe(true);
  expect(row('competeClubId').uniqueInAccount).toBe(true);
  expect([row('noteEmployeeId').togetherWith, row('noteActionId').togetherWith]).toEqual(['noteActionId', 'noteEmployeeId']);
  expect([row('expiredIsFormer').default, row('syncEmail').default, row('requiredDefaults').default]).toEqual([true, true, {}]);
});

describe('patterns', () => {
  it.each([
    ['companyId', ['1', '0123456789'], ['', '12345678901', 'a1', '1 ']],
    ['domain', ['compete.example.com', '10.0.0.1', 'x'], ['', 'https://x', 'x/y', 'x:80', '-x', 'x y']],
    ['apiKey', ['a', '!~'.repeat(100)], ['', 'a b', 'ü', 'x'.repeat(201)]],
    ['tlsFingerprint', ['aB0'.repeat(21) + 'c'], ['', 'g'.repeat(64), 'a'.repeat(63)]],
  ])('%s', (name, good, bad) => {
    const pattern = new RegExp(row(name).pattern!);
    expect(good.filter((value) => !pattern.test(value))).toEqual([]);
    expect(bad.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway what it takes', () => {
  expect(descriptionOf(compete)).toMatchObject({
    vendor: 'compete', switches: ['convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'], alwaysSends: true, inbound: true,
    schedule: { accepted: true, default: '0 * * * *', sync: true }, account: ['companyId', 'domain', 'port', 'scheme', 'apiKey'],
    defaults: { convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false, contactMethod: 'Import', leadSource: 'Import' },
  });
});
