import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { changeDetails, createBody, createOnly, fit } from './mapper.js';
import { facts, lookup } from './testing/facts.js';

const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', mobile: '(614) 200-9001', homePhone: '614.200.9000', workPhone: '+1 614 200 9002 x7',
  street: '12 Main St', city: 'Columbus', state: 'Ohio', zip: '43004', country: 'US', birthDate: '1990-04-02', gender: 'F', notes: 'Asked  about yoga', contactMethod: 'Web',
};
const codes = (contact: Partial<ContactSnapshot>, more: Parameters<typeof facts>[0] = {}): string[] => fit({ ...jane, workPhone: null, ...contact }, facts(more)).warnings.map(({ code, key }) => `${code} ${key}`);
const content = (contact: Partial<ContactSnapshot>, more: Parameters<typeof facts>[0] = {}): Content => fit({ ...jane, ...contact }, facts(more)).content;

it('fits every field, and sends no more than the page says', () => {
  const { content: fitted, warnings, refusal } = fit(jane, facts({ owner: lookup('0'), leadSource: lookup('3'), set: { noteEmployeeId: 0, noteActionId: 1 } }));
  expect(fitted).toEqual({
    firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', mobile: '6142009001', homePhone: '6142009000', workPhone: '6142009002', street: '12 Main St', city: 'Columbus',
    state: 'OH', zip: '43004', birthDate: '1990-04-02', gender: 'F', notes: 'Asked about yoga', ownerStaffId: 0, leadSourceId: 3,
  });
  expect(warnings.map(({ code }) => code)).toEqual(['extension-dropped']);
  expect(refusal).toBeUndefined();
});

it('makes the create of the page out of it', () => {
  const { content: fitted } = fit(jane, facts({ owner: lookup('0'), leadSource: lookup('3'), set: { noteEmployeeId: 0, noteActionId: 1 } }));
  expect(createBody(fitted, '500123', facts())).toEqual({
    MemberId: '500123', HomeClubId: 1, FirstName: 'Jane', LastName: 'Doe', MembershipTypeId: 2, Address1: '12 Main St', City: 'Columbus', State: 'OH', PostalCode: '43004',
    Gender: 'F', DateOfBirth: '1990-04-02', HomePhone: '6142009000', MobilePhone: '6142009001', WorkPhone: '6142009002', PreferredPhoneType: 'mobile',
    EmailAddress: 'Jane@example.com', SalespersonID: 0, SourceID: 3,
  });
});

it.each([
  [{ mobile: null }, 'home'],
  [{ mobile: null, homePhone: null }, 'work'],
  [{ mobile: null, homePhone: null, workPhone: null }, undefined],
])('prefers the first phone that is sent: %j', (contact, wanted) => {
  const body = createBody(content(contact), '1', facts());
  expect(body['PreferredPhoneType']).toBe(wanted);
  expect('MobilePhone' in body).toBe(false);
});

it('names fields of a change as that call wants them; null clears; what only a create carries stays away', () => {
  expect(changeDetails({ mobile: '6142009009', zip: '43004', street: null, email: 'x@y', birthDate: '1990-04-02', gender: 'F', ownerStaffId: 0, Occupation: 'x' })).toEqual([
    { FieldName: 'MobilePhone', NewValue: '6142009009' }, { FieldName: 'ZipCode', NewValue: '43004' }, { FieldName: 'Address1', NewValue: '' },
    { FieldName: 'EmailAddress', NewValue: 'x@y' }, { FieldName: 'DateOfBirth', NewValue: '1990-04-02' },
  ]);
  expect(createOnly).toEqual({ gender: null, notes: null, ownerStaffId: 'owner-not-updatable', leadSourceId: 'source-not-updatable' });
});

