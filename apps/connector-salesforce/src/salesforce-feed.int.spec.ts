import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { act, atTheTwin, bodies, calls, lead, leadNamed, leads } from './testing/twin.js';

const setUp = atTheTwin();
const inbound = { insertLead: true, updateContact: true, deleteLead: true };
const typed = (stand: Stand, n: number, more: object = {}) => stand.vendor.typedIn({ club: 'north', status: 'LEAD', firstName: `Ann${n}`, lastName: 'Lead', email: `ann${n}@example.com`, ...more });
const reported = async (stand: Stand, how: Parameters<Stand['club']['pull']>[0] = {}) => (await stand.club.pull(how)).reports.map(({ state, fields }) => `${state} ${fields.firstName ?? ''}`.trim()).sort();

it('the fixture: the club\'s leads are reported, others and their deletes pass in silence', async () => {
  const stand = await setUp({ fixture: 'default', options: inbound });
  const run = await stand.club.pull();
  expect(run).toMatchObject({ phase: 'read-all', counts: { read: 5, ignored: 3 } });
  expect(run.reports.map(({ fields }) => [fields.firstName, fields.lastName, fields.mobile])).toEqual([['Ann', 'Lead', '6142001051'], ['Zoe', "O'Brien & Sons <x>", null]]);
  expect((await stand.instance.activities()).filter(({ entry }) => entry?.direction === 'IN' && entry.level !== 'INFO')).toEqual([]);
});

it('the whole org\'s, where all are the club\'s', async () => {
  const stand = await setUp({ fixture: 'default', options: inbound, settings: { clubScope: 'all', clubField: null } });
  // Deleted before anybody heard of it.
  expect(await reported(stand)).toEqual(['LEAD Ann', 'LEAD Con', 'LEAD Sam', 'LEAD Zoe']);
});

describe('pages', () => {
  it.each([
    ['in small answers', { name: 'small-batch', params: { rows: 1 } }],
    ['with an unknown field', { name: 'unknown-field', params: {} }],
  ])('%s: everybody once', async (_what, { name, params }) => {
    const stand = await setUp({ options: inbound, settings: { pageSize: 3 } });
    for (const n of [1, 2, 3, 4, 5]) await typed(stand, n);
    await stand.vendor.hazard(name, { times: null, params });
    expect(await reported(stand)).toEqual([1, 2, 3, 4, 5].map((n) => `LEAD Ann${n}`));
  });

  it('whose rest is lost: from the last row on', async () => {
    const stand = await setUp({ options: inbound, settings: { pageSize: 5 } });
    for (const n of [1, 2, 3, 4, 5]) await typed(stand, n);
    await stand.vendor.hazard('small-batch', { times: null, params: { rows: 2 } });
    await stand.vendor.hazard('locator-lost', { operation: 'queryMore', times: 2 });
    const run = await stand.club.pull();
    expect(run).toMatchObject({ phase: 'read-all', counts: { read: 5 } });
    expect(new Set(run.reports.map(({ vendorContactId }) => vendorContactId)).size).toBe(5);
  });

  it('all of one second: everybody once', async () => {
    const stand = await setUp({ options: inbound });
    for (const n of [1, 2, 3, 4, 5]) await typed(stand, n);
    for (const { Id } of await leads(stand)) await stand.vendor.record('PUT', `leads/${Id}`, { modifiedAt: '2026-11-22T02:00:05Z' });
    expect(await reported(stand)).toHaveLength(5);
  });
});

