import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordReport, Settings } from '@intouch/connector-kit';
import type { Lead } from './crm-access.js';
import { report } from './report.js';
import { lead, settings, user } from './testing/facts.js';

const of = (given: Lead, { set = {}, linked = false }: { readonly set?: Settings; readonly linked?: boolean } = {}) => report(given, { settings: { ...settings, ...set }, linked });
const fields = (values: Lead['values'], set: Settings = {}) => (of(lead({}, values), { set }) as RecordReport).fields;

it('tells every field as it is', () => {
  const values = {
    phone_mobile: '+1 614 200 1000', phone_home: '(614) 200-1001', phone_work: 'ext 12', primary_address_street: '12 Main St\r\nFloor 2\n', primary_address_city: 'Boston', primary_address_state: 'MA',
    primary_address_postalcode: '02134', primary_address_country: 'us', birthdate: '1990-04-02', lead_source: 'Web Site', assigned_user_id: user, description: 'prefers\nmornings',
  };
  expect(of(lead({}, values))).toEqual({
    kind: 'report', state: 'LEAD', stamp: '2026-11-22T02:02:30.000Z', joinDate: null, endDate: null, againOn: null, leadSourceVendorId: 'Web Site', ownerVendorId: user,
    fields: {
      firstName: 'Jane', lastName: 'O\'Brien', email: 'jane@example.com', mobile: '+1 614 200 1000', homePhone: '(614) 200-1001', workPhone: 'ext 12', street: '12 Main St, Floor 2', city: 'Boston', state: 'MA',
      zip: '02134', country: 'US', birthDate: '1990-04-02', notes: 'prefers\nmornings',
    },
  });
});

it.each([
  [{}, { city: null, country: null, birthDate: null, street: null }],
  [{ primary_address_city: '  ' }, { city: null }],
  [{ birthdate: '0000-00-00' }, { birthDate: null }],
  [{ birthdate: '1990-02-30' }, { birthDate: null }],
])('%j is %j', (values, wanted) => expect(fields(values)).toMatchObject(wanted));

it('a country of more than two letters is not told', () => expect(fields({ primary_address_country: 'Germany' })).not.toHaveProperty('country'));

it('gender only where there is a field for it, and only as M or F', () => {
  expect(fields({ gender_c: 'M' })).not.toHaveProperty('gender');
  expect(['M', 'F', 'm', 'male', ''].map((gender_c) => fields({ gender_c }, { genderField: 'gender_c' })['gender'])).toEqual(['M', 'F', undefined, undefined, undefined]);
});

it('an attribute where the settings name a field for it; empty there it is told as empty', () => {
  const set = { attributeFields: { 'form.goal': 'goal_c', 'form.age': 'age_c', 'form.state': 'status' } };
  expect(fields({ goal_c: 'Strength', status: 'New' }, set).attributes).toEqual({ 'form.goal': 'Strength', 'form.age': null });
  expect(fields({ goal_c: 'Strength' })).not.toHaveProperty('attributes');
});

it.each(['New', 'Assigned', 'In Process', 'Recycled', 'Dead', 'Converted', 'own words'])('status %s: a lead', (status) => {
  expect(of(lead({}, { status }))).toMatchObject({ state: 'LEAD' });
  expect(of(lead({}, { status }))).not.toHaveProperty('closes');
});

it('converted: still a lead, with its fields, and closed', () => expect(of(lead({ converted: true }))).toMatchObject({ state: 'LEAD', closes: 'converted', fields: { firstName: 'Jane' } }));

it('deleted: nothing but that, of whatever club', () => {
  expect(of(lead({ deleted: true }, { account_name: 'south' }))).toEqual({ kind: 'report', state: 'DELETED', stamp: '2026-11-22T02:02:30.000Z', joinDate: null, endDate: null, againOn: null, fields: {} });
});

describe('the club', () => {
  it.each<[string, Lead['values'], Parameters<typeof of>[1], boolean]>([
    ['its mark', {}, {}, true],
    ['its mark in any case, with blanks', { account_name: ' NORTH ' }, {}, true],
    ['another mark', { account_name: 'south' }, {}, false],
    ['no mark', { account_name: '' }, {}, false],
    ['another mark, but linked', { account_name: 'south' }, { linked: true }, true],
    ['another mark, but all leads are its own', { account_name: 'south' }, { set: { clubScope: 'all' } }, true],
    ['its mark in its own field', { account_name: 'south', club_c: 'north' }, { set: { clubField: 'club_c' } }, true],
    ['none there', {}, { set: { clubField: 'club_c' } }, false],
  ])('%s', (_what, values, more, own) => {
    const { kind, ...rest } = of(lead({}, values), more);
    expect(kind).toBe(own ? 'report' : 'ignored');
    if (!own) expect(rest).toMatchObject({ code: 'other-club', quiet: true });
  });
});

it('a stamp that is none is not told', () => expect(of(lead({ modified: '0000-00-00 00:00:00' }))).toMatchObject({ stamp: null }));
