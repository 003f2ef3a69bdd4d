import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import type { Lookup } from '../store/lookup.store.js';
import { matchLeadSource, matchStaff } from './match-lookups.js';

const own = (more: Partial<Lookup>): Lookup => ({
  clubId: 'c', kind: 'staff', id: '1', name: 'Zoe Zero', email: null, active: true, vendorId: null, status: null, detail: null, byHand: false, linkedName: null, linkedEmail: null, ...more,
});
const staff = [
  { vendorId: '0', name: 'Zoe', email: 'zero@myclub.com', active: true },
  { vendorId: '2', name: 'Amy', email: 'front@myclub.com' },
  { vendorId: '3', name: 'Bob', email: 'Front@MyClub.com ' },
  { vendorId: '4', name: 'None', email: null },
  { vendorId: '5', name: 'Old', email: 'old@myclub.com', active: false },
];

it.each([
  ['one, any case, trimmed, id 0', ' ZERO@myclub.com', '0', 'matched'],
  ['two or more', 'front@myclub.com', null, 'ambiguous'],
  ['none', 'nobody@myclub.com', null, 'not-found'],
  ['only an inactive one', 'old@myclub.com', null, 'inactive'],
  ['no address of ours', null, null, 'no-email'],
  ['an empty address of ours', ' ', null, 'no-email'],
])('staff: %s', (_name, email, vendorId, status) => expect(matchStaff(own({ email }), staff)).toMatchObject({ vendorId, status }));

it('names who shares an address', () => expect(matchStaff(own({ email: 'front@myclub.com' }), staff).detail).toMatch(/Amy.*Bob/));

it.each([
  ['cleaned, any case', ' social  MEDIA', '5', 'matched'],
  ['several', 'twice', null, 'ambiguous'],
  ['none', 'Radio', null, 'not-found'],
])('sources: %s', (_name, name, vendorId, status) => {
  const sources = [{ vendorId: '5', name: 'Social Media ' }, { vendorId: '6', name: 'Twice' }, { vendorId: '7', name: 'twice' }];
  expect(matchLeadSource(own({ kind: 'lead-sources', name }), sources)).toMatchObject({ vendorId, status });
});