describe('what comes later', () => {
  it('a change, and a transaction that was late', async () => {
    const stand = await setUp({ options: inbound });
    const { id } = await typed(stand, 1);
    expect(await reported(stand)).toEqual(['LEAD Ann1']);
    await stand.vendor.edited(id, { firstName: 'Anna' });
    // Stamped before the cursor, seen after it.
    const late = await typed(stand, 2);
    await stand.vendor.record('PUT', `leads/${late.id}`, { modifiedAt: new Date(Date.now() - 5 * 60_000).toISOString() });
    expect(await reported(stand)).toEqual(expect.arrayContaining(['LEAD Ann2', 'LEAD Anna']));
  });

  it('a delete of one that was reported, and none of one that was not', async () => {
    const stand = await setUp({ options: inbound });
    const { id } = await typed(stand, 1);
    await stand.club.pull();
    for (const one of [id, (await typed(stand, 2)).id]) await stand.vendor.record('PUT', `leads/${one}`, { IsDeleted: true });
    const run = await stand.club.pull();
    expect(run.reports).toMatchObject([{ vendorContactId: id, state: 'DELETED', fields: {} }]);
  });

  it('our own delete is no news', async () => {
    const stand = await setUp({ options: { ...inbound, archiveLead: true } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    await stand.club.archive('lead-1');
    await eventually('deleted', async () => (await leads(stand))[0]?.['IsDeleted'] === true);
    expect(await reported(stand)).toEqual([]);
  });
});

describe('a linked lead', () => {
  async function linked(): Promise<Stand> {
    const stand = await setUp({ options: inbound });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    return stand;
  }

  it('that is converted is a lead, and its link closed with one WARNING', async () => {
    const stand = await linked();
    await act(stand, 'convert-lead', { id: (await leadNamed(stand, 'First1')).Id });
    expect(await reported(stand)).toEqual(['LEAD First1']);
    await stand.club.pull({ full: true });
    expect(await stand.instance.entries('converted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('told', async () => (await stand.instance.entries('link-closed', 'lead-1')).length === 1);
    expect(await calls(stand, 'updateLead')).toBe(0);
  });

  it('that is deleted is reported, its link closed; back again it stays so', async () => {
    const stand = await linked();
    const { Id } = await leadNamed(stand, 'First1');
    await stand.vendor.record('PUT', `leads/${Id}`, { IsDeleted: true });
    expect(await reported(stand)).toEqual(['DELETED']);
    await act(stand, 'undelete-lead', { id: Id });
    await stand.club.pull();
    expect(await stand.instance.entries('undeleted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
  });

  it('that is merged into another is no delete: the link moves there, and so does what InTouch sends', async () => {
    const stand = await linked();
    const { id } = await typed(stand, 1);
    await stand.club.pull();
    const loser = (await leadNamed(stand, 'First1')).Id;
    await act(stand, 'merge-leads', { master: id, loser });
    expect(await reported(stand)).toEqual(['LEAD Ann1']);
    expect(await stand.instance.entries('merged-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining(id) }]);
    expect((await stand.instance.published(topics.contactLinked)).at(-1)).toMatchObject({ contactId: 'lead-1', vendorContactId: id, role: 'live', replaced: loser });
    await stand.club.pull({ full: true });
    expect(await stand.instance.entries('merged-at-vendor')).toHaveLength(1);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('the city', async () => (await leadNamed(stand, 'Ann1'))['City'] === 'Dublin');
    expect(await bodies(stand, 'updateLead')).toEqual([{ City: 'Dublin', InTouch_Id__c: 'club-1:lead-1' }]);
  });

  it('that a write finds merged before the merge is read goes on at the other', async () => {
    const stand = await linked();
    const { id } = await typed(stand, 1);
    await act(stand, 'merge-leads', { master: id, loser: (await leadNamed(stand, 'First1')).Id });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    await stand.club.pull();
    await eventually('the city', async () => (await leadNamed(stand, 'Ann1'))['City'] === 'Dublin');
    await stand.club.delivered('lead-1');
  });

  it('that is merged into another contact\'s has a closed link', async () => {
    const stand = await linked();
    const { id } = await typed(stand, 1);
    await stand.club.requestLink('lead-2', id);
    await act(stand, 'merge-leads', { master: id, loser: (await leadNamed(stand, 'First1')).Id });
    expect(await reported(stand)).toEqual(['LEAD Ann1']);
    expect(await stand.instance.entries('merged-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('contact lead-2') }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    expect(await stand.instance.state('lead-1')).toMatchObject({ reason: 'merged-at-vendor' });
    expect(await calls(stand, 'updateLead')).toBe(0);
  });

  it('that went to another club is still ours', async () => {
    const stand = await linked();
    await stand.vendor.edited((await leadNamed(stand, 'First1')).Id, { club: 'south' });
    expect(await reported(stand)).toEqual(['LEAD First1']);
  });
});

it('a lead that bears our id belongs to its contact', async () => {
  const stand = await setUp({ options: inbound });
  await stand.club.configure({ paused: true });
  await stand.club.save('lead-1', lead(1));
  const { id } = await typed(stand, 1, { club: 'south', firstName: 'First1', lastName: 'Last1' });
  await stand.vendor.record('PUT', `leads/${id}`, { InTouch_Id__c: 'club-1:lead-1' });
  expect((await stand.club.pull()).reports).toMatchObject([{ vendorContactId: id, state: 'LEAD' }]);
});

it('near the end of the day\'s calls what the clock asks for is skipped; by hand all is read, and leads go out all the same', async () => {
  const stand = await setUp({ options: inbound });
  await typed(stand, 1);
  await stand.vendor.hazard('usage-high', { times: null });
  const slot = { slot: '2026-11-22T03:00:00Z' };
  expect(await stand.club.pull(slot)).toMatchObject({ phase: 'read-all', counts: { read: 0 } });
  expect(await stand.instance.entries('api-usage-high')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('14000 of the 15000') }]);
  expect(await stand.instance.database.rows('SELECT cursor, full_next FROM integration')).toEqual([{ cursor: null, full_next: true }]);
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  expect(await stand.club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 2 } });
  await stand.vendor.calm();
  expect(await stand.club.pull(slot)).toMatchObject({ phase: 'read-all', counts: { read: 2 } });
  expect(await stand.instance.entries('api-usage-high')).toHaveLength(1);
});

it('after a silence longer than the Recycle Bin keeps leads, deletes may have been missed', async () => {
  const stand = await setUp({ options: inbound });
  await typed(stand, 1);
  await stand.club.pull();
  await stand.vendor.clock(new Date(Date.now() + 16 * 86_400_000).toISOString());
  await stand.club.pull({ dryRun: true });
  expect(await stand.instance.entries('deletes-may-be-missed')).toEqual([]);
  await stand.club.pull();
  await stand.club.pull();
  expect(await stand.instance.entries('deletes-may-be-missed')).toMatchObject([{ level: 'WARNING' }]);
});

it('notes and mapped attributes come along, and an attribute that InTouch takes over does not go back', async () => {
  const stand = await setUp({ options: inbound, settings: { attributeFields: { 'form.goal': 'Goal__c' } } });
  await stand.club.save('lead-1', { ...lead(1), notes: 'mine', attributes: { 'form.goal': 'strength', 'form.age': 41 } });
  await stand.club.delivered('lead-1');
  const { Id } = await leadNamed(stand, 'First1');
  await stand.vendor.record('PUT', `leads/${Id}`, { Goal__c: 'Yoga' });
  expect((await stand.club.pull()).reports).toMatchObject([
    { fields: { notes: 'mine\n\nform.age: 41', attributes: { 'form.goal': 'Yoga' } }, delivered: { attributes: { 'form.goal': 'strength' } } },
  ]);
  await stand.club.save('lead-1', { ...lead(1), notes: 'mine', attributes: { 'form.goal': 'Yoga', 'form.age': 41 }, city: 'Dublin' });
  await eventually('the city', async () => (await leadNamed(stand, 'First1'))['City'] === 'Dublin');
  expect(await bodies(stand, 'updateLead')).toEqual([{ City: 'Dublin' }]);
});

it('a lead source and an owner that are linked come along', async () => {
  const stand = await setUp({ fixture: 'default', options: inbound });
  await stand.club.staff('staff-0', 'jsmith@myclub.com');
  await stand.club.source('source-0', 'partner referral');
  await stand.club.lookup('staff', 'staff-0', ({ status }) => status === 'matched');
  await stand.club.lookup('leadSources', 'source-0', ({ status }) => status === 'matched');
  await stand.vendor.edited((await leadNamed(stand, 'Ann')).Id, { leadSource: 'Partner Referral' });
  await stand.club.pull();
  expect((await stand.instance.published(topics.contactReported)).find(({ fields }) => fields.firstName === 'Ann')!.fields).toMatchObject({ ownerStaffId: 'staff-0', leadSourceId: 'source-0' });
});
