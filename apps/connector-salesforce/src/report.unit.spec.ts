import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { RecordReport, Settings } from '@intouch/connector-kit';
import { contactIn, markOf, report } from './report.js';
import { form, john, leadId, leadRecord, settings, withCodes } from './testing/facts.js';
import type { Row } from './wire.js';

interface How {
  readonly linked?: boolean;
  readonly set?: Settings;
  readonly contactId?: string | null;
  readonly reference?: typeof form;
}

const told = (row: Row = {}, { linked = false, set = {}, contactId = null, reference = form }: How = {}) => report(leadRecord(row, contactId), { settings: { ...settings, ...set }, reference, linked });
const fields = (row: Row, how: How = {}): RecordReport['fields'] => (told(row, how) as RecordReport).fields;

it('reports a lead, with the vendor\'s stamp', () => {
  expect(told({ Street: '12 Main St\r\nApt 4', City: 'Columbus', State: 'OH', PostalCode: '43004', Country: 'US', Phone: '614 1', Description: 'prefers\nmornings', LeadSource: 'Web', OwnerId: '005SIM000000002' })).toEqual({
    kind: 'report', state: 'LEAD', stamp: '2026-11-22T02:00:05.000Z', joinDate: null, endDate: null, againOn: null, leadSourceVendorId: 'Web', ownerVendorId: john,
    fields: {
      firstName: 'Ann', lastName: 'Lead', email: 'ann@example.com', mobile: '6142001051', homePhone: '614 1', street: '12 Main St, Apt 4', city: 'Columbus', state: 'OH', zip: '43004', country: 'US', notes: 'prefers\nmornings',
    },
  });
});

it.each(['Open - Not Contacted', 'Closed - Converted', 'Whatever'])('of status %s it is a lead all the same', (Status) => expect(told({ Status })).toMatchObject({ state: 'LEAD' }));

it('a conversion is no membership: it closes the link', () => {
  expect(told({ IsConverted: true, Status: 'Closed - Converted' })).toMatchObject({ state: 'LEAD', closes: 'converted', fields: { firstName: 'Ann' } });
  expect(told()).not.toHaveProperty('closes');
});

describe('deleted', () => {
  it('is all there is to say', () => {
    expect(told({ IsDeleted: true })).toEqual({ kind: 'report', state: 'DELETED', stamp: '2026-11-22T02:00:05.000Z', joinDate: null, endDate: null, againOn: null, fields: {} });
  });

  it('by a merge is no delete', () => {
    const merged = { IsDeleted: true, MasterRecordId: '00QSIM000000005' };
    for (const linked of [true, false]) expect(told(merged, { linked })).toEqual({ kind: 'merged', into: leadId(5) });
  });
});

describe('whose it is', () => {
  const other = { kind: 'ignored', code: 'other-club', quiet: true };
  it.each([
    ['ours by its mark', { InTouch_Club__c: ' NORTH ' }, {}, { kind: 'report' }],
    ['another club\'s', { InTouch_Club__c: 'south' }, {}, other],
    ['nobody\'s', { InTouch_Club__c: null }, {}, other],
    ['another club\'s, deleted', { InTouch_Club__c: 'south', IsDeleted: true }, {}, other],
    ['another club\'s by its mark, linked here', { InTouch_Club__c: 'south' }, { linked: true }, { kind: 'report' }],
    ['another club\'s by its mark, with our id', { InTouch_Club__c: 'south' }, { contactId: 'lead-9' }, { kind: 'report' }],
    ['anybody\'s where all are ours', { InTouch_Club__c: 'south' }, { set: { clubScope: 'all', clubField: null } }, { kind: 'report' }],
    ['marked in Company', { Company: 'North', InTouch_Club__c: 'south' }, { set: { clubField: 'Company' } }, { kind: 'report' }],
    ['without a field for the mark', {}, { set: { clubField: null } }, other],
  ])('%s', (_what, row, how, wanted) => expect(told(row, how)).toMatchObject(wanted));
});

describe('our id', () => {
  it.each([['c1:lead-9', 'lead-9'], ['c1:', null], ['c12:lead-9', null], ['C1:lead-9', null], ['lead-9', null], [null, null]])('%s is of contact %s', (mark, wanted) => {
    expect(contactIn({ InTouch_Id__c: mark }, 'c1')).toBe(wanted);
  });

  it('is the mark', () => expect([markOf(leadRecord({}, 'lead-9')), markOf(leadRecord())]).toEqual(['lead-9', null]));
});

describe('values', () => {
  it.each([['United States', undefined], ['us', 'US'], [null, null], ['USA', undefined]])('country %s is %s', (Country, wanted) => expect(fields({ Country }).country).toBe(wanted));

  it('the phone is of the kind that it is sent as', () => {
    expect(fields({ Phone: '614 1' }, { set: { phoneFrom: 'workPhone' } })).toMatchObject({ workPhone: '614 1' });
    expect('homePhone' in fields({ Phone: '614 1' }, { set: { phoneFrom: 'workPhone' } })).toBe(false);
  });

  it('codes of states and countries are read where the org has them', () => {
    expect(fields({ State: 'Ohio', StateCode: 'OH', Country: 'United States', CountryCode: 'US' }, { reference: withCodes })).toMatchObject({ state: 'OH', country: 'US' });
  });

  it.each([
    ['1990-04-02', 'F', { birthDate: '1990-04-02', gender: 'F' }],
    [null, null, { birthDate: null, gender: null }],
    ['1990-02-31', 'Female', {}],
  ])('birth date %s and gender %s, where the settings name their fields', (Birth__c, Gender__c, wanted) => {
    const { birthDate, gender } = fields({ Birth__c, Gender__c }, { set: { birthDateField: 'Birth__c', genderField: 'Gender__c' } });
    expect({ birthDate, gender }).toEqual({ birthDate: undefined, gender: undefined, ...wanted });
  });

  it('attributes are told where the settings name fields for them', () => {
    const set = { attributeFields: { 'form.goal': 'Goal__c', 'form.fit': 'Fit__c', 'form.age': 'Age__c' } };
    expect(fields({ Goal__c: 'Strength', Fit__c: false, Age__c: null }, { set }).attributes).toEqual({ 'form.goal': 'Strength', 'form.fit': 'false', 'form.age': null });
    expect(fields({ Goal__c: 'Strength' })).not.toHaveProperty('attributes');
  });

  it('what is empty there is told as empty', () => {
    expect(fields({ FirstName: ' ', Email: '', MobilePhone: null })).toMatchObject({ firstName: null, email: null, mobile: null });
  });
});
