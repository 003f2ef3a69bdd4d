import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { moso } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others: options of the integration are no settings', () => {
  expect(settings.map(({ name }) => name)).toEqual([
    'baseUrl', 'userId', 'password', 'machineName', 'verifyTls', 'timeoutMs', 'reconcileDelayMs', 'externalIdField', 'membershipTypes', 'unmappedStatus', 'defaultLeadType', 'refAgreementId',
    'refAgreementPriceId', 'defaultMemberType', 'memberRefAgreementId', 'memberRefAgreementPriceId', 'memberStatusMap', 'salespersonMap', 'sourceMap', 'dropUrl', 'dropUser', 'dropPassword',
    'dropPrivateKey', 'dropHostKey', 'fileEncoding', 'fileProfile', 'stableSeconds', 'pollSeconds', 'quarantineMinBad', 'quarantinePercent', 'homeClub', 'fileCode', 'waiverSignedOn',
  ]);
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual([
    'baseUrl', 'userId', 'password', 'machineName', 'membershipTypes', 'unmappedStatus', 'defaultLeadType', 'refAgreementId', 'refAgreementPriceId', 'defaultMemberType', 'homeClub',
  ]);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['password', 'dropPassword', 'dropPrivateKey']);
  expect(settings.filter(({ uniqueInAccount }) => uniqueInAccount).map(({ name }) => name)).toEqual(['homeClub', 'fileCode']);
});

it.each([
  ['timeoutMs', 15_000, 1_000, 120_000], ['reconcileDelayMs', 30_000, 0, 600_000], ['refAgreementId', null, 1, 2_147_483_647], ['memberRefAgreementPriceId', null, 1, 2_147_483_647],
  ['stableSeconds', 120, 0, 3_600], ['pollSeconds', 60, 1, 3_600], ['quarantineMinBad', 3, 1, 1_000], ['quarantinePercent', 10, 0, 100],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it('knows the rest of the page', () => {
  expect([row('userId').max, row('password').max]).toEqual([50, 100]);
  expect(row('verifyTls')).toMatchObject({ kind: 'boolean', default: true });
  expect(row('externalIdField')).toMatchObject({ default: 'Salesperson3', oneOf: ['Salesperson3', 'none'] });
  expect(row('unmappedStatus').oneOf).toEqual(['LEAD', 'MEMBER']);
  expect(row('fileEncoding')).toMatchObject({ default: 'windows-1252', oneOf: ['windows-1252', 'utf-8'] });
  expect(row('fileProfile')).toMatchObject({ default: 'comma', oneOf: ['comma', 'pipe'] });
  for (const name of ['salespersonMap', 'sourceMap']) expect(row(name)).toMatchObject({ kind: 'text-map', default: {}, max: 20 });
  expect([row('baseUrl').insecure, row('dropUrl').insecure]).toEqual([['http://'], ['file://']]);
});

describe('patterns', () => {
  it.each([
    ['baseUrl', ['https://club.mosoclub.net', 'http://127.0.0.1:4000'], ['', 'club.mosoclub.net', 'https://x/', 'ftp://x', 'https://x?y']],
    ['machineName', ['a', 'InTouch-1', 'x'.repeat(30)], ['', 'x'.repeat(31), 'a b', 'a_b', 'ü']],
    ['defaultLeadType', ['INTCH', ' guest ', 'A1'], ['', '  ', 'GUESTS7', 'A-B']],
    ['homeClub', ['1', '001', 'A1B'], ['', '0001', 'a1', ' 1']],
    ['fileCode', ['001', 'A'.repeat(10)], ['', 'A'.repeat(11), 'a']],
    ['dropUrl', ['sftp://drop.example/', 'sftp://10.0.0.1:2222/', 'file:///var/drop/moso'], ['', 'sftp://drop.example', 'sftp://drop.example/in/', 'sftp://me@drop.example/', 'ftp://x/', 'file://x/y']],
    ['dropHostKey', [`SHA256:${'aZ0+/'.repeat(8)}abc`], ['', 'SHA256:short', `MD5:${'a'.repeat(43)}`, `SHA256:${'a'.repeat(43)}=`]],
  ])('%s', (name, right, wrong) => {
    // A value is matched as a whole, as the gateway does.
    const pattern = new RegExp(`^(?:${row(name).pattern!})$`, 'u');
    expect(right.filter((value) => !pattern.test(value))).toEqual([]);
    expect(wrong.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway what it can do', () => {
  expect(descriptionOf(moso)).toMatchObject({
    vendor: 'moso', switches: ['insertLead', 'convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'], alwaysSends: true, inbound: true, files: true,
    defaults: { insertLead: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true, updateContact: false },
    schedule: { accepted: false, default: null, sync: true }, account: ['baseUrl', 'userId', 'password', 'machineName'],
  });
});

it('calls once at a time over all instances; sends leads always, members only before they are linked, former members never', () => {
  expect(moso.callLimits).toEqual({ sharedByInstances: true, atOnce: 1 });
  const names = { firstName: 'Jane', lastName: 'Doe' };
  const sent = (['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const).map((status) => [false, true].map((linked) => moso.outbound.sends({ status, ...names }, linked, {})));
  expect(sent).toEqual([[true, true], [true, false], [false, false]]);
});
