import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

describe('the same report again', () => {
  it('is unchanged: after a conversion, in the next batch or in the same one', async () => {
    await club.contact('c1');
    expect(countsOf(await club.reported({}, {}))).toEqual([{ converted: 1, unchanged: 1 }]);
    const again = await club.reported({ runId: 'run-2', stamp: '2026-11-20T11:00:00Z' });
    expect(countsOf(again)).toEqual([{ unchanged: 1 }]);
    expect(again).toHaveLength(1);
  });

  it('published again, it is decided once and counted once; of a rehearsal and the run each', async () => {
    await club.contact('c1');
    const other = { vendorContactId: '2', fields: { ...ana, firstName: 'Bo' } };
    const shown = { dryRun: true, rehearsal: true };
    expect(of(await club.reported({ ...shown, position: 7 }, { ...shown, ...other, position: 9 }, { ...shown, position: 7 }), topics.runRehearsed)).toMatchObject([{ counts: { converted: 1, inserted: 1 }, upTo: 9 }]);
    expect(await club.reported({ ...shown, ...other, position: 9 })).toEqual([]);
    expect(countsOf(await club.reported({ position: 7 }))).toEqual([{ converted: 1 }]);
    expect(countsOf(await club.reported({ position: 7 }, { ...other, position: 9 }))).toEqual([{ inserted: 1 }]);
    expect(await club.reported({ position: 7 }, { ...other, position: 9 })).toEqual([]);
    expect(countsOf(await club.reported({ runId: 'run-2', position: 3, stamp: '2026-11-20T11:00:00Z' }))).toEqual([{ unchanged: 1 }]);
  });

  it('is unchanged after an insert, an update and a lapse', async () => {
    expect(countsOf(await club.reported({}, {}))).toEqual([{ inserted: 1, unchanged: 1 }]);
    await club.contact('c2', { firstName: 'Bo', status: 'MEMBER' });
    const bo = { vendorContactId: '2', fields: { ...ana, firstName: 'Bo', zip: '43004' } };
    expect(countsOf(await club.reported(bo, bo))).toEqual([{ updated: 1, unchanged: 1 }]);
    const lapsed = { ...bo, state: 'FORMER_MEMBER' as const };
    expect(countsOf(await club.reported(lapsed, lapsed))).toEqual([{ lapsed: 1, unchanged: 1 }]);
  });

  it('converts no second time though InTouch sends the contact once more as the lead it was', async () => {
    await club.contact('c1');
    await club.reported({});
    await club.contact('c1', { updatedAt: '2026-11-21T10:00:00Z' });
    expect(countsOf(await club.reported({}))).toEqual([{ unchanged: 1 }]);
  });

  it('holds the status decided against a snapshot that InTouch sent before the decision', async () => {
    await club.contact('c1');
    const before = new Date(Date.now() - 1_000).toISOString();
    await club.reported({});
    await club.contact('c1', { city: 'Dublin', updatedAt: '2026-11-21T10:00:00Z' }, before);
    await club.configure({ ...allOn, updateContact: false });
    // Another content, so that it is not just "the same report".
    expect(changesOf(await club.reported({ fields: { ...ana, zip: '43004' } }))).toEqual([]);
  });

  it('is decided anew when something else was between', async () => {
    await club.contact('c1');
    await club.reported({});
    await club.reported({ state: 'FORMER_MEMBER', stamp: '2026-11-21T10:00:00Z' });
    expect(namesOf(await club.reported({ stamp: '2026-11-22T10:00:00Z' }))).toEqual(['member.converted c1']);
  });

  it('is decided when its option was off before, and stays unchanged when that comes after', async () => {
    await club.configure({ ...allOn, convertLeadToMember: false });
    await club.contact('c1');
    expect(countsOf(await club.reported({}))).toEqual([{ ignored: 1 }]);
    await club.configure(allOn);
    expect(countsOf(await club.reported({}))).toEqual([{ converted: 1 }]);
  });
});

describe('a report that is older than the last one applied', () => {
  it('is stale', async () => {
    await club.contact('c1');
    await club.reported({ stamp: '2026-11-20T10:00:00Z' });
    const told = await club.reported({ state: 'FORMER_MEMBER', stamp: '2026-11-20T09:59:59Z' });
    expect(changesOf(told)).toEqual([]);
    expect(countsOf(told)).toEqual([{ ignored: 1 }]);
    expect(namesOf(await club.reported({ state: 'FORMER_MEMBER', stamp: '2026-11-20T10:00:00.000Z' }))).toEqual(['member.lapsed c1']);
  });

  it('does not close a review that asks about the newer one', async () => {
    await club.contact('c1');
    await club.contact('c2');
    await club.reported({});
    const told = await club.reported({ state: 'FORMER_MEMBER', stamp: '2026-11-19T10:00:00Z' });
    expect(of(told, topics.matchResolved)).toEqual([]);
  });
});

describe('what else stops a report', () => {
  it('a record on hold leaves a member and a former member as they are, and converts a lead', async () => {
    await club.contact('c1', { status: 'MEMBER' });
    expect(countsOf(await club.reported({ holds: true, fields: { ...ana, zip: '1' } }))).toEqual([{ unchanged: 1 }]);
    await club.contact('c1', { status: 'FORMER_MEMBER', updatedAt: '2026-11-21T10:00:00Z' });
    expect(countsOf(await club.reported({ holds: true, fields: { ...ana, zip: '2' } }))).toEqual([{ unchanged: 1 }]);
    await club.contact('c1', { status: 'LEAD', updatedAt: '2026-11-22T10:00:00Z' });
    expect(countsOf(await club.reported({ holds: true, fields: { ...ana, zip: '3' } }))).toEqual([{ converted: 1 }]);
  });

  it('a secondary member is not inserted where only primary ones are', async () => {
    await club.configure({ ...allOn, primaryOnly: true });
    expect(countsOf(await club.reported({ secondary: true }))).toEqual([{ ignored: 1 }]);
    expect(countsOf(await club.reported({ secondary: false }))).toEqual([{ inserted: 1 }]);
  });

  it('an integration that is switched off, or none at all, lets nothing in', async () => {
    expect(countsOf(await club.reported({ vendor: 'abc' }))).toEqual([{ ignored: 1 }]);
    await club.configure(allOn, 'compete', false);
    expect(countsOf(await club.reported({}))).toEqual([{ ignored: 1 }]);
  });

  it('an older revision of the options does not come back', async () => {
    await club.configure({ ...allOn, insertMember: false });
    expect(countsOf(await club.reported({}))).toEqual([{ ignored: 1 }]);
  });
});
