import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changedFields, fillEmpty, insertFields, type MergeInput, type PersonFields } from './merge.js';

const before: PersonFields = {
  firstName: 'Ana', lastName: 'Silva', email: 'ana@a.com', mobile: '+1 617 555 0100', homePhone: null, workPhone: null,
  street: '12 Main St', city: 'Columbus', state: 'OH', zip: '43004', country: 'US', birthDate: null, gender: 'F',
};
const earlier = '2026-11-20T00:00:00Z';
const later = '2026-11-21T00:00:00Z';

/** The record was in step when last seen; then each side changed what is given. */
const merge = (vendor: PersonFields, inTouch: PersonFields = {}, over: Partial<MergeInput> = {}) => changedFields({
  reported: { ...before, ...vendor }, reportedAt: later, lastSeen: before,
  inTouch: { ...before, ...inTouch }, inTouchUpdatedAt: earlier, inTouchAtLastSeen: before, country: 'US', ...over,
});

describe('changedFields', () => {
  it('carries what changed at the vendor since it was last seen, and nothing else', () => {
    expect(merge({ email: 'new@a.com', birthDate: '1990-04-02' })).toEqual({ fields: { email: 'new@a.com', birthDate: '1990-04-02' }, conflicts: [] });
    expect(merge({})).toEqual({ fields: {}, conflicts: [] });
  });

  it('leaves alone what only InTouch changed', () => {
    expect(merge({}, { email: 'mine@a.com', city: 'Dublin' }, { inTouchUpdatedAt: earlier })).toEqual({ fields: {}, conflicts: [] });
  });

  it('finds no difference where both came to the same value', () => {
    expect(merge({ email: 'NEW@a.com' }, { email: 'new@a.com' })).toEqual({ fields: {}, conflicts: [] });
  });

  it('never clears: an empty or absent vendor value says nothing', () => {
    expect(merge({ email: null, mobile: '', city: '  ', firstName: undefined })).toEqual({ fields: {}, conflicts: [] });
  });

  it.each([
    ['name', { firstName: 'Anna' }, { lastName: 'Souza' }], ['email', { email: 'v@a.com' }, { email: 'i@a.com' }],
    ['mobile', { mobile: '6175550111' }, { mobile: '6175550122' }], ['homePhone', { homePhone: '6175550111' }, { homePhone: '6175550122' }],
    ['workPhone', { workPhone: '6175550111' }, { workPhone: '6175550122' }],
    ['address', { city: 'Dayton' }, { street: '9 Elm St', zip: '43005' }], ['rest', { gender: 'M' }, { birthDate: '1990-04-02' }],
  ])('in the group %s the later side wins, and the loser is named', (group, vendor, inTouch) => {
    const fields = Object.keys(vendor);
    expect(merge(vendor, inTouch)).toEqual({ fields: vendor, conflicts: [{ group, fields, winner: 'vendor', loser: 'InTouch' }] });
    const lost = { fields: {}, conflicts: [{ group, fields, winner: 'InTouch', loser: 'vendor' }] };
    expect(merge(vendor, inTouch, { reportedAt: earlier, inTouchUpdatedAt: later })).toEqual(lost);
    // On a tie, and where InTouch does not say when, nothing is overwritten.
    expect(merge(vendor, inTouch, { inTouchUpdatedAt: later })).toEqual(lost);
    expect(merge(vendor, inTouch, { inTouchUpdatedAt: null })).toEqual(lost);
  });

  it('treats each group, and each phone, on its own', () => {
    const merged = merge({ email: 'v@a.com', mobile: '6175550111', homePhone: '6175550112' }, { email: 'i@a.com', mobile: '6175550122' }, { inTouchUpdatedAt: '2026-11-22T00:00:00Z' });
    expect(merged.fields).toEqual({ homePhone: '6175550112' });
    expect(merged.conflicts.map(({ group }) => group)).toEqual(['email', 'mobile']);
  });

  it('does not take a stamp for a change: InTouch saved later, but nothing of this group', () => {
    expect(merge({ email: 'v@a.com' }, { city: 'Dublin' }, { inTouchUpdatedAt: '2027-01-01T00:00:00Z' })).toEqual({ fields: { email: 'v@a.com' }, conflicts: [] });
  });

  it('does not take for a change of its own what InTouch took over from the vendor', () => {
    const seen = { ...before, email: 'first@a.com' };
    expect(merge({ email: 'second@a.com' }, { email: 'first@a.com' }, { lastSeen: seen, inTouchUpdatedAt: '2027-01-01T00:00:00Z' })).toEqual({ fields: { email: 'second@a.com' }, conflicts: [] });
  });

  it.each([{ lastSeen: null }, { inTouchAtLastSeen: null }])('lets the stamps decide where the past is not known: %j', (unknown) => {
    expect(merge({ email: 'v@a.com' }, {}, unknown).fields).toEqual({ email: 'v@a.com' });
    expect(merge({ email: 'v@a.com' }, {}, { ...unknown, inTouchUpdatedAt: '2027-01-01T00:00:00Z' }).fields).toEqual({});
  });

  describe('and values cut to fit the vendor', () => {
    const long = { firstName: 'Maximiliana-Alexandra' };
    const fitted = { ...before, firstName: 'Maximiliana-Ale' };

    it.each(['Maximiliana-Ale', 'MAXIMILIANA-ALE', ' maximiliana-ale '])('do not come back as %s', (firstName) => {
      for (const lastSeen of [null, before, { ...before, firstName: 'Max' }]) {
        expect(merge({ firstName }, long, { fitted, lastSeen })).toEqual({ fields: {}, conflicts: [] });
      }
    });

    it('a real change does', () => {
      expect(merge({ firstName: 'Maxi' }, long, { fitted, lastSeen: fitted, inTouchAtLastSeen: { ...before, ...long } }).fields).toEqual({ firstName: 'Maxi' });
    });

    it('a phone written in another way is no difference', () => {
      expect(merge({ mobile: '6175550100' }, {}, { lastSeen: null }).fields).toEqual({});
      expect(merge({ mobile: '6175550199' }, {}, { lastSeen: null }).fields).toEqual({ mobile: '6175550199' });
    });
  });

  it('sees that the vendor went back on a delivery', () => {
    const delivered = { ...before, email: 'delivered@a.com' };
    const undone = { fitted: delivered, fittedAtLastSeen: before, inTouchAtLastSeen: delivered };
    expect(merge({}, delivered, undone).fields).toEqual({ email: 'ana@a.com' });
    expect(merge({}, delivered, { ...undone, fittedAtLastSeen: delivered }).fields).toEqual({});
  });

  it('never touches owner, lead source, notes or status', () => {
    const vendor = { ownerStaffId: 's1', leadSourceId: 'l1', notes: 'n', contactMethod: 'Web', status: 'MEMBER' } as PersonFields;
    expect(merge(vendor, {}, { lastSeen: null }).fields).toEqual({});
    expect(fillEmpty(vendor, {})).toEqual({});
  });
});

