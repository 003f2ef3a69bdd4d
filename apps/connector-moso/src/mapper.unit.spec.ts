import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { changedMember, createOnly, fit, newMember } from './mapper.js';
import { facts, jane, known } from './testing/facts.js';

type More = Parameters<typeof facts>[0];
const plain: Partial<ContactSnapshot> = { workPhone: null };
const fitted = (contact: Partial<ContactSnapshot> = {}, more: More = {}) => fit({ ...jane, ...plain, ...contact }, facts(more));
const content = (contact: Partial<ContactSnapshot> = {}, more: More = {}): Content => fitted(contact, more).content;
const codes = (contact: Partial<ContactSnapshot>, more: More = {}): string[] => fitted(contact, more).warnings.map(({ code, key }) => `${code} ${key}`);

it('fits every field, and sends no more than the page says', () => {
  const { content: all, warnings, refusal } = fit({ ...jane, ownerStaffId: 'staff-1', leadSourceId: 'source-1' }, facts());
  expect(all).toEqual({
    firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', homePhone: '6172001000', workPhone: '6172001002', mobile: '6172001001', street: '12 Main St', city: 'Boston', state: 'MA',
    zip: '02134', birthDate: '1990-04-02', gender: 'F', notes: 'Asked about yoga', ownerStaffId: 'Smith', leadSourceId: 'Web', membershipType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22,
  });
  expect(warnings.map(({ code, key }) => [code, key])).toEqual([['extension-dropped', 'workPhone']]);
  expect(refusal).toBeUndefined();
});

describe('a new record', () => {
  it('is the one of the page, in the order of its table', () => {
    const all = newMember(content({ ownerStaffId: 'staff-1', leadSourceId: 'source-1' }), facts());
    expect(Object.entries(all)).toEqual([
      ['FirstName', 'Jane'], ['LastName', 'Doe'], ['Address1', '12 Main St'], ['City', 'Boston'], ['State', 'MA'], ['Zip', '02134'], ['Phone1', '(617) 200-1000'], ['Phone3', '(617) 200-1001'],
      ['Email', 'Jane@example.com'], ['Gender', 'F'], ['Birthday', '1990-04-02T00:00:00'], ['HomeClub', '001'], ['Membership_Type', 'INTCH'], ['RefAgreementID', 11], ['RefAgreementPriceID', 22],
      ['Source', 'Web'], ['Salesperson', 'Smith'], ['Salesperson3', 'lead-1'], ['Memo', 'Asked about yoga'],
    ]);
  });

  it('has nothing for what is empty', () => {
    const empty = { email: null, homePhone: '', mobile: null, street: null, city: ' ', state: null, zip: null, birthDate: null, gender: null, notes: null };
    expect(newMember(content(empty), facts())).toEqual({
      FirstName: 'Jane', LastName: 'Doe', HomeClub: '001', Membership_Type: 'INTCH', RefAgreementID: 11, RefAgreementPriceID: 22, Salesperson3: 'lead-1',
    });
  });

  it('of a contact that is a member already has the member type and its agreement', () => {
    const set = { memberRefAgreementId: 12, memberRefAgreementPriceId: 24 };
    expect(newMember(content({ status: 'MEMBER' }, { set }), facts({ set }))).toMatchObject({ Membership_Type: 'GOLD', RefAgreementID: 12, RefAgreementPriceID: 24 });
  });

  it('keeps our id only where the club lets it', () => {
    const set = { externalIdField: 'none' };
    expect('Salesperson3' in newMember(content({}, { set }), facts({ set }))).toBe(false);
    expect(changedMember('102290', { city: 'Dublin' }, facts({ set }))).toEqual({ ID: '102290', City: 'Dublin' });
  });
});

