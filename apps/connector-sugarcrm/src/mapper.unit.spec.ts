import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { changedLead, createOnly, fit, newLead } from './mapper.js';
import { facts, jane, lookup, settings, user } from './testing/facts.js';

type More = Parameters<typeof facts>[0];
const fitted = (contact: Partial<ContactSnapshot>, more: More = {}) => fit({ ...jane, ...contact }, facts(more));
const content = (contact: Partial<ContactSnapshot>, more: More = {}): Content => fitted(contact, more).content;
const codes = (contact: Partial<ContactSnapshot>, more: More = {}): string[] => fitted(contact, more).warnings.map(({ code, key }) => `${code} ${key}`);

const whole: Content = {
  firstName: 'Jane', lastName: 'O\'Brien', email: 'Jane@example.com', mobile: '+1 614 200 1000', homePhone: '(614) 200-1001', workPhone: '614.200.1002 x12', street: '12 Main St', city: 'Boston',
  state: 'Massachusetts', zip: '02134-A', country: 'US', birthDate: '1990-04-02', notes: 'Asked about yoga', leadSourceId: 'Web Site', ownerStaffId: user, newStatus: 'New',
};
const linked = { owner: lookup(user), leadSource: lookup('Web Site') };

it('fits every field, and writes each to the CRM\'s own', () => {
  const { content: given, warnings, refusal } = fitted({}, linked);
  expect([given, warnings, refusal]).toEqual([whole, [], undefined]);
  expect(newLead(given, settings)).toEqual({
    first_name: 'Jane', last_name: 'O\'Brien', email1: 'Jane@example.com', phone_mobile: '+1 614 200 1000', phone_home: '(614) 200-1001', phone_work: '614.200.1002 x12',
    primary_address_street: '12 Main St', primary_address_city: 'Boston', primary_address_state: 'Massachusetts', primary_address_postalcode: '02134-A', primary_address_country: 'US',
    birthdate: '1990-04-02', description: 'Asked about yoga', lead_source: 'Web Site', status: 'New', assigned_user_id: user, account_name: 'north',
  });
});

it('sends only what changed, an empty text for what was emptied, and the club\'s mark no more', () => {
  expect(changedLead({ city: 'Dublin', email: null, leadSourceId: null }, settings)).toEqual({ email1: '', primary_address_city: 'Dublin', lead_source: '' });
});

it('leaves out of a new lead what has no value', () => {
  expect(newLead({ lastName: 'Doe', city: null, email: null }, { ...settings, clubField: 'intouch_club_c' })).toEqual({ last_name: 'Doe', intouch_club_c: 'north' });
});

it('notes and the status of a new lead go with a create alone', () => {
  expect(createOnly).toEqual({ notes: null, newStatus: null });
  expect('newStatus' in content({}, { set: { newStatus: '' } })).toBe(false);
});

describe('limits', () => {
  it.each([
    ['firstName', 100], ['lastName', 100], ['street', 150], ['city', 100], ['state', 100], ['notes', 20_000],
  ] as const)('%s is cut at %i', (field, length) => {
    expect([content({ [field]: 'x'.repeat(length) })[field], codes({ [field]: 'x'.repeat(length) })]).toEqual(['x'.repeat(length), []]);
    expect([content({ [field]: 'x'.repeat(length + 1) })[field], codes({ [field]: 'x'.repeat(length + 1) })]).toEqual(['x'.repeat(length), [`truncated ${field}`]]);
  });

  it.each([
    ['email', `${'j'.repeat(252)}@x.y`], ['email', 'a@b@c'], ['email', 'a b@c'], ['zip', '1'.repeat(21)], ['mobile', 'call me'], ['homePhone', '1'.repeat(101)], ['birthDate', '1899-12-31'],
    ['birthDate', '2026-11-26'], ['birthDate', '1990-02-30'],
  ] as const)('%s that does not fit is left out: %s', (field, value) => {
    expect([field in content({ [field]: value }), codes({ [field]: value })]).toEqual([false, [`omitted-invalid ${field}`]]);
  });

  it.each([
    ['email', `${'j'.repeat(251)}@x.y`], ['zip', 'x'.repeat(20)], ['workPhone', 'x'.repeat(99) + '1'], ['birthDate', '2026-11-25'],
  ] as const)('%s just fits: %s', (field, value) => expect(codes({ [field]: value })).toEqual([]));

  it('what InTouch has emptied is null; names never are', () => {
    expect(content({ city: ' ', email: null, mobile: '', notes: null, zip: null })).toMatchObject({ city: null, email: null, mobile: null, notes: null, zip: null });
    expect('firstName' in content({ firstName: '<b>' })).toBe(false);
  });
});

