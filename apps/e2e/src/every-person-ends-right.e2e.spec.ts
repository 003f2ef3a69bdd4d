import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type InTouchContact, type RunView } from './ring.js';

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['compete']);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

const saved = (clubId: string, contactId: string, contact: object): Promise<unknown> => ring.call('PUT', `/__sandbox/intouch/contacts/${clubId}/${contactId}`, contact);
const atDesk = (person: object): Promise<{ id: string }> => ring.call('POST', '/__sandbox/compete/people', { club: '2', ...person });

async function untilInTouch(clubId: string, what: string, is: (contacts: Map<string, InTouchContact>) => boolean): Promise<Map<string, InTouchContact>> {
  return eventually(what, async () => {
    const contacts = await ring.inTouch(clubId);
    return is(contacts) ? contacts : undefined;
  }, 20_000, 50);
}

async function untilAtVendor(email: string): Promise<{ id: string }> {
  return eventually(`${email} at Compete`, async () => (await ring.people()).find((person) => person.email === email), 20_000, 20);
}

describe('sold, lapsed or new at Compete', () => {
  let clubId = '';
  let test = 0;
  beforeEach(async () => {
    test += 1;
    clubId = `people-${test}`;
    await ring.club(clubId);
  });

  it('a sold lead, under another spelling and a new id, is converted; once', async () => {
    await saved(clubId, 'mary', lead(1, { firstName: 'Mary-Ann', lastName: "O'Brien" }));
    const { id } = await untilAtVendor('lead1@example.com');
    await ring.call('PATCH', `/__sandbox/compete/people/${id}`, { firstName: 'MARY ANN', lastName: 'OBRIEN' });
    const sold = await ring.call<{ id: string }>('POST', `/__sandbox/compete/people/${id}/sell`, { newId: true });
    expect((await ring.sync(clubId)).counts).toMatchObject({ read: 1, converted: 1 });
    const contacts = await untilInTouch(clubId, 'mary a member', (all) => all.get('mary')?.status === 'MEMBER' && all.get('mary')?.vendorIds?.['compete'] === sold.id);
    expect(contacts.size).toBe(1);
    expect((await ring.sync(clubId, { full: true, dryRun: true })).items).toMatchObject([{ outcome: 'unchanged', by: 'vendor-id', contactId: 'mary' }]);
    expect((await ring.sync(clubId, { full: true })).counts).toMatchObject({ read: 1, converted: 0, unchanged: 1 });
    expect(await ring.people()).toHaveLength(1);
  });

  it('an unknown member is inserted, once, and later known by id', async () => {
    await atDesk({ status: 'MEMBER', firstName: 'Nadia', lastName: 'Newcomb', email: 'nadia@example.com' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ inserted: 1 });
    await untilInTouch(clubId, 'nadia in InTouch', (all) => [...all.values()].some((contact) => contact.email === 'nadia@example.com' && contact.status === 'MEMBER'));
    await ring.sync(clubId, { full: true });
    expect((await ring.inTouch(clubId)).size).toBe(1);
    expect(await ring.people()).toHaveLength(1);
  });

  it('an ended agreement makes a former member; absence never does', async () => {
    const stays = await atDesk({ status: 'MEMBER', firstName: 'Sam', lastName: 'Stays', email: 'sam@example.com' });
    const ends = await atDesk({ status: 'MEMBER', firstName: 'Ed', lastName: 'Ends', email: 'ed@example.com' });
    await saved(clubId, 'sam', lead(2, { status: 'MEMBER', email: 'sam@example.com', vendorIds: { compete: stays.id } }));
    await saved(clubId, 'ed', lead(3, { status: 'MEMBER', email: 'ed@example.com', vendorIds: { compete: ends.id } }));
    await ring.call('POST', `/__sandbox/compete/people/${ends.id}/end`, {});
    await ring.call('DELETE', `/__sandbox/compete/records/customers/${stays.id}`);
    expect((await ring.sync(clubId)).counts).toMatchObject({ read: 1, lapsed: 1 });
    const contacts = await untilInTouch(clubId, 'ed former', (all) => all.get('ed')?.status === 'FORMER_MEMBER');
    expect(contacts.get('sam')?.status).toBe('MEMBER');
  });

  it('a dry run lists the same outcomes first and writes nothing', async () => {
    await saved(clubId, 'lee', lead(4, { firstName: 'Lee', lastName: 'Lead' }));
    const { id } = await untilAtVendor('lead4@example.com');
    await untilInTouch(clubId, 'lee linked', (all) => all.get('lee')?.vendorIds?.['compete'] === id);
    await ring.call('POST', `/__sandbox/compete/people/${id}/sell`, {});
    await atDesk({ status: 'MEMBER', firstName: 'Una', lastName: 'Known', email: 'una@example.com' });
    const before = await ring.inTouch(clubId);
    const dry = await ring.sync(clubId, { dryRun: true });
    expect(dry).toMatchObject({ state: 'succeeded', kind: 'dry-run', counts: { read: 2, converted: 1, inserted: 1 } });
    expect([...await ring.inTouch(clubId)]).toEqual([...before]);
    expect((await ring.call<{ changes: { type: string }[] }>('GET', '/v1/changes?limit=1000')).changes.filter((it) => (it as { clubId?: string }).clubId === clubId && it.type !== 'contact.linked')).toEqual([]);
    const real: RunView = await ring.sync(clubId);
    for (const outcome of ['read', 'converted', 'inserted', 'unchanged', 'ignored']) expect(real.counts[outcome]).toBe(dry.counts[outcome]);
    expect(new Set(dry.items.map((item) => item.outcome))).toEqual(new Set(['converted', 'inserted']));
  });

  it('nothing echoes: what came from Compete is not sent back', async () => {
    await saved(clubId, 'eve', lead(5));
    const { id } = await untilAtVendor('lead5@example.com');
    await ring.call('POST', `/__sandbox/compete/people/${id}/sell`, {});
    await atDesk({ status: 'MEMBER', firstName: 'New', lastName: 'Person', email: 'new@example.com' });
    await ring.sync(clubId);
    await untilInTouch(clubId, 'both members', (all) => [...all.values()].filter((contact) => contact.status === 'MEMBER').length === 2);
    await ring.sync(clubId, { full: true });
    const { requests } = await ring.call<{ requests: { operation: string }[] }>('GET', '/__sandbox/compete/requests');
    expect(requests.filter(({ operation }) => operation === 'createMember')).toHaveLength(1);
    expect(requests.filter(({ operation }) => operation === 'updatePersonalInformation')).toHaveLength(0);
  });

  it('two who look alike go to a person, and a person decides', async () => {
    await saved(clubId, 'twin-a', lead(6, { firstName: 'Alex', lastName: 'Twin', email: 'twins@example.com', mobile: '6142003001' }));
    await saved(clubId, 'twin-b', lead(7, { firstName: 'Alex', lastName: 'Twin', email: 'twins@example.com', mobile: '6142003002' }));
    await eventually('both at Compete', async () => (await ring.people()).length === 2, 20_000);
    await atDesk({ status: 'MEMBER', firstName: 'Alex', lastName: 'Twin', email: 'twins@example.com' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ undecided: 1, converted: 0, inserted: 0 });
    const { reviews } = await eventually('the review', async () => {
      const answer = await ring.call<{ reviews: { reviewId: string; candidates: { contactId: string }[]; reason: string }[] }>('GET', `/v1/reviews?clubId=${clubId}`);
      return answer.reviews.length === 1 ? answer : undefined;
    }, 10_000);
    expect(reviews[0]).toMatchObject({ reason: 'SEVERAL_CANDIDATES' });
    expect(reviews[0]!.candidates.map(({ contactId }) => contactId).sort()).toEqual(['twin-a', 'twin-b']);
    await ring.call('POST', `/v1/reviews/${reviews[0]!.reviewId}`, { decision: 'match', contactId: 'twin-b' });
    const contacts = await untilInTouch(clubId, 'twin-b a member', (all) => all.get('twin-b')?.status === 'MEMBER');
    expect(contacts.get('twin-a')?.status).toBe('LEAD');
  });
});