describe('an update', () => {
  it('carries what changed, our id, and an empty text for what InTouch has emptied', () => {
    expect(changedMember('102290', { mobile: '6172001009', birthDate: '1991-01-02', email: null, ownerStaffId: null }, facts())).toEqual({
      ID: '102290', Phone3: '(617) 200-1009', Email: '', Birthday: '1991-01-02T00:00:00', Salesperson: '', Salesperson3: 'lead-1',
    });
  });

  it('never speaks of type, agreement and notes', () => {
    expect(createOnly).toEqual({ notes: null, membershipType: null, refAgreementId: null, refAgreementPriceId: null });
    expect(changedMember('1', { notes: 'x', membershipType: 'GOLD', refAgreementId: 1, refAgreementPriceId: 2 }, facts())).toEqual({ ID: '1', Salesperson3: 'lead-1' });
  });
});

describe('limits', () => {
  it.each([
    ['firstName', 20], ['lastName', 30], ['street', 40], ['city', 25], ['notes', 1_000],
  ] as const)('%s is cut at %i', (field, length) => {
    expect(content({ [field]: 'x'.repeat(length) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length) })).toEqual([]);
    expect(content({ [field]: 'x'.repeat(length + 1) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length + 1) })).toEqual([`truncated ${field}`]);
  });

  it.each([
    ['email', `${'j'.repeat(45)}@x.com`], ['email', 'a@b@c'], ['zip', '02134-12345'], ['mobile', '12345'], ['homePhone', '617200100'], ['state', 'Bavaria'], ['birthDate', '2026-11-26'],
    ['birthDate', '1899-12-31'],
  ] as const)('%s that does not fit is left out: %s', (field, value) => {
    expect(field in content({ [field]: value })).toBe(false);
    expect(codes({ [field]: value })).toEqual([`omitted-invalid ${field}`]);
  });

  it('an unknown gender says nothing', () => expect('gender' in content({ gender: null })).toBe(false));
  it('what MoSoClub has no field for is no warning', () => expect(codes({ country: 'DE', contactMethod: 'Phone' })).toEqual([]));
});

describe('owner and lead source', () => {
  it('not in the table: left out, with a WARNING that names them', () => {
    const contact = { ownerStaffId: 'staff-2', leadSourceId: 'source-2' };
    const { content: all, warnings } = fitted(contact, { owner: known('staff-2', 'Zoe Zero') });
    expect(['ownerStaffId' in all, 'leadSourceId' in all]).toEqual([false, false]);
    expect(warnings).toMatchObject([
      { code: 'owner-unlinked', key: 'ownerStaffId', detail: 'Sent without its owner "Zoe Zero": salespersonMap has no entry for staff-2.' },
      { code: 'source-unlinked', key: 'leadSourceId', detail: 'Sent without its lead source "source-2": sourceMap has no entry for source-2.' },
    ]);
  });

  it('emptied in InTouch: cleared, as any other field', () => expect(content({ ownerStaffId: null })).toMatchObject({ ownerStaffId: null, leadSourceId: null }));
  it('a blank entry is none', () => expect(codes({ ownerStaffId: 'a' }, { set: { salespersonMap: { a: ' ' } } })).toEqual(['owner-unlinked ownerStaffId']));
  it('an id is no property of objects', () => expect(codes({ leadSourceId: 'constructor' })).toEqual(['source-unlinked leadSourceId']));
});

describe('what is not sent at all', () => {
  it.each(['firstName', 'lastName'] as const)('without %s', (field) => expect(fitted({ [field]: ' ' }).refusal).toMatchObject({ code: 'missing-required', field }));

  it('a new record of a type that means something else', () => {
    const set = { defaultLeadType: 'GOLD' };
    expect(fitted({}, { set }).refusal).toMatchObject({ code: 'missing-required', field: 'status', detail: expect.stringContaining('defaultLeadType') });
    expect(fitted({}, { set, creating: false }).refusal).toBeUndefined();
    expect(fitted({ status: 'MEMBER' }, { set }).refusal).toBeUndefined();
  });
});
