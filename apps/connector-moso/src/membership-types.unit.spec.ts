import { expect, it } from '@jest/globals';
import { newMembership, wrongDefaultType } from './membership-types.js';
import { settings } from './testing/facts.js';

it('has a type and an agreement for each status; members take the agreement of leads where they have none of their own', () => {
  expect(newMembership(settings, 'LEAD')).toEqual({ membershipType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22 });
  expect(newMembership(settings, 'MEMBER')).toEqual({ membershipType: 'GOLD', refAgreementId: 11, refAgreementPriceId: 22 });
  const own = { ...settings, memberRefAgreementId: 12, memberRefAgreementPriceId: 24 };
  expect(newMembership(own, 'LEAD')).toEqual({ membershipType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22 });
  expect(newMembership(own, 'MEMBER')).toEqual({ membershipType: 'GOLD', refAgreementId: 12, refAgreementPriceId: 24 });
  expect(newMembership({ ...settings, memberRefAgreementPriceId: 24 }, 'MEMBER')).toMatchObject({ refAgreementId: 11, refAgreementPriceId: 24 });
});

it('takes codes trimmed and in any case', () => {
  const loose = { ...settings, defaultLeadType: ' intch ', membershipTypes: [{ code: 'Intch ', status: 'LEAD' }, { code: 'gold', status: 'MEMBER' }] };
  expect(newMembership(loose, 'LEAD').membershipType).toBe('INTCH');
  expect([wrongDefaultType(loose, 'LEAD'), wrongDefaultType(loose, 'MEMBER')]).toEqual([null, null]);
});

it.each([
  ['of another status', { defaultLeadType: 'GOLD' }, 'defaultLeadType is GOLD'],
  ['that is ignored', { defaultLeadType: 'STAFF' }, 'defaultLeadType is STAFF'],
  ['not in the list', { defaultLeadType: 'NEW' }, 'defaultLeadType is NEW'],
  ['that is empty', { defaultLeadType: null }, 'defaultLeadType is empty'],
  ['without a list', { membershipTypes: null }, 'defaultLeadType is INTCH'],
])('names a default type %s', (_what, set, said) => {
  expect(wrongDefaultType({ ...settings, ...set }, 'LEAD')).toMatchObject({ code: 'missing-required', detail: expect.stringContaining(said) });
});
