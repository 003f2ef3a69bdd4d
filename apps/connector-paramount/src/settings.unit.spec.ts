import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describe as descriptionOf } from '@intouch/connector-kit';
import { paramount } from './connector.js';
import { settings } from './settings.js';

const row = (name: string) => settings.find((it) => it.name === name)!;

it('holds the rows of the page and no others', () => {
  expect(settings.map(({ name }) => name)).toEqual(['baseUrl', 'userName', 'password', 'timeoutMs', 'reconcileDelayMs', 'maxConcurrent', 'createLeadSources', 'clubNumber']);
  expect(settings.filter(({ required }) => required).map(({ name }) => name)).toEqual(['baseUrl', 'userName', 'password', 'clubNumber']);
  expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['password']);
});

it.each([
  ['timeoutMs', 15_000, 1_000, 120_000], ['reconcileDelayMs', 30_000, 0, 600_000], ['maxConcurrent', 2, 1, 2],
])('%s', (name, given, min, max) => expect(row(name)).toMatchObject({ kind: 'integer', default: given, min, max }));

it('knows the rest of the page', () => {
  expect(row('userName')).toMatchObject({ kind: 'text', min: 1, max: 50 });
  expect(row('password')).toMatchObject({ kind: 'text', min: 1, max: 100 });
  expect(row('createLeadSources')).toMatchObject({ kind: 'boolean', default: true });
  expect(row('clubNumber').uniqueInAccount).toBe(true);
  expect(row('baseUrl').insecure).toEqual(['http://']);
});

describe('patterns', () => {
  it.each([
    ['baseUrl', ['https://paramount.example', 'http://127.0.0.1:4000', 'https://x/api'], ['', 'paramount.example', 'https://x/', 'https://x/api/', 'ftp://x', 'https://x?y', 'https://']],
    ['clubNumber', ['1', '001001', '999999'], ['', '1234567', '10a', '-1', ' 1']],
  ])('%s', (name, good, bad) => {
    // A value is matched as a whole, as the gateway does.
    const pattern = new RegExp(`^(?:${row(name).pattern!})$`, 'u');
    expect(good.filter((value) => !pattern.test(value))).toEqual([]);
    expect(bad.filter((value) => pattern.test(value))).toEqual([]);
  });
});

it('tells the gateway that nothing comes in', () => {
  expect(descriptionOf(paramount)).toMatchObject({
    vendor: 'paramount', switches: [], alwaysSends: true, inbound: false, schedule: { accepted: false, default: null, sync: false }, account: ['baseUrl', 'userName', 'password'],
  });
});

it('counts calls over all instances, and sends leads only', () => {
  expect(paramount.callLimits).toEqual({ sharedByInstances: true });
  const names = { firstName: 'Jane', lastName: 'Doe' };
  const sent = (['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const).map((status) => [true, false].map((linked) => paramount.outbound.sends({ status, ...names }, linked, {})));
  expect(sent).toEqual([[true, true], [false, false], [false, false]]);
});
