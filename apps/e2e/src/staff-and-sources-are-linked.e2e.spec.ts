import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type RunView, type VendorPerson } from './ring.js';
import { abc, abcOverSoap, paramount } from './vendors.js';

interface Entry {
  readonly id: string;
  readonly name: string;
  readonly vendorId: string | null;
  readonly status: string;
  readonly detail: string | null;
}
interface Lookups {
  readonly staff: readonly Entry[];
  readonly leadSources: readonly Entry[];
}

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['abc', 'paramount']);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

/** InTouch's spelling and the vendor's. */
const spellings: readonly (readonly [string, string])[] = [
  ['ana.silva@myclub.com', ' Ana.Silva@MyClub.com'], ['BOB.FOX@myclub.com', 'bob.fox@MYCLUB.com '], [' zoe@myclub.com ', 'ZOE@MYCLUB.COM'], ["o'brien@myclub.com", "O'Brien@myclub.com"],
];
const sourceSpellings: readonly (readonly [string, string])[] = [
  ['Facebook', 'FACEBOOK'], ['walk  in', 'Walk In '], [' Referral', 'referral'], ['Web Site', ' WEB   SITE'], ['E-Mail', 'e-mail'], ['Flyer', 'Flyer'],
];

describe.each([abc, abcOverSoap, paramount])('$title', (at) => {
  let clubId = '';
  let test = 0;
  const integration = (): string => `/v1/clubs/${clubId}/integrations/${at.vendor}`;
  const lookups = (): Promise<Lookups> => ring.call('GET', `${integration()}/lookups`);
  const staff = (id: string, email: string | null, name = id): Promise<unknown> => ring.call('PUT', `/v1/clubs/${clubId}/staff/${id}`, { firstName: name, lastName: 'Staff', email, active: true });
  const source = (id: string, name: string, active = true): Promise<unknown> => ring.call('PUT', `/v1/clubs/${clubId}/lead-sources/${id}`, { name, active });
  const save = (contactId: string, index: number, more: object): Promise<unknown> => ring.call('PUT', `/v1/clubs/${clubId}/contacts/${contactId}`, lead(index, { ...more }));
  const person = async (index: number): Promise<VendorPerson | undefined> => (await ring.people()).find(({ firstName }) => firstName === `First${index}`);
  const statuses = (entries: readonly Entry[]): Record<string, string> => Object.fromEntries(entries.map(({ id, status }) => [id, status]));

  async function resync(): Promise<Lookups> {
    const { runId } = await ring.call<{ runId: string }>('POST', `${integration()}/lookups/resync`);
    await eventually(`the end of ${runId}`, async () => {
      const run = await ring.call<RunView>('GET', `/v1/runs/${runId}`);
      if (run.state === 'failed') throw new Error(`failed: ${JSON.stringify(run)}`);
      return run.state === 'succeeded';
    }, 20_000, 50);
    return lookups();
  }

  beforeEach(async () => {
    test += 1;
    clubId = `links-${at.title.replaceAll(' ', '-')}-${test}`;
    await ring.club(clubId, {}, {}, at);
  });

  it('30 staff and 12 sources in different spellings are matched by one call, with the right reason for each of the rest', async () => {
    const vendorIds = new Map<string, string>();
    for (let n = 1; n <= 20; n += 1) {
      const [ours, theirs] = spellings[n - 1] ?? [`staff${n}@myclub.com`, `Staff${n}@MyClub.com`];
      vendorIds.set(`s${n}`, await ring.typedIn(at.employee(n, { first: `EMP${n}`, last: 'LOYEE', email: theirs })));
      await staff(`s${n}`, ours);
    }
    // Two share a mailbox, one has left, one has no address there, one none here, the others nobody knows.
    for (const n of [21, 22]) await ring.typedIn(at.employee(n, { first: `EMP${n}`, last: 'LOYEE', email: 'front@myclub.com' }));
    await ring.typedIn(at.employee(23, { first: 'OLD', last: 'TIMER', email: 'old@myclub.com', active: false }));
    await ring.typedIn(at.employee(24, { first: 'NO', last: 'MAIL', email: null }));
    await staff('s21', 'FRONT@myclub.com');
    await staff('s22', 'old@myclub.com');
    await staff('s23', null);
    for (let n = 24; n <= 30; n += 1) await staff(`s${n}`, `nobody${n}@example.com`);
    await ring.call('PUT', `/v1/clubs/${clubId}/staff/s30`, { firstName: 'Gone', lastName: 'Staff', email: 'staff5@myclub.com', active: false });

    for (const [n, [ours, theirs]] of sourceSpellings.entries()) {
      if (at.source) vendorIds.set(`q${n}`, await ring.typedIn(at.source(n + 50, theirs)));
      await source(`q${n}`, ours);
    }
    if (at.source) for (const n of [61, 62]) await ring.typedIn(at.source(n, 'Radio'));
    if (at.source && at.createsSources) await ring.typedIn(at.source(63, 'Old Paper', false));
    await source('q6', 'radio');
    await source('q7', at.createsSources ? 'old paper' : 'Old Paper');
    for (let n = 8; n <= 11; n += 1) await source(`q${n}`, `Brand New ${n}`);

    const { staff: people, leadSources } = await resync();
    expect(people).toHaveLength(30);
    expect(leadSources).toHaveLength(12);
    const matched = people.filter(({ status }) => status === 'matched');
    expect(Object.fromEntries(matched.map(({ id, vendorId }) => [id, vendorId]))).toEqual(Object.fromEntries([...vendorIds].filter(([id]) => id.startsWith('s'))));
    const rest = statuses(people.filter(({ status }) => status !== 'matched'));
    expect(rest).toMatchObject({ s21: 'ambiguous', s23: 'no-email', s24: 'not-found', s29: 'not-found', s30: 'inactive' });
    // Paramount is asked for active staff only.
    expect(rest['s22']).toBe(at.vendor === 'paramount' ? 'not-found' : 'inactive');
    expect(people.filter(({ status, detail }) => status !== 'matched' && !detail)).toEqual([]);

    if (!at.source) {
      expect(new Set(leadSources.map(({ status }) => status))).toEqual(new Set(['unsupported']));
      return;
    }
    for (let n = 0; n < sourceSpellings.length; n += 1) expect(leadSources.find(({ id }) => id === `q${n}`)).toMatchObject({ status: 'matched', vendorId: vendorIds.get(`q${n}`) });
    const others = statuses(leadSources.filter(({ id }) => Number(id.slice(1)) >= 6));
    expect(others).toEqual(
      at.createsSources
        ? { q6: 'matched', q7: 'inactive', q8: 'created', q9: 'created', q10: 'created', q11: 'created' }
        : { q6: 'ambiguous', q7: 'not-found', q8: 'not-found', q9: 'not-found', q10: 'not-found', q11: 'not-found' },
    );
    if (at.createsSources) {
      const { records } = await ring.call<{ records: { Description: string }[] }>('GET', `/__sandbox/${at.vendor}/records/leadSources`);
      expect(records.filter(({ Description }) => Description.startsWith('Brand New')).map(({ Description }) => Description).sort()).toEqual(['Brand New 10', 'Brand New 11', 'Brand New 8', 'Brand New 9']);
    }
    const codes = (await ring.log(clubId)).filter(({ level }) => level === 'WARNING').map(({ reason }) => reason);
    expect(codes).toEqual(expect.arrayContaining(['staff-ambiguous', 'source-ambiguous', ...(at.createsSources ? ['source-inactive'] : [])]));
  }, 60_000);

  it('a lead goes out without an unlinked owner and source, named in a WARNING each, and is completed by itself', async () => {
    if (at.createsSources) await ring.integrate(clubId, {}, { createLeadSources: false });
    await staff('ana', 'ana@myclub.com', 'Ana');
    await source('fair', 'County Fair');
    await save('lead-1', 1, { ownerStaffId: 'ana', leadSourceId: 'fair' });
    await ring.until(clubId, 'lead-1', 'delivered');
    expect(await person(1)).toMatchObject({ owner: null, leadSource: null });
    const log = (await ring.contact(clubId, 'lead-1')).log;
    expect(log.filter(({ level }) => level === 'WARNING').map(({ reason, detail }) => [reason, detail])).toEqual(
      expect.arrayContaining([['owner-unlinked', expect.stringContaining('Ana Staff')], ['source-unlinked', expect.stringContaining('County Fair')]]),
    );
    const employee = await ring.typedIn(at.employee(1, { first: 'ANA', last: 'STAFF', email: 'ANA@myclub.com' }));
    const campaign = at.source ? await ring.typedIn(at.source(50, 'county fair')) : 'c0000000000000000000000000000077';
    if (!at.source) {
      await ring.typedIn(abc.source!(77, 'County Fair'));
      await ring.call('PUT', `${integration()}/links/lead-sources/fair`, { vendorId: campaign });
    }
    await resync();
    await eventually('owner and source at the vendor', async () => {
      const { owner, leadSource } = (await person(1))!;
      return owner === employee && leadSource === campaign;
    }, 20_000, 50);
    expect(await ring.people()).toHaveLength(1);
  }, 60_000);

  it('unlinked, renamed, relinked: each shows in the next deliveries, and nothing that was delivered changes by itself', async () => {
    const john = await ring.typedIn(at.employee(1, { first: 'JOHN', last: 'SMITH', email: 'john@myclub.com' }));
    const mary = await ring.typedIn(at.employee(2, { first: 'MARY', last: 'MAJOR', email: 'mary@myclub.com' }));
    await staff('seat', 'john@myclub.com', 'John');
    expect((await resync()).staff).toMatchObject([{ id: 'seat', vendorId: john, status: 'matched' }]);
    await save('lead-1', 1, { ownerStaffId: 'seat' });
    await ring.until(clubId, 'lead-1', 'delivered');
    expect(await person(1)).toMatchObject({ owner: john });

    // The account passes to somebody else: flagged, and nothing more.
    // At first with an address that the vendor does not have, or matching could be quicker than what is looked at here.
    await staff('seat', 'm.major@myclub.com', 'Mary');
    await eventually('the flag', async () => (await ring.log(clubId)).some(({ reason, detail }) => reason === 'staff-changed' && /John.*Mary/.test(detail ?? '')), 10_000, 50);
    expect((await resync()).staff).toMatchObject([{ id: 'seat', vendorId: john, detail: expect.stringContaining('John Staff') }]);

    // Undone by a person: the next lead goes without, the delivered one stays as it is.
    await ring.call('DELETE', `${integration()}/links/staff/seat`);
    await eventually('shown as unlinked', async () => (await lookups()).staff[0]?.vendorId === null, 10_000, 50);
    await save('lead-2', 2, { ownerStaffId: 'seat' });
    await ring.until(clubId, 'lead-2', 'delivered');
    expect([(await person(1))!.owner, (await person(2))!.owner]).toEqual([john, null]);

    // Matched again, it finds the person who has the account now; both leads follow.
    await staff('seat', 'mary@myclub.com', 'Mary');
    expect((await resync()).staff).toMatchObject([{ id: 'seat', vendorId: mary, status: 'matched' }]);
    await eventually('both leads are Mary\'s', async () => (await person(1))!.owner === mary && (await person(2))!.owner === mary, 20_000, 50);

    // By hand it goes back to the first, and no matching changes that.
    await ring.call('PUT', `${integration()}/links/staff/seat`, { vendorId: john });
    await eventually('both leads are John\'s again', async () => (await person(1))!.owner === john && (await person(2))!.owner === john, 20_000, 50);
    expect((await resync()).staff).toMatchObject([{ vendorId: john, detail: 'Linked by hand.' }]);
    expect(await ring.people()).toHaveLength(2);
    expect((await ring.log(clubId)).map(({ summary }) => summary)).toEqual(expect.arrayContaining(['Unlinked by hand: staff member seat', 'Linked by hand: staff member seat']));
  }, 60_000);

  it('the same pair is not made again by matching once a person undid it', async () => {
    const john = await ring.typedIn(at.employee(1, { first: 'JOHN', last: 'SMITH', email: 'john@myclub.com' }));
    await staff('seat', 'john@myclub.com', 'John');
    await resync();
    await ring.call('DELETE', `${integration()}/links/staff/seat`);
    await staff('seat', 'John@MyClub.com', 'John');
    expect((await resync()).staff).toMatchObject([{ vendorId: null, status: 'not-found', detail: expect.stringContaining(john) }]);
  }, 60_000);
});