describe('attributes', () => {
  const goal = (value: unknown, more: object = {}): PersonFields => ({ attributes: { 'form.goal': value, ...more } });
  const inStep = { lastSeen: { ...before, ...goal('strength') }, inTouchAtLastSeen: { ...before, ...goal('strength') } };

  it('each is carried alone, and what the vendor has no field for is not touched', () => {
    expect(merge(goal('yoga', { 'form.age': '41' }), goal('strength', { 'form.age': 41, 'action.tour': '2026-11-20' }), inStep))
      .toEqual({ fields: { attributes: { 'form.goal': 'yoga' } }, conflicts: [] });
  });

  it.each([
    ['in another case', 'STRENGTH', 'strength'],
    ['empty', '', 'strength'],
    ['cleared', null, 'strength'],
    ['a number as text', '41', 41],
    ['a yes as text', 'true', true],
    ['a list as text', 'yoga, Spin', ['yoga', 'Spin']],
  ])('%s is no difference', (_what, theirs, ours) => {
    expect(merge(goal(theirs), goal(ours), { lastSeen: null })).toEqual({ fields: {}, conflicts: [] });
    expect(fillEmpty(goal(theirs), {})).toEqual({});
  });

  it('cut to fit the vendor they do not come back', () => {
    const fitted = { ...before, ...goal('strength and') };
    expect(merge(goal('STRENGTH AND'), goal('strength and stamina'), { fitted, lastSeen: null }).fields).toEqual({});
  });

  it('changed on both sides the later wins, each for itself', () => {
    const mine = goal('pilates', { 'form.level': 'low' });
    const theirs = goal('yoga', { 'form.level': 'high' });
    const seen = goal('strength', { 'form.level': 'low' });
    const past = { lastSeen: { ...before, ...seen }, inTouchAtLastSeen: { ...before, ...seen } };
    expect(merge(theirs, mine, { ...past, inTouchUpdatedAt: '2027-01-01T00:00:00Z' })).toEqual({
      fields: { attributes: { 'form.level': 'high' } },
      conflicts: [{ group: 'attributes.form.goal', fields: ['attributes.form.goal'], winner: 'InTouch', loser: 'vendor' }],
    });
    expect(merge(theirs, mine, past).fields).toEqual({ attributes: { 'form.goal': 'yoga', 'form.level': 'high' } });
  });

  it('go with an insert, and so do notes, where there are any', () => {
    expect(insertFields({ ...goal('yoga', { 'form.age': ' ' }), notes: 'prefers\nmornings' }, {})).toEqual({ attributes: { 'form.goal': 'yoga' }, notes: 'prefers\nmornings', contactMethod: 'Import', leadSource: 'Import' });
    expect(insertFields({ ...goal(null), notes: '' }, {})).toEqual({ contactMethod: 'Import', leadSource: 'Import' });
  });
});

describe('fillEmpty', () => {
  it('fills what is empty in InTouch and nothing else', () => {
    expect(fillEmpty({ ...before, email: 'v@a.com', birthDate: '1990-04-02', homePhone: ' 617 ', workPhone: '' }, { ...before, homePhone: ' ' }))
      .toEqual({ birthDate: '1990-04-02', homePhone: '617' });
  });

  it('never overwrites, whatever the two sides hold', () => {
    const side = fc.record(Object.fromEntries(Object.keys(before).map((field) => [field, fc.option(fc.string(), { nil: null })])));
    fc.assert(fc.property(side, side, (reported: PersonFields, inTouch: PersonFields) => {
      for (const [field, value] of Object.entries(fillEmpty(reported, inTouch))) {
        expect(inTouch[field as 'email']?.trim() || null).toBeNull();
        expect(value.trim()).not.toBe('');
      }
    }));
  });
});

describe('insertFields', () => {
  it('gives the contact method, and the lead source where linked, else by name', () => {
    expect(insertFields({ firstName: 'Ana', lastName: 'Silva', email: null }, {})).toEqual({ firstName: 'Ana', lastName: 'Silva', contactMethod: 'Import', leadSource: 'Import' });
    expect(insertFields({ firstName: 'Ana', leadSourceId: 'fb' }, { contactMethod: 'Walk-in', leadSource: 'Compete' })).toEqual({ firstName: 'Ana', contactMethod: 'Walk-in', leadSourceId: 'fb' });
    expect(insertFields({ firstName: 'Ana', leadSourceId: null }, { leadSource: 'Compete' })).toEqual({ firstName: 'Ana', contactMethod: 'Import', leadSource: 'Compete' });
  });
});
