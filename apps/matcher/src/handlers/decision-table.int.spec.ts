import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics, type ContactReported, type ContactStatus, type IntegrationOptions, type ReportedState } from '@intouch/contracts';
import { allOn, ana, changesOf, ClubUnderTest, countsOf, namesOf, of } from '../testing/club-under-test.js';

let club: ClubUnderTest;
beforeEach(async () => { club = await ClubUnderTest.open(); });
afterEach(() => club.close());

type Row = [reported: ReportedState, known: ContactStatus | null, outcome: string, change: string | null, option: keyof IntegrationOptions | null];
const other = { ...ana, street: '1 New St' };
const table: Row[] = [
  ['LEAD', null, 'inserted', 'lead.inserted null', 'insertLead'],
  ['LEAD', 'LEAD', 'updated', 'contact.updated c1', 'updateContact'],
  ['LEAD', 'MEMBER', 'ignored', null, null],
  ['LEAD', 'FORMER_MEMBER', 'ignored', null, null],
  ['MEMBER', null, 'inserted', 'member.inserted null', 'insertMember'],
  ['MEMBER', 'LEAD', 'converted', 'member.converted c1', 'convertLeadToMember'],
  ['MEMBER', 'MEMBER', 'updated', 'contact.updated c1', 'updateContact'],
  ['MEMBER', 'FORMER_MEMBER', 'converted', 'member.converted c1', 'convertLeadToMember'],
  ['FORMER_MEMBER', null, 'ignored', null, null],
  ['FORMER_MEMBER', 'LEAD', 'ignored', null, null],
  ['FORMER_MEMBER', 'MEMBER', 'lapsed', 'member.lapsed c1', 'convertMemberToFormerMember'],
  ['FORMER_MEMBER', 'FORMER_MEMBER', 'unchanged', null, null],
  ['DELETED', null, 'ignored', null, null],
  ['DELETED', 'LEAD', 'updated', 'lead.deleted c1', 'deleteLead'],
  ['DELETED', 'MEMBER', 'ignored', null, null],
  ['DELETED', 'FORMER_MEMBER', 'ignored', null, null],
];

describe.each(['tier', 'vendor-id'] as const)('the decision table, found by %s', (by) => {
  it.each(table)('%s meets %s: %s', async (state, status, outcome, change) => {
    if (status) await club.contact('c1', { status });
    if (status && by === 'vendor-id') await club.linked('c1', '1042');
    const told = await club.reported({ state, fields: other });
    expect(namesOf(told)).toEqual(change === null ? [] : [change]);
    expect(countsOf(told)).toEqual([{ [outcome]: 1 }]);
    expect(of(told, topics.contactLinkRequested)).toHaveLength(status && by === 'tier' ? 1 : 0);
  });

  it.each(table.filter(([, , , , option]) => option))('%s meets %s: ignored with its option off', async (state, status, _outcome, _change, option) => {
    await club.configure({ ...allOn, [option!]: false });
    if (status) await club.contact('c1', { status });
    if (status && by === 'vendor-id') await club.linked('c1', '1042');
    const told = await club.reported({ state, fields: other });
    expect(changesOf(told)).toEqual([]);
    expect(countsOf(told)).toEqual([{ ignored: 1 }]);

    // Not seen: with the option on, the same report is decided.
    await club.configure(allOn);
    expect(changesOf(await club.reported({ state, fields: other }))).toHaveLength(1);
  });
});

describe('what a change carries', () => {
  it('a conversion fills what is empty in InTouch, and nothing else', async () => {
    await club.contact('c1', { mobile: null, email: 'ana@example.com', street: '12 Main St' });
    const [change] = changesOf(await club.reported({ joinDate: '2026-11-19', fields: { ...ana, firstName: 'ANA', street: '1 New St', zip: '43004', city: null } }));
    expect(change).toMatchObject({
      type: 'member.converted', contactId: 'c1', vendor: 'compete', vendorContactId: '1042', match: { by: 'tier', tier: 2 }, joinDate: '2026-11-19',
      endDate: null, contact: { mobile: ana.mobile, zip: '43004' }, option: 'convertLeadToMember', runId: 'run-1',
    });
    expect(Object.keys(change!.contact).sort()).toEqual(['mobile', 'zip']);
    expect(change!.explanation).toContain('Matched by tier 2');
  });

  it('an insert carries status, contact method and lead source: linked, or by name', async () => {
    await club.configure({ ...allOn, contactMethod: 'Walk-in', leadSource: 'Jonas' });
    const [linked] = changesOf(await club.reported({ fields: { ...ana, homePhone: null, leadSourceId: 'facebook' } }));
    expect(linked!.contact).toEqual({ ...ana, status: 'MEMBER', contactMethod: 'Walk-in', leadSourceId: 'facebook' });
    const [named] = changesOf(await club.reported({ vendorContactId: '2', state: 'LEAD', fields: { firstName: 'Bo', lastName: 'Fox' } }));
    expect(named!.contact).toEqual({ firstName: 'Bo', lastName: 'Fox', status: 'LEAD', contactMethod: 'Walk-in', leadSource: 'Jonas' });
    expect(named!.match).toMatchObject({ by: 'none', tier: null });
  });

  it('a lapse carries the end date and no field', async () => {
    await club.contact('c1', { status: 'MEMBER' });
    const [change] = changesOf(await club.reported({ state: 'FORMER_MEMBER', endDate: '2026-11-18', fields: other }));
    expect(change).toMatchObject({ type: 'member.lapsed', endDate: '2026-11-18', contact: {} });
  });

  it('an update carries only what changed at the vendor since it was last seen', async () => {
    await club.contact('c1', { street: '12 Main St', updatedAt: '2026-11-01T10:00:00Z' });
    await club.linked('c1', '1042');
    const lead = (fields: ContactReported['fields'], stamp: string) => club.reported({ state: 'LEAD', stamp, fields });
    await lead({ ...ana, street: '12 Main St', city: 'Dublin' }, '2026-11-02T10:00:00Z');
    const [change] = changesOf(await lead({ ...ana, street: '9 Oak St', city: 'Dublin' }, '2026-11-03T10:00:00Z'));
    expect(change!.contact).toEqual({ street: '9 Oak St' });
  });
});

describe('the log', () => {
  it('names the person, the vendor by its title, and the request', async () => {
    await club.describe('compete', 'Jonas Compete');
    await club.contact('c1', { firstName: 'Mary Ann', lastName: 'O’Brien' });
    const told = await club.reported({ fields: { ...ana, firstName: 'MARY-ANN', lastName: "O'Brien" } });
    expect(of(told, topics.activityLogged)).toMatchObject([{
      clubId: 'club-1', contactId: 'c1', vendor: 'compete', vendorContactId: '1042', requestId: 'request-1',
      entry: { level: 'INFO', direction: 'IN', summary: "MARY-ANN O'Brien became a member at Jonas Compete: converted", reason: null },
    }]);
  });

  it('is silent about what was unchanged or ignored', async () => {
    expect(of(await club.reported({ state: 'FORMER_MEMBER' }), topics.activityLogged)).toEqual([]);
  });

  it('warns of a record without a name, which is never inserted', async () => {
    const told = await club.reported({ fields: { lastName: 'Silva' } });
    expect(changesOf(told)).toEqual([]);
    expect(of(told, topics.activityLogged)).toMatchObject([{ entry: { level: 'WARNING', reason: 'row-no-name' } }]);
  });
});
