import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content, FitFacts } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { changedProspect, createOnly, fit, newProspect } from './mapper.js';
import { facts, jane, lookup } from './testing/facts.js';

type Facts = Partial<FitFacts<null>>;
const fitted = (contact: Partial<ContactSnapshot> = {}, more: Facts = {}) => fit({ ...jane, workPhone: null, ...contact }, facts(more));
const content = (contact: Partial<ContactSnapshot> = {}, more: Facts = {}): Content => fitted(contact, more).content;
const codes = (contact: Partial<ContactSnapshot>, more: Facts = {}): string[] => fitted(contact, more).warnings.map(({ code, key }) => `${code} ${key}`);
const linked = { owner: lookup('11'), leadSource: lookup('21') };

it('fits every field, and sends no more than the page says', () => {
  const { content: all, warnings, refusal } = fit(jane, facts(linked));
  expect(all).toEqual({
    firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', homePhone: '6175550100', workPhone: '6175550102', mobile: '6175550101', street: '12 Main St', city: 'Boston',
    state: 'MA', zip: '02134', notes: 'Asked about yoga', leadSourceId: '21', ownerStaffId: '11',
  });
  expect(warnings.map(({ code, key }) => [code, key])).toEqual([['extension-dropped', 'workPhone']]);
  expect(refusal).toBeUndefined();
});

describe('a new prospect', () => {
  it('is the one of the page, in the order of its table', () => {
    const all = newProspect(fit(jane, facts(linked)).content, 'lead-1');
    expect(Object.entries(all)).toEqual([
      ['ProspectId', '0'], ['ExternalRef', 'lead-1'], ['FirstName', 'Jane'], ['LastName', 'Doe'], ['Email', 'Jane@example.com'], ['HomePhone', '6175550100'], ['WorkPhone', '6175550102'],
      ['MobilePhone', '6175550101'], ['Address1', '12 Main St'], ['City', 'Boston'], ['State', 'MA'], ['Zip', '02134'], ['LeadSourceId', '21'], ['MembershipAdvisorId', '11'], ['Notes', 'Asked about yoga'],
    ]);
  });

  it('has nothing for what is empty', () => {
    expect(newProspect(content({ email: null, homePhone: '', street: null, city: ' ', state: null, zip: null, notes: null }), 'lead-1')).toEqual({
      ProspectId: '0', ExternalRef: 'lead-1', FirstName: 'Jane', LastName: 'Doe', MobilePhone: '6175550101',
    });
  });
});

describe('an update', () => {
  it('carries every value there is, but no notes', () => {
    expect(createOnly).toEqual({ notes: null });
    expect(Object.keys(changedProspect('5001', 'lead-1', content({}, linked), { city: 'Dublin' }))).toEqual([
      'ProspectId', 'ExternalRef', 'FirstName', 'LastName', 'Email', 'HomePhone', 'MobilePhone', 'Address1', 'City', 'State', 'Zip', 'LeadSourceId', 'MembershipAdvisorId',
    ]);
  });

  it('clears what was sent and emptied, and is silent about what was never sent', () => {
    const emptied = content({ email: null, street: null, city: null });
    expect(changedProspect('5001', 'lead-1', emptied, { email: null, city: null })).toEqual({
      ProspectId: '5001', ExternalRef: 'lead-1', FirstName: 'Jane', LastName: 'Doe', Email: null, HomePhone: '6175550100', MobilePhone: '6175550101', City: null, State: 'MA', Zip: '02134',
    });
  });

  it('leaves alone what does not fit', () => {
    expect('Zip' in changedProspect('5001', 'lead-1', content({ zip: '02134-12345' }), { city: 'Dublin' })).toBe(false);
  });
});

