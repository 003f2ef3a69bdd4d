import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => {
  club = await ClubUnderTest.open();
  await club.contact('c1', { mobile: null });
  await club.contact('c2', { lastName: 'Silva', mobile: null });
});
afterEach(() => club.close());

async function openReview(): Promise<unknown> {
  const [review] = of(await club.reported({}), topics.matchUndecided);
  return review!['reviewId'];
}

describe('an undecided report', () => {
  it('asks a person: the record, the candidates, the reason; and writes nothing', async () => {
    const told = await club.reported({ joinDate: '2026-11-19' });
    expect(changesOf(told)).toEqual([]);
    expect(countsOf(told)).toEqual([{ undecided: 1 }]);
    expect(of(told, topics.contactLinkRequested)).toEqual([]);
    expect(of(told, topics.matchUndecided)).toMatchObject([{
      clubId: 'club-1', vendor: 'compete', vendorContactId: '1042', reason: 'SEVERAL_CANDIDATES',
      vendorContact: { state: 'MEMBER', joinDate: '2026-11-19', ...ana },
      candidates: [{ contactId: 'c1', tier: 2, agrees: ['firstName', 'lastName', 'email'], differs: [] }, { contactId: 'c2', tier: 2 }],
    }]);
    expect(of(told, topics.activityLogged)).toMatchObject([{ entry: { level: 'WARNING', reason: 'SEVERAL_CANDIDATES' } }]);
  });

  it('asks once', async () => {
    const told = await club.reported({}, {});
    expect(of(told, topics.matchUndecided)).toHaveLength(1);
    const again = await club.reported({ stamp: '2026-11-21T10:00:00Z' });
    expect(of(again, topics.matchUndecided)).toEqual([]);
    expect(countsOf(again)).toEqual([{ unchanged: 1 }]);
  });

  it('asks anew when the record or the candidates change, and closes the old question', async () => {
    const first = await openReview();
    const changed = await club.reported({ joinDate: '2026-11-20' });
    expect(of(changed, topics.matchResolved)).toMatchObject([{ reviewId: first, decision: 'superseded', contactId: null }]);
    const [second] = of(changed, topics.matchUndecided);
    await club.contact('c3', { mobile: null });
    const grown = await club.reported({ joinDate: '2026-11-20' });
    expect(of(grown, topics.matchResolved)).toMatchObject([{ reviewId: second!['reviewId'], decision: 'superseded' }]);
    expect(of(grown, topics.matchUndecided)).toMatchObject([{ candidates: [{}, {}, {}] }]);
  });

  it('is decided when only one candidate is left, and the question is closed', async () => {
    const reviewId = await openReview();
    await club.archive('c2');
    const told = await club.reported({});
    expect(namesOf(told)).toEqual(['member.converted c1']);
    expect(of(told, topics.matchResolved)).toMatchObject([{ reviewId, decision: 'superseded' }]);
  });

  it('needs nobody\'s time when it could change none of the candidates', async () => {
    const told = await club.reported({ state: 'FORMER_MEMBER' });
    expect(of(told, topics.matchUndecided)).toEqual([]);
    expect(countsOf(told)).toEqual([{ ignored: 1 }]);
  });

  it('is inserted where the tie policy says so', async () => {
    await club.configure({ ...allOn, tiePolicy: 'insert' });
    expect(namesOf(await club.reported({}))).toEqual(['member.inserted null']);
  });
});

describe('a person answers', () => {
  it('match: the contact is linked by hand and decided by the table', async () => {
    const told = await club.resolved(await openReview(), 'match', 'c2');
    expect(namesOf(told)).toEqual(['member.converted c2']);
    expect(of(told, topics.contactLinkRequested)).toMatchObject([{ contactId: 'c2', vendorContactId: '1042', how: 'by-hand', reportedState: 'MEMBER' }]);
    expect(of(told, topics.runProgressed)).toEqual([]);
    expect(of(told, topics.matchResolved)).toEqual([]);
    expect(countsOf(await club.reported({}))).toEqual([{ unchanged: 1 }]);
  });

  it('insert: it is inserted, whatever the switches say', async () => {
    const reviewId = await openReview();
    await club.configure({ ...allOn, insertMember: false });
    const told = await club.resolved(reviewId, 'insert');
    expect(changesOf(told)).toMatchObject([{ type: 'member.inserted', contactId: null, option: 'by-hand', match: { by: 'none' } }]);
    expect(countsOf(await club.reported({}))).toEqual([{ unchanged: 1 }]);
  });

  it('ignore: the record is left alone until its content changes', async () => {
    expect(await club.resolved(await openReview(), 'ignore')).toEqual([]);
    const same = await club.reported({ stamp: '2026-11-21T10:00:00Z' });
    expect(countsOf(same)).toEqual([{ unchanged: 1 }]);
    expect(of(same, topics.matchUndecided)).toEqual([]);
    const changed = await club.reported({ joinDate: '2026-11-21', stamp: '2026-11-22T10:00:00Z' });
    expect(of(changed, topics.matchUndecided)).toHaveLength(1);
    expect(of(changed, topics.matchResolved)).toEqual([]);
  });

  it('ignore: nothing is linked either, though only one candidate is left', async () => {
    await club.resolved(await openReview(), 'ignore');
    await club.archive('c2');
    const told = await club.reported({});
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.contactLinkRequested)).toEqual([]);
  });

  it('twice, or too late: nothing happens', async () => {
    const reviewId = await openReview();
    await club.resolved(reviewId, 'match', 'c2');
    expect(await club.resolved(reviewId, 'match', 'c1')).toEqual([]);
    expect(await club.resolved(reviewId, 'superseded')).toEqual([]);
  });

  it('with a contact that is not there: a warning, and the record is asked about again', async () => {
    const told = await club.resolved(await openReview(), 'match', 'c-gone');
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.activityLogged)).toMatchObject([{ entry: { level: 'WARNING', reason: 'contact-unknown' } }]);
    expect(of(await club.reported({}), topics.matchUndecided)).toHaveLength(1);
  });

  it('by linking the record by hand: the kept report is decided at once', async () => {
    const reviewId = await openReview();
    const told = await club.linked('c1', '1042', { how: 'by-hand' });
    expect(namesOf(told)).toEqual(['member.converted c1']);
    expect(of(told, topics.matchResolved)).toMatchObject([{ reviewId, decision: 'superseded' }]);
  });
});
