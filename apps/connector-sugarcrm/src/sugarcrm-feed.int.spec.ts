import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { leadId } from './lead-id.js';
import { action, atTheTwin, kept, lead, leads, modes, typed } from './testing/twin.js';

const set = atTheTwin();
const fixtureId = (number: number): string => `00000000-0000-4000-8000-0000000000${number}`;
const tableStamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** So many leads, typed in by the CRM's own people, at these times. */
async function typedIn(stand: Stand, ...at: number[]): Promise<void> {
  for (const [index, ms] of at.entries()) {
    await typed(stand, `lead-${index}`, { first_name: `First${index}`, last_name: 'Last', account_name: 'north', modifiedAt: new Date(ms).toISOString() });
  }
}

const reported = ({ reports }: { readonly reports: readonly { readonly vendorContactId: string }[] }): string[] => reports.map(({ vendorContactId }) => vendorContactId);
const T = async ({ instance }: Stand): Promise<string> => (await instance.database.rows<{ cursor: { T: string } }>('SELECT cursor FROM integration'))[0]!.cursor.T;

describe.each(modes)('over %s', (_mode, profile) => {
  it('tells the club\'s leads, as they were typed; others\', and what was deleted before we came, are nobody\'s business', async () => {
    const stand = await set(profile, { fixture: 'default' });
    const run = await stand.club.pull();
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 6, ignored: 2 } });
    expect(run.reports.map(({ vendorContactId, state, fields: { firstName, lastName } }) => [vendorContactId, state, firstName, lastName])).toEqual([
      [fixtureId(51), 'LEAD', 'Ann', 'Lead'], [fixtureId(53), 'LEAD', 'Con', 'Verted'], [fixtureId(55), 'LEAD', 'Zoe', 'O\'Brien & Sons <x>'], [fixtureId(56), 'LEAD', null, 'Noname'],
    ]);
    expect(run.reports[0]).toMatchObject({ fields: { email: 'ann@example.com', mobile: '6142001051' } });
  });

  it('tells all of them where the CRM is the club\'s alone', async () => {
    const stand = await set(profile, { fixture: 'default', settings: { clubScope: 'all' } });
    expect(reported(await stand.club.pull())).toContain(fixtureId(54));
  });

  it('tells a linked one of another club', async () => {
    const stand = await set(profile, { fixture: 'default' });
    await stand.club.requestLink('lead-1', fixtureId(54));
    expect(reported(await stand.club.pull())).toContain(fixtureId(54));
  });

  it('a deleted one is told once, and an undeleted one is named', async () => {
    const stand = await set(profile, { fixture: 'default' });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    const own = leadId({ clubId: 'club-1', contactId: 'lead-1', generation: 0 });
    await stand.club.pull();
    for (const id of [own, fixtureId(51)]) await typed(stand, id, { deleted: 1 });
    const run = await stand.club.pull();
    expect(run.reports.filter(({ state }) => state === 'DELETED').map(({ vendorContactId, fields }) => [vendorContactId, fields])).toEqual(expect.arrayContaining([[own, {}], [fixtureId(51), {}]]));
    expect(await stand.instance.entries('deleted-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    await action(stand, 'undelete-lead', { id: own });
    await stand.club.pull();
    expect(await stand.instance.entries('undeleted-at-vendor', 'lead-1')).toHaveLength(1);
  });

  it('notes and mapped attributes come along, and an attribute that InTouch takes over does not go back', async () => {
    const stand = await set(profile, { settings: { attributeFields: { 'form.goal': 'goal_c' } } });
    await stand.club.save('lead-1', { ...lead(1), notes: 'mine', attributes: { 'form.goal': 'strength', 'form.age': 41 } });
    await stand.club.delivered('lead-1');
    const [{ id }] = (await leads(stand)) as [{ id: string }];
    await typed(stand, id, { goal_c: 'Yoga' });
    expect((await stand.club.pull()).reports).toMatchObject([
      { fields: { notes: 'mine\n\nform.age: 41', attributes: { 'form.goal': 'Yoga' } }, delivered: { attributes: { 'form.goal': 'strength' } } },
    ]);
    // The CRM's people go on; what InTouch sends must not bring back what it took over.
    await stand.club.save('lead-1', { ...lead(1), notes: 'mine', attributes: { 'form.goal': 'Yoga', 'form.age': 41 }, city: 'Dublin' });
    await eventually('the city', async () => (await kept(stand, id))['primary_address_city'] === 'Dublin');
    const written = (await stand.vendor.requests('updateLead')).map(({ body }) => decodeURIComponent(body));
    expect(written.join()).toContain('Dublin');
    expect(written.join()).not.toContain('goal_c');
  });

  it('what we deleted ourselves is not told', async () => {
    const stand = await set(profile, { options: { archiveLead: true } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect(await stand.club.pull()).toMatchObject({ counts: { read: 1, ignored: 1 }, reports: [] });
  });

  it('a converted one is told as a lead, and its link is closed', async () => {
    const stand = await set(profile);
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    await action(stand, 'convert-lead', { id: leadId({ clubId: 'club-1', contactId: 'lead-1', generation: 0 }) });
    expect((await stand.club.pull()).reports).toMatchObject([{ state: 'LEAD', fields: { firstName: 'First1' } }]);
    expect(await stand.instance.entries('converted-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
  });

  it('seven of one second are told, however small the pages', async () => {
    const stand = await set(profile, { settings: { pageSize: 2 } });
    const now = Date.now() - 3_600_000;
    await typedIn(stand, ...Array<number>(7).fill(now));
    expect(new Set(reported(await stand.club.pull())).size).toBe(7);
  });

  it('a server that caps its pages still tells all', async () => {
    const stand = await set(profile, { settings: { pageSize: 1_000 } });
    await typedIn(stand, ...Array.from({ length: 7 }, (_, index) => Date.now() - index * 1_000));
    await stand.vendor.hazard('page-cap', { times: null, params: { rows: 3 } });
    expect(new Set(reported(await stand.club.pull())).size).toBe(7);
  });

  it('a stamp that lies ahead hides nothing that comes after', async () => {
    const stand = await set(profile);
    const before = Date.now();
    await typedIn(stand, before - 60_000, before + 86_400_000);
    expect(reported(await stand.club.pull())).toHaveLength(2);
    expect(await T(stand) >= tableStamp(before - 1_000) && await T(stand) <= tableStamp(Date.now())).toBe(true);
    await typed(stand, 'later', { first_name: 'La', last_name: 'Ter', account_name: 'north' });
    expect(reported(await stand.club.pull())).toContain('later');
  });

  it('what is committed late is found by the overlap', async () => {
    const stand = await set(profile);
    await stand.vendor.hazard('late-commit', { operation: 'createLead', params: { ms: 1_500 } });
    await stand.club.save('lead-1', lead(1));
    await eventually('created', async () => (await leads(stand)).length === 1);
    await typed(stand, 'other', { first_name: 'Ot', last_name: 'Her', account_name: 'north' });
    await stand.club.pull();
    await eventually('told', async () => reported(await stand.club.pull()).some((id) => id !== 'other'), 10_000);
  });

  it('the second run begins where the first one ended, two minutes earlier', async () => {
    const stand = await set(profile);
    const now = Date.now();
    await typedIn(stand, now - 3_600_000, now - 1_800_000);
    expect(reported(await stand.club.pull())).toHaveLength(2);
    expect(await T(stand)).toBe(tableStamp(now - 1_800_000));
    expect(await stand.club.pull()).toMatchObject({ counts: { read: 1 } });
    // A stamp that some client has set back: only a full reading finds it.
    await typed(stand, 'back', { first_name: 'Ba', last_name: 'Ck', account_name: 'north', modifiedAt: new Date(now - 7_200_000).toISOString() });
    expect(reported(await stand.club.pull())).not.toContain('back');
    expect(reported(await stand.club.pull({ full: true }))).toContain('back');
  });

  it('escaped or not, what is meant is the same: nothing goes back to the CRM', async () => {
    const stand = await set(profile);
    await stand.club.save('lead-1', { ...lead(1), lastName: 'O\'Brien & Sons' });
    await stand.club.delivered('lead-1');
    const [own] = await leads(stand);
    expect((await kept(stand, own!.id))['last_name']).toBe('O\'Brien & Sons');
    expect((await stand.club.pull()).reports).toMatchObject([{ fields: { lastName: 'O\'Brien & Sons' } }]);
  });
});
