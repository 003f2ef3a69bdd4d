import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { createOnly, fit } from './mapper.js';
import { campaign, employee, facts, lookup, soap, whole } from './testing/facts.js';

type More = Parameters<typeof facts>[0];

const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '(501) 555-0101', homePhone: '501.555.0100', workPhone: '+1 501 555 0102 x1234',
  street: '12 Main St', city: 'Sherwood', state: 'Arkansas', zip: '72120', country: null, birthDate: '1990-04-02', gender: null, notes: 'Asked  about yoga', contactMethod: 'Web',
};
const codes = (contact: Partial<ContactSnapshot>, more: More = {}): string[] => fit({ ...jane, ...contact }, facts(more)).warnings.map(({ code, key }) => `${code} ${key}`);
const content = (contact: Partial<ContactSnapshot>, more: More = {}): Content => fit({ ...jane, ...contact }, facts(more)).content;

it('fits every field, and sends no more than the page says', () => {
  const { content: fitted, warnings, refusal } = fit(jane, facts({ owner: lookup(employee), leadSource: lookup(campaign) }));
  expect(fitted).toEqual(whole);
  expect(warnings).toEqual([]);
  expect(refusal).toBeUndefined();
});

it('SOAP has no field for country, notes and extension', () => {
  const { notes: _notes, country: _country, ...rest } = whole;
  const { content: fitted, warnings } = fit(jane, facts({ set: soap, owner: lookup(employee), leadSource: lookup(campaign) }));
  expect(fitted).toEqual({ ...rest, workPhone: '5015550102' });
  expect(warnings.map(({ code, key }) => `${code} ${key}`)).toEqual(['extension-dropped workPhone']);
});

it('notes go with a create alone, and a later change of them needs no word', () => expect(createOnly).toEqual({ notes: null }));

describe('limits', () => {
  it.each([
    ['firstName', 15], ['lastName', 19], ['street', 40], ['city', 17], ['notes', 255],
  ] as const)('%s is cut at %i', (field, length) => {
    expect(content({ [field]: 'x'.repeat(length) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length) })).toEqual([]);
    expect(content({ [field]: 'x'.repeat(length + 1) })[field]).toHaveLength(length);
    expect(codes({ [field]: 'x'.repeat(length + 1) })).toEqual([`truncated ${field}`]);
  });

  it.each([
    ['email', `${'j'.repeat(57)}@x.y`], ['zip', '72120-12345'], ['mobile', '12345'], ['homePhone', '501555010'], ['workPhone', '25015550102'], ['state', 'Bavaria'],
    ['birthDate', '1899-12-31'], ['birthDate', '2026-11-26'],
  ] as const)('%s that does not fit is left out: %s', (field, value) => {
    for (const set of [{}, soap]) {
      expect(field in content({ workPhone: null, [field]: value }, { set })).toBe(false);
      expect(codes({ workPhone: null, [field]: value }, { set })).toEqual([`omitted-invalid ${field}`]);
    }
  });

  it.each([
    ['email', `${'j'.repeat(56)}@x.y`], ['zip', '72120-1234'], ['birthDate', '2026-11-25'], ['state', 'yt'],
  ] as const)('%s just fits: %s', (field, value) => expect(codes({ [field]: value })).toEqual([]));

  it('what InTouch has emptied is null', () => expect(content({ city: '', street: null, email: ' ', workPhone: null })).toMatchObject({ city: null, street: null, email: null, workPhone: null }));
});

describe('the work phone', () => {
  it.each([
    ['5015550102 x1', '5015550102 x1', []],
    ['5015550102 ext. 1234', '5015550102 x1234', []],
    ['5015550102 x12345', '5015550102', ['extension-dropped workPhone']],
    ['5015550102 x', '5015550102', []],
    ['5015550102', '5015550102', []],
  ])('%s', (workPhone, wanted, warned) => {
    expect(content({ workPhone })['workPhone']).toBe(wanted);
    expect(codes({ workPhone })).toEqual(warned);
  });

  it.each(['mobile', 'homePhone'] as const)('%s has no field for an extension', (field) => {
    expect(content({ [field]: '5015550103 x12' })[field]).toBe('5015550103');
    expect(codes({ [field]: '5015550103 x12' })).toEqual([`extension-dropped ${field}`]);
  });
});

it.each([
  ['M', 'Male'], ['F', 'Female'], [null, 'Unknown'], [undefined, 'Unknown'],
] as const)('gender %s is sent as %s, without a warning', (gender, wanted) => {
  expect(content({ gender })['gender']).toBe(wanted);
  expect(codes({ gender })).toEqual([]);
});

it.each([
  ['CA', {}, 'CA'], [null, {}, 'US'], [null, { defaultCountry: 'CA' }, 'CA'], [undefined, { defaultCountry: 'CA' }, 'CA'],
])('country %s with %j is %s', (country, set, wanted) => expect(content({ country }, { set })['country']).toBe(wanted));

it.each(['firstName', 'lastName'] as const)('%s that is nothing but spaces is refused before the call', (field) => {
  for (const creating of [true, false]) {
    expect(fit({ ...jane, [field]: ' \u0007 ' }, facts({ creating })).refusal).toMatchObject({ code: 'missing-required', field });
  }
});

describe('owner and lead source', () => {
  it.each([
    [{ owner: lookup(null) }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(null, 'inactive') }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(null, 'ambiguous') }, ['owner-unlinked ownerStaffId']],
    [{ owner: lookup(employee, 'inactive') }, ['owner-inactive ownerStaffId']],
    [{ leadSource: lookup(null) }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'unsupported') }, ['source-unlinked leadSourceId']],
    [{ leadSource: lookup(null, 'ambiguous') }, ['source-ambiguous leadSourceId']],
    [{ owner: lookup(employee), leadSource: lookup(campaign) }, []],
    [{}, []],
  ])('%j', (more, wanted) => expect(codes({}, more)).toEqual(wanted));

  it('an unlinked one is left as it is, never cleared', () => {
    const fitted = content({}, { owner: lookup(null), leadSource: lookup(null) });
    expect('ownerStaffId' in fitted || 'leadSourceId' in fitted).toBe(false);
  });

  it('an inactive employee\'s id is sent all the same', () => expect(content({}, { owner: lookup(employee, 'inactive') })['ownerStaffId']).toBe(employee));
});
