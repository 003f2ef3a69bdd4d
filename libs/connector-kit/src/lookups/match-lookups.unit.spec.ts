import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Lookup } from '../store/lookup.store.js';
import { leadSourceRules, matchLookups, staffRules, type LookupResult, type MatchRules } from './match-lookups.js';

const own = (more: Partial<Lookup>): Lookup => ({
  clubId: 'c', kind: 'staff', id: '1', name: 'Zoe Zero', email: null, active: true, version: '1', vendorId: null, status: null, detail: null, undoneVendorId: null, ...more,
});
const source = (more: Partial<Lookup>): Lookup => own({ kind: 'lead-sources', ...more });
const one = (lookup: Lookup, theirs: Parameters<typeof matchLookups>[1], rules: MatchRules): LookupResult => matchLookups([lookup], theirs, rules).get(lookup.id)!;

const byMail = staffRules('Sim');
const byName = leadSourceRules('Sim');
const staff = [
  { vendorId: '0', name: 'Zoe', email: 'zero@myclub.com', active: true },
  { vendorId: '2', name: 'Amy', email: 'front@myclub.com' },
  { vendorId: '3', name: 'Bob', email: 'Front@MyClub.com ' },
  { vendorId: '4', name: 'None', email: null },
  { vendorId: '5', name: 'Old', email: 'old@myclub.com', active: false },
];
const sources = [{ vendorId: '5', name: 'Social Media ' }, { vendorId: '10', name: 'Twice' }, { vendorId: '9', name: 'twice' }, { vendorId: '11', name: 'Old Paper', active: false }];

describe('staff', () => {
  it.each([
    ['one, any case, trimmed, id 0', ' ZERO@myclub.com', '0', 'matched'],
    ['two or more', 'front@myclub.com', null, 'ambiguous'],
    ['none', 'nobody@myclub.com', null, 'not-found'],
    ['only an inactive one', 'old@myclub.com', null, 'inactive'],
    ['no address of ours', null, null, 'no-email'],
    ['an empty address of ours', ' ', null, 'no-email'],
  ])('%s', (_name, email, vendorId, status) => expect(one(own({ email }), staff, byMail)).toMatchObject({ vendorId, status }));

  it('names who shares an address, and warns', () => {
    expect(one(own({ email: 'front@myclub.com' }), staff, byMail)).toMatchObject({ detail: expect.stringMatching(/Amy.*Bob/), warning: 'staff-ambiguous' });
  });

  it('who is not active in InTouch is not looked for', () => {
    expect(one(own({ email: 'zero@myclub.com', active: false }), staff, byMail)).toMatchObject({ vendorId: null, status: 'inactive' });
  });
});

describe('lead sources', () => {
  it.each([
    ['cleaned, any case', ' social  MEDIA', '5', 'matched'],
    ['several', 'twice', null, 'ambiguous'],
    ['none', 'Radio', null, 'not-found'],
    ['only an inactive one', 'old paper', null, 'inactive'],
  ])('%s', (_name, name, vendorId, status) => expect(one(source({ name }), sources, byName)).toMatchObject({ vendorId, status }));

  it('the lowest id of several, where the vendor has it so, with a WARNING', () => {
    expect(one(source({ name: 'TWICE' }), sources, leadSourceRules('Sim', { several: 'lowest-id' }))).toMatchObject({ vendorId: '9', status: 'matched', warning: 'source-ambiguous' });
  });

  it('the first of two that are equal there keeps it', () => {
    const rules = leadSourceRules('Sim', { key: (name) => name.slice(0, 6).toLowerCase(), exclusive: true });
    const results = matchLookups([source({ id: 'a', name: 'Social club' }), source({ id: 'b', name: 'SOCIAL work' })], sources, rules);
    expect(results.get('a')).toMatchObject({ vendorId: '5', status: 'matched' });
    expect(results.get('b')).toMatchObject({ vendorId: null, status: 'ambiguous', warning: 'source-collision' });
    // Also where the second is the one that has it.
    const held = matchLookups([source({ id: 'a', name: 'Social club' }), source({ id: 'b', name: 'SOCIAL work', vendorId: '5', status: 'matched' })], sources, rules);
    expect([held.get('a')!.vendorId, held.get('b')!.vendorId]).toEqual([null, '5']);
  });

  it('says which are missing at the vendor, and only those', () => {
    expect(['Radio', 'twice', 'old paper', 'social media'].map((name) => one(source({ name }), sources, byName).missing ?? false)).toEqual([true, false, false, false]);
  });
});

describe('what is linked', () => {
  it('stays so whatever it is called today, and where the list does not have it', () => {
    for (const vendorId of ['0', '99']) {
      expect(one(own({ email: 'other@myclub.com', vendorId, status: 'matched', detail: 'Linked by hand.' }), staff, byMail)).toEqual({ vendorId, status: 'matched', detail: 'Linked by hand.' });
    }
    expect(one(own({ vendorId: '7', status: 'created' }), null, byMail)).toMatchObject({ vendorId: '7', status: 'created' });
  });

  it('is told where it is not active any more, until it is again', () => {
    expect(one(own({ vendorId: '5', status: 'matched' }), staff, byMail)).toMatchObject({ vendorId: '5', status: 'inactive' });
    expect(one(own({ vendorId: '0', status: 'inactive', detail: 'was not active' }), staff, byMail)).toEqual({ vendorId: '0', status: 'matched', detail: null });
  });

  it('and was unlinked by a person is not linked to the same again, but to another', () => {
    const undone = own({ email: 'zero@myclub.com', undoneVendorId: '0' });
    expect(one(undone, staff, byMail)).toMatchObject({ vendorId: null, status: 'not-found', detail: expect.stringContaining('Zoe') });
    expect(one(undone, staff, byMail).missing).toBeUndefined();
    expect(one({ ...undone, email: 'front@myclub.com', undoneVendorId: '2' }, staff, byMail)).toMatchObject({ vendorId: '3', status: 'matched' });
  });
});

it('without a list nothing is matched, and it is said so', () => {
  expect(one(source({ name: 'Radio' }), null, byName)).toMatchObject({ vendorId: null, status: 'unsupported' });
});
