import { describe, expect, it } from '@jest/globals';
import { settled, type BothSides } from './conflicts.js';

const saved = '2026-11-26T10:00:00Z';
const [before, after] = ['2026-11-26T09:59:59Z', '2026-11-26T10:00:01Z'];
const delivered = { firstName: 'Ana', email: 'ana@example.com', mobile: '6142001000', street: '1 Main St', city: 'Columbus', zip: null, ownerStaffId: 'u-1' };

/** InTouch wants these changes of what was delivered; the vendor has those. */
function both(wanted: BothSides['changes'], there: BothSides['current'], more: Partial<BothSides> = {}): ReturnType<typeof settled> {
  return settled({ changes: wanted, content: { ...delivered, ...wanted }, delivered, uncertain: [], current: { ...delivered, ...there }, stamp: after, updatedAt: saved, country: 'US', ...more });
}

describe('one group, changed on both sides', () => {
  it('stays as the vendor has it where its change is the later one', () => {
    expect(both({ city: 'Boston' }, { city: 'Austin' })).toEqual({ changes: {}, kept: [{ key: 'city', inTouch: 'Boston', vendor: 'Austin' }], replaced: [] });
  });

  it.each([['is earlier', before], ['is of the same moment', saved], ['is not told', null]])('is InTouch\'s where the vendor\'s stamp %s', (_why, stamp) => {
    expect(both({ city: 'Boston' }, { city: 'Austin' }, { stamp })).toEqual({ changes: { city: 'Boston' }, kept: [], replaced: [{ key: 'city', inTouch: 'Boston', vendor: 'Austin' }] });
  });

  it('is InTouch\'s where InTouch did not say when: that counts as newer than anything', () => {
    expect(both({ city: 'Boston' }, { city: 'Austin' }, { updatedAt: null }).changes).toEqual({ city: 'Boston' });
  });

  it('is kept or replaced as a whole: no address is made of two', () => {
    expect(both({ zip: '02134' }, { street: '9 Elm St', city: 'Austin' })).toMatchObject({ changes: {}, kept: [{ key: 'zip' }] });
    expect(both({ zip: '02134' }, { street: '9 Elm St', city: 'Austin' }, { stamp: before })).toMatchObject({ changes: { zip: '02134', street: '1 Main St', city: 'Columbus' }, replaced: [{ key: 'street' }, { key: 'city' }] });
  });

  it('leaves what InTouch never had as the vendor\'s people typed it', () => {
    expect(both({ city: 'Boston' }, { zip: '43004' }, { stamp: before })).toEqual({ changes: { city: 'Boston' }, kept: [], replaced: [] });
  });
});

describe('is no conflict', () => {
  it('another group: each side\'s change stands', () => {
    expect(both({ city: 'Boston' }, { email: 'new@example.com', firstName: 'Anna' })).toEqual({ changes: { city: 'Boston' }, kept: [], replaced: [] });
  });

  it.each([
    ['the same change on both sides', { city: 'Boston' }, { city: 'BOSTON' }],
    ['another letter case', { zip: '02134' }, { street: '1 MAIN ST' }],
    ['a number written otherwise', { mobile: '6142009999' }, { mobile: '(614) 200-1000' }],
    ['a value the vendor\'s people took away', { city: 'Boston' }, { city: null }],
    ['an owner, which no record changes in InTouch', { ownerStaffId: 'u-2' }, { ownerStaffId: 'u-3' }],
  ])('%s', (_what, wanted, there) => {
    expect(both(wanted, there)).toEqual({ changes: wanted, kept: [], replaced: [] });
  });

  it('what an unanswered write may have left', () => {
    expect(both({ city: 'Boston' }, { city: 'Austin' }, { uncertain: ['city'] })).toEqual({ changes: { city: 'Boston' }, kept: [], replaced: [] });
  });
});

it('attributes are of one group with what is nobody else\'s; a value never delivered is the later side\'s', () => {
  const sides = { content: { 'attributes.goal': 'yoga' }, delivered: {}, current: { 'attributes.goal': 'spin' }, changes: { 'attributes.goal': 'yoga' }, uncertain: [], updatedAt: saved, country: 'US' };
  expect(settled({ ...sides, stamp: after }).changes).toEqual({});
  expect(settled({ ...sides, stamp: before }).changes).toEqual({ 'attributes.goal': 'yoga' });
});
