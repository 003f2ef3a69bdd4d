import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { profile as soap } from './abc-soap.profile.js';
import { profile as rest } from './abc.profile.js';
import { atTheTwin, prospects } from './testing/twin.js';

const set = atTheTwin();
const { lead } = rest;
const links = async ({ instance }: Stand) => instance.published(topics.contactLinked);

/** Saved again after its link was closed: told, and nothing is sent. */
async function staysClosed({ club, vendor, instance }: Stand): Promise<void> {
  const before = await vendor.requests();
  const told = (await instance.entries('link-closed', 'lead-1')).length;
  await club.save('lead-1', { ...lead(1), city: 'Latest' });
  await eventually('told', async () => (await instance.entries('link-closed', 'lead-1')).length === told + 1);
  expect((await instance.entries('link-closed', 'lead-1')).at(-1)).toMatchObject({ level: 'INFO' });
  expect(await vendor.requests()).toHaveLength(before.length);
}

describe.each([['REST', rest], ['SOAP', soap]])('%s', (_name, profile) => {
  const { create, update } = profile.operations;

  async function delivered(): Promise<Stand> {
    const stand = await set(profile);
    await stand.club.configure();
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    return stand;
  }

  it('a create that answers no id leaves one record, which is adopted', async () => {
    const stand = await set(profile);
    const { club, vendor } = stand;
    await club.configure();
    await vendor.hazard('success-without-id', { operation: create });
    await club.save('lead-1', lead(1));
    await club.delivered('lead-1');
    const [person, ...others] = await vendor.people();
    expect(others).toEqual([]);
    expect(await vendor.creates()).toHaveLength(1);
    expect(await links(stand)).toMatchObject([{ contactId: 'lead-1', vendorContactId: person!.id, how: 'adopted' }]);
  });

  it('sold while it is being changed: the link is closed with one WARNING, later saves are told and stay at home', async () => {
    const stand = await delivered();
    const { club, vendor, instance } = stand;
    await vendor.hazard('convert-on-update', { operation: update });
    await club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await club.stands('lead-1', 'closed');
    await staysClosed(stand);
    expect(await instance.entries('converted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
    expect(await instance.database.rows('SELECT closed FROM link')).toEqual([{ closed: 'converted' }]);
    expect(await vendor.people()).toMatchObject([{ status: 'MEMBER', city: 'Columbus' }]);
  });

  it('sold before it is changed: the same', async () => {
    const stand = await delivered();
    const [person] = await stand.vendor.people();
    await stand.vendor.sold(person!.id);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    expect(await stand.instance.entries('converted-at-vendor')).toHaveLength(1);
    await staysClosed(stand);
  });

  it('removed there: the link is closed, and no second record takes its place', async () => {
    const stand = await delivered();
    const { club, vendor, instance } = stand;
    const [person] = await vendor.people();
    await vendor.record('DELETE', `prospects/${person!.id}`);
    await club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await club.stands('lead-1', 'closed');
    await staysClosed(stand);
    expect(await instance.entries('deleted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
    expect(await vendor.people()).toEqual([]);
  });

  it.each([{ newId: false }, { newId: true }])('an unanswered create that was sold meanwhile is linked, and closed as converted (%j)', async (sale) => {
    const stand = await set(profile);
    const { club, vendor, instance } = stand;
    await club.configure();
    // Stored at once; the answer is given up after a second.
    await vendor.hazard('timeout-after-commit', { operation: create, params: { holdMs: 5_000 } });
    await club.save('lead-1', lead(1));
    const [stored] = await eventually('the record', async () => {
      const people = await vendor.people();
      return people.length > 0 ? people : undefined;
    });
    const sold = await vendor.sold(stored!.id, sale);
    await club.stands('lead-1', 'closed');
    expect(await links(stand)).toMatchObject([{ contactId: 'lead-1', vendorContactId: sold.id, how: 'adopted' }]);
    expect(await instance.entries('converted-at-vendor')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining(sold.id) }]);
    await staysClosed(stand);
    expect(await vendor.creates()).toHaveLength(1);
    expect(await vendor.people()).toMatchObject([{ id: sold.id, status: 'MEMBER' }]);
  });

  it('two records of one contact: the older is linked, the other named', async () => {
    const stand = await set(profile);
    const { club, vendor, instance } = stand;
    await club.configure({ settings: { contactIdField: 'none' } });
    const { id } = await vendor.typedIn({ club: '9003', status: 'LEAD', firstName: 'FIRST1', lastName: 'Last1', mobile: lead(1).mobile });
    await vendor.record('PUT', `prospects/${id}`, { createdAt: new Date(Date.now() - 86_400_000).toISOString() });
    await vendor.hazard('success-without-id', { operation: create });
    await club.save('lead-1', lead(1));
    await club.delivered('lead-1');
    const other = (await prospects(stand)).find((it) => it.prospectId !== id)!.prospectId!;
    expect(await links(stand)).toMatchObject([{ vendorContactId: id, how: 'adopted' }]);
    expect(await instance.entries('duplicate-at-vendor')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining(other) }]);
  });
});

describe('whose record is whose', () => {
  const alike = { club: '9003', status: 'LEAD', firstName: 'FIRST1', lastName: 'Last1', email: 'LEAD1@example.com' };

  it.each(['misc2', 'none'])('contactIdField %s: what an unanswered create left is found', async (contactIdField) => {
    const stand = await set(rest);
    const { club, vendor } = stand;
    await club.configure({ settings: { contactIdField } });
    await vendor.hazard('timeout-after-commit', { operation: 'createProspect' });
    await club.save('lead-1', lead(1));
    await club.delivered('lead-1');
    const [stored, ...others] = await prospects(stand);
    expect(others).toEqual([]);
    expect([stored!.personal['misc1'], stored!.personal['misc2']]).toEqual(contactIdField === 'misc2' ? [undefined, 'lead-1'] : [undefined, undefined]);
    expect(await links(stand)).toMatchObject([{ vendorContactId: stored!.prospectId, how: 'adopted' }]);
  });

  it.each([
    ['nobody\'s', {}, 'adopted'], ['another contact\'s', { misc1: 'lead-2' }, 'created'],
  ])('a row of the same name and address that is marked as %s', async (_name, personal, how) => {
    const stand = await set(rest);
    const { club, vendor } = stand;
    await club.configure();
    const { id } = await vendor.typedIn(alike);
    await vendor.record('PUT', `prospects/${id}`, { personal });
    await vendor.hazard('timeout-before-commit', { operation: 'createProspect', params: { holdMs: 100 } });
    await club.save('lead-1', lead(1));
    await club.delivered('lead-1');
    const [link] = await links(stand);
    expect([link!.how, link!.vendorContactId === id]).toEqual([how, how === 'adopted']);
    expect(await vendor.people()).toHaveLength(how === 'adopted' ? 1 : 2);
  });

  it('a create answered in XML is an answer nobody understood: looked for, not repeated', async () => {
    const { club, vendor } = await set(rest);
    await club.configure();
    await vendor.hazard('xml-answer', { operation: 'createProspect' });
    await club.save('lead-1', lead(1));
    await club.delivered('lead-1');
    expect(await vendor.creates()).toHaveLength(1);
    expect(await vendor.people()).toHaveLength(1);
  });
});
