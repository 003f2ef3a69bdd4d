import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content, Settings } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { changedLead, newLead } from './lead-fields.js';
import { createOnly, fit } from './mapper.js';
import { facts, jane, john, lookup, withCodes } from './testing/facts.js';

type More = Parameters<typeof facts>[0];
const fitted = (contact: Partial<ContactSnapshot> = {}, more: More = {}) => fit({ ...jane, ...contact }, facts(more));
const content = (contact: Partial<ContactSnapshot> = {}, more: More = {}): Content => fitted(contact, more).content;
const codes = (contact: Partial<ContactSnapshot> = {}, more: More = {}): string[] => fitted(contact, more).warnings.map(({ code, key }) => `${code} ${key}`);
const linked = { owner: lookup(john), leadSource: lookup('Web') };
const ownFields: Settings = { birthDateField: 'Birth__c', genderField: 'Gender__c', attributeFields: { 'form.goal': 'Goal__c' } };

describe('a new lead', () => {
  it('is the one of the page', () => {
    expect(fitted({}, linked)).toMatchObject({ warnings: [], refusal: undefined });
    expect(newLead(content({}, linked), facts())).toEqual({
      FirstName: 'Jane', LastName: 'Doe', Company: '[not provided]', Email: 'jane@example.com', MobilePhone: '+1 614 200 1000', Street: '12 Main St', City: 'Columbus', State: 'OH', PostalCode: '43004',
      Country: 'US', LeadSource: 'Web', OwnerId: john, InTouch_Club__c: 'north', Description: 'prefers mornings\n\nform.goal: strength',
    });
  });

  it('has nothing for what is empty, and its id nowhere in the body', () => {
    const bare = newLead(content({ firstName: ' ', email: null, mobile: '', street: null, city: null, state: null, zip: null, country: null, notes: null, attributes: null }), facts());
    expect(bare).toEqual({ LastName: 'Doe', Company: '[not provided]', InTouch_Club__c: 'north' });
  });

  it.each([
    [{ clubField: 'Company' }, { Company: 'north' }],
    [{ clubField: 'Studio__c', companyFiller: 'Gym' }, { Company: 'Gym', Studio__c: 'north' }],
    [{ clubField: null, clubScope: 'all' }, { Company: '[not provided]' }],
    [{ newStatus: 'Working - Contacted' }, { Company: '[not provided]', InTouch_Club__c: 'north', Status: 'Working - Contacted' }],
  ])('with %j', (set, wanted) => {
    const { Company, InTouch_Club__c, Studio__c, Status } = newLead(content({}, { set }), facts({ set }));
    expect({ Company, InTouch_Club__c, Studio__c, Status }).toEqual(wanted);
  });

  it('needs a last name', () => {
    for (const lastName of [' ', '\u0007']) expect(fitted({ lastName }).refusal).toMatchObject({ code: 'missing-required', field: 'lastName' });
    expect(fitted({ firstName: ' ' }).refusal).toBeUndefined();
  });
});

describe('an update', () => {
  it('clears what InTouch has emptied, but never a name', () => {
    expect(changedLead({ firstName: null, email: null, city: 'Dublin', 'attributes.form.goal': null }, facts({ set: ownFields }))).toEqual({ Email: null, City: 'Dublin', Goal__c: null });
  });

  it('carries our id where the lead is not known to have it', () => {
    expect(changedLead({ inTouchId: 'c1:lead-9', city: 'Dublin' }, facts())).toEqual({ InTouch_Id__c: 'c1:lead-9', City: 'Dublin' });
    expect(content()).toMatchObject({ inTouchId: 'c1:lead-9' });
  });

  it('has no notes', () => expect(createOnly).toEqual({ notes: null }));
});

describe('limits', () => {
  it.each([
    ['firstName', 40], ['lastName', 80], ['city', 40], ['state', 80], ['street', 255],
  ] as const)('%s is cut at %i', (field, length) => {
    expect(content({ [field]: 'x'.repeat(length) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length) })).toEqual([]);
    expect(content({ [field]: `${'x'.repeat(length - 1)} y` })[field]).toBe('x'.repeat(length - 1));
    expect(codes({ [field]: 'x'.repeat(length + 1) })).toEqual([`truncated ${field}`]);
  });

  it('counts UTF-16 units, and leaves no half of a pair', () => {
    expect(content({ firstName: '🏠'.repeat(20) })['firstName']).toBe('🏠'.repeat(20));
    expect(content({ firstName: `x${'🏠'.repeat(20)}` })['firstName']).toBe(`x${'🏠'.repeat(19)}`);
  });

  it('are the org\'s own where it tells them', () => {
    const reference = { lengths: { FirstName: 5, Description: 10, Goal__c: 3, MobilePhone: 5 }, stateCodes: null };
    const given = content({ firstName: 'Alexandra' }, { reference, set: ownFields });
    expect(given).toMatchObject({ firstName: 'Alexa', notes: 'prefers mo', 'attributes.form.goal': 'str' });
    expect('mobile' in given).toBe(false);
  });

  it.each([
    ['email', 'a@b'], ['email', 'a@b.'], ['email', 'a b@c.de'], ['email', 'a@b@c.de'], ['email', 'žofie@example.com'], ['email', `${'j'.repeat(70)}@example.com`],
    ['mobile', 'none'], ['mobile', `6${'1'.repeat(40)}`], ['zip', '4'.repeat(21)],
  ] as const)('%s that does not fit is left out: %s', (field, value) => {
    expect(field in content({ [field]: value })).toBe(false);
    expect(codes({ [field]: value })).toEqual([`omitted-invalid ${field}`]);
  });

  it('keeps phones as they are typed, zips in capitals, several lines of a street', () => {
    expect(content({ mobile: ' (614)  200-1000 x7 ', zip: 'k1a 0b1', street: ' 12 Main  St \r\n Apt 4\n' })).toMatchObject({ mobile: '(614) 200-1000 x7', zip: 'K1A 0B1', street: '12 Main St\nApt 4' });
  });
});

