import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics, type ContactReported } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, of, type Emitted } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => {
  club = await ClubUnderTest.open();
  await club.contact('c1', { city: 'Columbus', updatedAt: '2026-11-01T10:00:00Z' });
  await club.linked('c1', '1042');
  await lead('Columbus', '2026-11-01T10:00:05Z', 'Columbus');
  // Delivered, and nobody has looked at the vendor since.
  await club.contact('c1', { city: 'Boston', updatedAt: '2026-11-20T10:00:00Z' });
});
afterEach(() => club.close());

function lead(city: string, stamp: string, delivered: string | null, more: Partial<ContactReported> = {}): Promise<Emitted[]> {
  return club.reported({ state: 'LEAD', stamp, fields: { ...ana, city }, delivered: delivered === null ? null : { ...ana, city: delivered }, ...more });
}
const upheld = (told: readonly Emitted[]): unknown => of(told, topics.contactUpheld);
const logged = (told: readonly Emitted[]): unknown => of(told, topics.activityLogged).map(({ entry }) => entry);

describe('the same field, changed on both sides', () => {
  it('InTouch later: the vendor is to have InTouch\'s value again, and the log says whose change was lost', async () => {
    const told = await lead('Austin', '2026-11-20T09:00:00Z', 'Boston');
    expect(changesOf(told)).toEqual([]);
    expect(upheld(told)).toEqual([{ clubId: 'club-1', contactId: 'c1', vendor: 'compete', vendorContactId: '1042', delivered: { city: 'Boston' } }]);
    expect(logged(told)).toMatchObject([{ level: 'INFO', reason: 'newer-in-intouch', detail: expect.stringContaining("Of the two sides' city (address), InTouch's is the later one and stays") }]);
    // Asked for until the vendor shows it, told once.
    const again = await lead('Austin', '2026-11-20T09:00:00Z', 'Boston');
    expect([upheld(again), logged(again)]).toEqual([upheld(told), []]);
  });

  it('the vendor later: InTouch takes it over, and nothing is upheld', async () => {
    const told = await lead('Austin', '2026-11-20T11:00:00Z', 'Boston');
    expect(changesOf(told)).toMatchObject([{ type: 'contact.updated', contact: { city: 'Austin' } }]);
    expect(upheld(told)).toEqual([]);
    expect(changesOf(told)[0]!.explanation).toContain("InTouch's is lost");
  });

  it('taken over by InTouch and set back by a later save: the vendor is to have that, and the next look finds nothing', async () => {
    expect(changesOf(await lead('Austin', '2026-11-20T11:00:00Z', 'Boston'))).toHaveLength(1);
    // InTouch has not said anything since: its change may be on its way.
    expect(upheld(await lead('Austin', '2026-11-20T11:00:00Z', 'Boston'))).toEqual([]);
    await club.contact('c1', { city: 'Boston', updatedAt: '2026-11-20T12:00:00Z' });
    const told = await lead('Austin', '2026-11-20T11:00:00Z', 'Boston');
    expect([upheld(told), logged(told)]).toMatchObject([[{ delivered: { city: 'Boston' } }], [{ reason: 'newer-in-intouch' }]]);
    // Another write of ours has moved the record's stamp meanwhile: the city is no younger for that.
    expect(upheld(await lead('Austin', '2026-11-20T12:00:03Z', 'Boston', { fields: { ...ana, city: 'Austin', zip: '43004' } }))).toMatchObject([{ delivered: { city: 'Boston' } }]);
    const after = await lead('Boston', '2026-11-20T12:00:05Z', 'Boston');
    expect([changesOf(after), upheld(after)]).toEqual([[], []]);
  });

  it('one group of each: both stand', async () => {
    const told = await lead('Austin', '2026-11-20T09:00:00Z', 'Boston', { fields: { ...ana, city: 'Austin', email: 'new@example.com' } });
    expect(changesOf(told)).toMatchObject([{ type: 'contact.updated', contact: { email: 'new@example.com' } }]);
    expect(upheld(told)).toMatchObject([{ delivered: { city: 'Boston' } }]);
  });

  it('nothing in a dry run, and nothing where the vendor\'s changes do not count', async () => {
    expect(upheld(await lead('Austin', '2026-11-20T09:00:00Z', 'Boston', { dryRun: true }))).toEqual([]);
    await club.configure({ ...allOn, updateContact: false });
    expect(upheld(await lead('Austin', '2026-11-20T09:00:00Z', 'Boston'))).toEqual([]);
  });
});