describe('one login, two clubs', () => {
  it('the same new source of both is created once', async () => {
    await ring.club('twin-a', {}, {}, paramount);
    await ring.call('PUT', '/v1/clubs/twin-b', { clientId: 'client', name: 'Other', timeZone: 'America/New_York' });
    await ring.integrate('twin-b', {}, { clubNumber: '1002' });
    await Promise.all(['twin-a', 'twin-b'].flatMap((club) => ['Radio', 'Billboard', 'Open Day'].map((name, n) => ring.call('PUT', `/v1/clubs/${club}/lead-sources/n${n}`, { name, active: true }))));
    const linked = async (club: string): Promise<(string | null)[]> => (await ring.call<Lookups>('GET', `/v1/clubs/${club}/integrations/paramount/lookups`)).leadSources.map(({ vendorId }) => vendorId);
    await eventually('all linked', async () => [...(await linked('twin-a')), ...(await linked('twin-b'))].filter((id) => id !== null).length === 6, 30_000, 50);
    expect(await linked('twin-a')).toEqual(await linked('twin-b'));
    expect((await ring.requests('AddLeadSource')).length).toBe(3);
    await ring.integrate('twin-b', {}, { clubNumber: '1002' }, false);
  }, 60_000);

  it('takes no inbound option, schedule or sync, and says which', async () => {
    const body = { settings: paramount.settings(new URL(ring.stack.sandboxUrl)), credentials: paramount.credentials };
    const path = '/v1/clubs/twin-a/integrations/paramount';
    for (const option of ['insertLead', 'convertLeadToMember', 'insertMember', 'convertMemberToFormerMember', 'updateContact', 'deleteLead', 'primaryOnly', 'archiveLead']) {
      const { status, body: problem } = await ring.ask<{ errors: { field: string }[] }>('PUT', path, { ...body, options: { [option]: true } });
      expect([status, problem.errors.map(({ field }) => field)]).toEqual([422, [`options.${option}`]]);
    }
    expect((await ring.ask('PUT', path, { ...body, schedule: '0 * * * *' })).status).toBe(422);
    expect((await ring.ask('PUT', path, { ...body, options: { createUpdateLead: false } })).status).toBe(422);
    expect((await ring.ask('POST', `${path}/sync`, {})).status).toBe(422);
    expect((await ring.ask('PUT', path, { ...body, options: { insertLead: false, createUpdateLead: true } })).status).toBe(200);
  });
});