describe('limits', () => {
  it.each([
    ['firstName', 25], ['lastName', 30], ['street', 40], ['city', 30],
  ] as const)('%s is cut at %i', (field, length) => {
    expect(content({ [field]: 'x'.repeat(length) })[field]).toHaveLength(length);
    expect(content({ [field]: 'x'.repeat(length + 1) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length + 1) })).toEqual([`truncated ${field}`]);
  });

  it.each([
    ['email', `${'j'.repeat(55)}@x.com`], ['zip', '43004-12345'], ['mobile', '12345'], ['homePhone', '614200900'], ['workPhone', '26142009000'], ['state', 'Bavaria'],
    ['birthDate', '1899-12-31'],
  ] as const)('%s that does not fit is left out', (field, value) => {
    expect(field in content({ [field]: value })).toBe(false);
    expect(codes({ [field]: value })).toEqual([`omitted-invalid ${field}`]);
  });

  it('a stated length replaces ours, zero does not', () => {
    expect(content({ firstName: 'Maximiliane' }, { form: { lengths: { FirstName: 3 } } })['firstName']).toBe('Max');
    expect(content({ firstName: 'x'.repeat(26) }, { form: { lengths: { FirstName: 30 } } })['firstName']).toHaveLength(26);
    expect('zip' in content({}, { form: { lengths: { Zipcode: 4 } } })).toBe(false);
  });

  it('notes are cut, and sent only where an employee writes them', () => {
    expect('notes' in content({})).toBe(false);
    expect(content({ notes: 'n'.repeat(1_001) }, { set: { noteEmployeeId: 0, noteActionId: 0 } })['notes']).toHaveLength(1_000);
  });

  it('e-mail stays at home where it is not to travel', () => expect('email' in content({}, { set: { syncEmail: false } })).toBe(false));
  it('an unknown gender is left out', () => expect('gender' in content({ gender: null })).toBe(false));
  it('what InTouch has emptied is null', () => expect(content({ city: '', street: null })).toMatchObject({ city: null, street: null }));
});

describe('required by the company', () => {
  it.each([
    ['a name that is nothing but spaces', { firstName: ' \u0007 ' }, {}, 'FirstName'],
    ['a field of the form', { email: null }, { form: { required: ['Email'] } }, 'Email'],
    ['one that did not fit', { mobile: '12' }, { form: { required: ['CellPhone'] } }, 'CellPhone'],
    ['one InTouch does not have', {}, { form: { required: ['Occupation'] } }, 'Occupation'],
    ['the prospect type itself', {}, { form: { prospectTypeId: null } }, 'CategoryID'],
  ])('refuses %s', (_name, contact, more, field) => {
    expect(fit({ ...jane, ...contact }, facts(more)).refusal).toMatchObject({ code: 'missing-required', field });
  });

  it('takes the default with a WARNING', () => {
    const more = { form: { required: ['Email', 'Occupation', 'SourceID'] }, set: { requiredDefaults: { Email: 'none@club.com', Occupation: 'Other', SourceID: '7' } } };
    expect(codes({ email: null }, more)).toEqual(['defaulted email', 'defaulted Occupation', 'defaulted leadSourceId']);
    expect(createBody(content({ email: null }, more), '1', facts(more))).toMatchObject({ EmailAddress: 'none@club.com', Occupation: 'Other', SourceID: 7 });
  });

  it('asks for card number and type of nobody, and for the form only at the create', () => {
    expect(fit(jane, facts()).refusal).toBeUndefined();
    expect(fit({ ...jane, email: null }, facts({ creating: false, form: { required: ['Email'] } })).refusal).toBeUndefined();
    expect(fit({ ...jane, lastName: ' ' }, facts({ creating: false })).refusal).toMatchObject({ field: 'LastName' });
  });
});

describe('owner and lead source', () => {
  it.each([
    [{ owner: lookup(null) }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(null, 'inactive') }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup('5', 'inactive') }, ['owner-inactive ownerStaffId']],
    [{ owner: lookup(null, 'ambiguous') }, ['owner-unlinked ownerStaffId']],
    [{ leadSource: lookup(null) }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'ambiguous') }, ['source-ambiguous leadSourceId']],
    [{ owner: lookup('0'), leadSource: lookup('0') }, []],
  ])('%j', (more, wanted) => expect(codes({}, more)).toEqual(wanted));

  it('0 is an id', () => expect(content({}, { owner: lookup('0'), leadSource: lookup('0') })).toMatchObject({ ownerStaffId: 0, leadSourceId: 0 }));
});