describe('limits', () => {
  it.each([
    ['firstName', 15], ['lastName', 20], ['street', 30], ['city', 20], ['notes', 500],
  ] as const)('%s is cut at %i', (field, length) => {
    expect(content({ [field]: 'x'.repeat(length) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length) })).toEqual([]);
    expect(content({ [field]: 'x'.repeat(length + 1) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length + 1) })).toEqual([`truncated ${field}`]);
  });

  it.each([
    ['email', `${'j'.repeat(45)}@x.com`], ['email', 'a@b@c'], ['email', 'žofie@example.com'], ['zip', '02134-12345'], ['mobile', '12345'], ['homePhone', '617555010'], ['workPhone', '26175550101'],
    ['state', 'Bavaria'],
  ] as const)('%s that does not fit is left out: %s', (field, value) => {
    expect(field in content({ [field]: value })).toBe(false);
    expect(codes({ [field]: value })).toEqual([`omitted-invalid ${field}`]);
  });

  it('keeps an e-mail address of 50, and a zip of 10', () => {
    const email = `${'j'.repeat(44)}@x.com`;
    expect(content({ email, zip: 'k1a0b1-234' })).toMatchObject({ email, zip: 'K1A0B1-234' });
  });

  it('what InTouch does not send along is no warning', () => expect(codes({ country: 'DE', birthDate: 'never', gender: null, contactMethod: null })).toEqual([]));
});

describe('the alphabet of the vendor', () => {
  it.each([
    ['firstName', 'Žofie', 'Zofie', false],
    ['firstName', 'José Ñandú', 'José Ñandú', false],
    ['lastName', 'Łukasz', '?ukasz', true],
    ['street', '🏠 Main St', '? Main St', true],
    ['city', 'Αθήνα x', '????? x', true],
    ['notes', 'ﬁne…', 'fine...', false],
  ] as const)('%s %s is sent as %s', (field, value, wanted, told) => {
    expect(content({ [field]: value })[field]).toBe(wanted);
    expect(codes({ [field]: value })).toEqual(told ? [`char-replaced ${field}`] : []);
  });

  it('comes before the length', () => {
    expect(content({ firstName: `${'x'.repeat(13)}…` })['firstName']).toBe(`${'x'.repeat(13)}..`);
  });

  it.each([['firstName', 'Αθηνά'], ['lastName', '🏠'], ['lastName', '. -'], ['firstName', ' \u0007 '], ['lastName', `${'🏠'.repeat(20)}x`]] as const)('no letter is left of the %s %j', (field, value) => {
    expect(fitted({ [field]: value }).refusal).toMatchObject({ code: 'missing-required', field });
    expect(fitted({ [field]: value }, { creating: false }).refusal).toMatchObject({ field });
  });
});

describe('a way to reach the person', () => {
  const none = { email: null, homePhone: null, workPhone: null, mobile: null };

  it.each([
    ['none', none],
    ['none that fits', { email: 'no address', homePhone: '12', workPhone: 'ext 5', mobile: '555-0101' }],
  ])('%s', (_name, contact) => {
    expect(fitted(contact).refusal).toMatchObject({ code: 'missing-required', field: 'contact' });
    expect(fitted(contact, { creating: false }).refusal).toMatchObject({ field: 'contact' });
  });

  it.each([{ email: 'a@b' }, { homePhone: '6175550100' }, { workPhone: '6175550100' }, { mobile: '6175550100' }])('one is enough: %j', (contact) => {
    expect(fitted({ ...none, ...contact }).refusal).toBeUndefined();
  });
});

describe('owner and lead source', () => {
  it.each([
    [{ owner: lookup(null) }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(null, 'ambiguous') }, ['owner-unlinked ownerStaffId']],
    [{ leadSource: lookup(null) }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'ambiguous') }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'inactive') }, ['source-unlinked leadSourceId']],
    [linked, []],
  ])('%j', (more, wanted) => expect(codes({}, more)).toEqual(wanted));

  it('set but not linked is left out, emptied is cleared', () => {
    const unlinked = content({}, { owner: lookup(null), leadSource: lookup(null) });
    expect(['ownerStaffId' in unlinked, 'leadSourceId' in unlinked]).toEqual([false, false]);
    expect(content()).toMatchObject({ ownerStaffId: null, leadSourceId: null });
    expect(changedProspect('5001', 'lead-1', content(), { ownerStaffId: null })).toMatchObject({ MembershipAdvisorId: null });
    expect('LeadSourceId' in changedProspect('5001', 'lead-1', content(), { ownerStaffId: null })).toBe(false);
  });
});