describe('plain', () => {
  it.each([
    ['a < b and I <3 you', 'a < b and I <3 you', []],
    ['Zoe <b>Bold</b> <x> <!-- hm -->', 'Zoe Bold', ['char-replaced city']],
    ['an open <b', 'an open < b', ['char-replaced city']],
    ['an open </b or <!', 'an open < /b or < !', ['char-replaced city']],
    ['<a<b>c>', '< ac>', ['char-replaced city']],
    ['Smile 😀 now', 'Smile now', ['char-replaced city']],
    ['A\u0007B\tC', 'A B C', []],
    ['Cafe\u0301', 'Café', []],
    ['<b></b>', null, ['char-replaced city']],
  ])('%j', (city, wanted, warned) => expect([content({ city })['city'], codes({ city })]).toEqual([wanted, warned]));

  it('keeps the lines of notes', () => {
    const notes = ' One  line \r\n<b>two</b>\n\n😀\rlast ';
    expect([content({ notes })['notes'], codes({ notes })]).toEqual(['One line\ntwo\n\n\nlast', ['char-replaced notes']]);
  });
});

it.each(['', ' \u0007 ', '<x>', '😀'])('without a last name it is refused before the call: %j', (lastName) => {
  for (const creating of [true, false]) expect(fitted({ lastName }, { creating }).refusal).toMatchObject({ code: 'missing-required', field: 'lastName' });
});

describe('attributes', () => {
  const attributes = { 'form.goal': ' Strength ', 'action.tour': '2026-11-20', 'form.age': 41, 'form.new': true, 'form.likes': ['yoga', 'Spin'], 'form.none': null, 'form.blank': '  ' };
  const set = { attributeFields: { 'form.goal': 'goal_c', 'form.likes': 'likes_c', 'form.gone': 'gone_c' } };

  it('with a field of their own go there, on an update too; the others into the description', () => {
    const { content: given } = fitted({ attributes }, { set });
    expect(given).toMatchObject({
      'attributes.form.goal': 'Strength', 'attributes.form.likes': 'yoga, Spin', 'attributes.form.gone': null,
      notes: 'Asked about yoga\n\naction.tour: 2026-11-20\nform.age: 41\nform.new: true',
    });
    expect(changedLead({ 'attributes.form.goal': null, 'attributes.form.likes': 'x' }, { ...settings, ...set })).toEqual({ goal_c: '', likes_c: 'x' });
  });

  it('without notes they stand alone; not wanted, they do not stand there', () => {
    expect(content({ notes: null, attributes: { b: 'two\nlines', a: 1 } })['notes']).toBe('a: 1\nb: two lines');
    expect(content({ attributes }, { set: { attributesInDescription: false } })['notes']).toBe('Asked about yoga');
  });

  it.each(['deleted', 'id', 'new_with_id', 'status', 'account_name', 'email', 'X', 'a b', 'm_or_f_c'])('no attribute is ever written to %s', (field) => {
    const own = { ...settings, attributeFields: { 'form.goal': field }, genderField: 'm_or_f_c' };
    expect(Object.keys(content({ attributes }, { set: own })).filter((key) => key.startsWith('attributes.'))).toEqual([]);
    expect(newLead({ 'attributes.form.goal': '1' }, own)).toEqual({ account_name: 'north' });
  });
});

it('gender only where there is a field for it', () => {
  expect('gender' in content({})).toBe(false);
  const set = { genderField: 'gender_c' };
  expect([content({}, { set })['gender'], content({ gender: null }, { set })['gender']]).toEqual(['F', null]);
  expect(newLead({ gender: 'F' }, { ...settings, ...set })).toMatchObject({ gender_c: 'F' });
});

it.each([
  [{ owner: lookup(null) }, ['owner-unlinked ownerStaffId']],
  [{ owner: lookup(user, 'inactive') }, ['owner-inactive ownerStaffId']],
  [{ leadSource: lookup(null) }, ['source-unlinked leadSourceId']],
  [{ leadSource: lookup(null, 'ambiguous') }, ['source-ambiguous leadSourceId']],
  [linked, []], [{}, []],
])('owner and lead source: %j', (more, warned) => {
  expect(codes({}, more)).toEqual(warned);
  for (const key of ['ownerStaffId', 'leadSourceId']) expect(content({}, { owner: lookup(null), leadSource: lookup(null) })).not.toHaveProperty(key);
});

it('of a member only that he is one', () => {
  const { content: given } = fitted({ status: 'MEMBER' }, { ...linked, set: { memberStatus: 'Member', genderField: 'gender_c' } });
  expect(given).toEqual({ status: 'Member' });
  expect(changedLead(given, settings)).toEqual({ status: 'Member' });
});