describe('the one phone that has a field besides the mobile', () => {
  it.each([
    ['homePhone', { homePhone: '614 1', workPhone: '614 2' }, '614 1'],
    ['workPhone', { homePhone: '614 1', workPhone: '614 2' }, '614 2'],
  ])('%s', (phoneFrom, phones, wanted) => {
    const more = { set: { phoneFrom } };
    expect(newLead(content(phones, more), facts(more))).toMatchObject({ Phone: wanted });
    expect(codes(phones, more)).toEqual([]);
  });
});

describe('fields of the org\'s own', () => {
  it('are sent where the settings name them', () => {
    const own = content({ birthDate: '1990-04-02', gender: 'F' }, { set: ownFields });
    expect(newLead(own, facts({ set: ownFields }))).toMatchObject({ Birth__c: '1990-04-02', Gender__c: 'F', Goal__c: 'strength', Description: 'prefers mornings' });
    expect(codes({ birthDate: '2099-01-01' }, { set: ownFields })).toEqual(['omitted-invalid birthDate']);
  });

  it('and not where they do not', () => {
    const plain = content({ birthDate: '2099-01-01', gender: 'F' });
    expect(['birthDate' in plain, 'gender' in plain]).toEqual([false, false]);
  });
});

describe('attributes', () => {
  const attributes = { 'form.likes': ['yoga', 'Spin'], 'action.tour': '2026-11-20', 'form.age': 41, 'form.vip': true, 'form.zip': ' ', 'form.none': null, 'form.text': 'two\nlines' };

  it('stand below the notes, sorted, one line each', () => {
    expect(content({ notes: 'one \r\n\r\n two', attributes })['notes']).toBe('one\n\ntwo\n\naction.tour: 2026-11-20\nform.age: 41\nform.likes: yoga, Spin\nform.text: two lines\nform.vip: true');
    expect(content({ notes: null, attributes: { b: 1, a: 2 } })['notes']).toBe('a: 2\nb: 1');
    expect(content({ attributes }, { set: { attributesInDescription: false } })['notes']).toBe('prefers mornings');
  });

  it('with a field go there, and are cleared where InTouch has emptied them', () => {
    const set = { attributeFields: { 'form.likes': 'Likes__c', 'form.vip': 'Vip__c', 'form.gone': 'Gone__c' } };
    expect(content({ attributes }, { set })).toMatchObject({ 'attributes.form.likes': 'yoga, Spin', 'attributes.form.vip': 'true', 'attributes.form.gone': null });
    expect(codes({ attributes: { 'form.likes': 'x'.repeat(256) } }, { set })).toEqual(['truncated attributes.form.likes']);
  });
});

describe('states and countries as codes', () => {
  const coded = { reference: withCodes };
  it('go into fields of their own', () => {
    expect(newLead(content({ state: 'ohio' }, coded), facts(coded))).toMatchObject({ StateCode: 'OH', CountryCode: 'US' });
    expect(newLead(content({}, coded), facts(coded))).not.toHaveProperty('State');
  });

  it.each([['Bavaria', 'BY'], ['by', 'BY'], ['Elsewhere', undefined]])('%s is %s', (state, wanted) => expect(content({ state }, coded)['state']).toBe(wanted));

  it('by the usual names where the org does not list them', () => {
    const reference = { lengths: {}, stateCodes: {} };
    expect(content({ state: 'Massachusetts' }, { reference })['state']).toBe('MA');
    expect(codes({ state: 'Bavaria' }, { reference })).toEqual(['omitted-invalid state']);
  });
});

describe('owner and lead source', () => {
  it.each([
    [{ owner: lookup(null) }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(null, 'ambiguous') }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(john, 'inactive') }, ['owner-inactive ownerStaffId']],
    [{ leadSource: lookup(null) }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'ambiguous') }, ['source-ambiguous leadSourceId']],
    [linked, []],
    [{}, []],
  ])('%j', (more, wanted) => expect(codes({}, more)).toEqual(wanted));

  it('an owner is never taken away, a lead source that InTouch emptied is', () => {
    expect('ownerStaffId' in content()).toBe(false);
    expect(content()['leadSourceId']).toBeNull();
    const unlinked = content({}, { owner: lookup(null), leadSource: lookup(null) });
    expect(['ownerStaffId' in unlinked, 'leadSourceId' in unlinked]).toEqual([false, false]);
  });
});

it('of a member goes only that it is one', () => {
  const more = { set: { memberStatus: 'Closed - Not Converted' } };
  expect(fitted({ status: 'MEMBER', city: 'Dublin' }, more)).toEqual({ content: { status: 'Closed - Not Converted' }, warnings: [] });
  expect(changedLead(content({ status: 'MEMBER' }, more), facts(more))).toEqual({ Status: 'Closed - Not Converted' });
});
