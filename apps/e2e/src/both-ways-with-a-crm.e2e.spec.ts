import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { lead, Ring, type InTouchContact, type VendorPerson } from './ring.js';
import { crms } from './vendors.js';

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['salesforce', 'sugarcrm']);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

describe.each(crms)('$title', (at) => {
  let clubId = '';
  let test = 0;
  beforeEach(async () => {
    test += 1;
    clubId = `crm-${at.title.replace(/[^a-z0-9]+/g, '-')}-${test}`;
    await ring.club(clubId, {}, {}, at);
  });

  const saved = (contactId: string, contact: object): Promise<unknown> => ring.call('PUT', `/__sandbox/intouch/contacts/${clubId}/${contactId}`, contact);
  const atDesk = <T = VendorPerson>(method: string, path: string, body?: unknown): Promise<T> => ring.call<T>(method, `/__sandbox/${at.vendor}/people${path}`, body);
  const alive = async (): Promise<(VendorPerson & { readonly deleted?: boolean })[]> => (await ring.people() as (VendorPerson & { deleted?: boolean })[]).filter(({ deleted }) => !deleted);
  const atVendor = (email: string, is: (person: VendorPerson) => boolean = () => true): Promise<VendorPerson> =>
    eventually(`${email} at ${at.title}`, async () => (await alive()).find((person) => person.email === email && is(person)), 30_000, 50);
  const inTouch = (what: string, is: (contact: InTouchContact & { city?: string; attributes?: Record<string, unknown> }) => boolean): Promise<InTouchContact> =>
    eventually(what, async () => [...(await ring.inTouch(clubId)).values()].find(is), 30_000, 50);
  const writes = async (): Promise<number> => (await ring.requests()).filter(({ operation }) => /^(create|update|upsert|delete)Lead$/.test(operation)).length;

  it('a lead saved here is there, changed here it changes there, changed there it changes here, and nothing echoes', async () => {
    await saved('ana', lead(1, { firstName: 'Ana', email: 'ana@example.com' }));
    const { id } = await atVendor('ana@example.com');
    await inTouch('linked', ({ vendorIds }) => vendorIds?.[at.vendor] === id);
    await saved('ana', lead(1, { firstName: 'Ana', email: 'ana@example.com', city: 'Dublin', vendorIds: { [at.vendor]: id } }));
    await atVendor('ana@example.com', ({ city }) => city === 'Dublin');
    await ring.sync(clubId);
    await atDesk('PATCH', `/${id}`, { city: 'Marysville' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ updated: 1 });
    await inTouch('the new city', ({ city }) => city === 'Marysville');
    const before = await writes();
    await ring.sync(clubId, { full: true });
    expect(await writes()).toBe(before);
    expect(await alive()).toMatchObject([{ id, city: 'Marysville' }]);
  }, 90_000);

  it('archived here is deleted there, saved again it is made anew; deleted there is flagged here and stays deleted', async () => {
    await saved('bob', lead(2));
    const { id } = await atVendor('lead2@example.com');
    await inTouch('linked', ({ vendorIds }) => vendorIds?.[at.vendor] === id);
    await ring.call('DELETE', `/__sandbox/intouch/contacts/${clubId}/bob`);
    await eventually('deleted there', async () => (await alive()).length === 0, 30_000, 50);
    await ring.sync(clubId, { full: true });
    expect((await alive()).length).toBe(0);
    await saved('bob', lead(2));
    const second = await atVendor('lead2@example.com');
    expect(second.id).not.toBe(id);

    await atDesk('POST', `/${second.id}/delete`, {});
    await ring.sync(clubId);
    const { changes } = await ring.call<{ changes: { type: string; clubId: string; contactId: string }[] }>('GET', '/v1/changes?limit=1000');
    expect(changes.filter((it) => it.clubId === clubId && it.type === 'lead.deleted')).toMatchObject([{ contactId: 'bob' }]);
    await saved('bob', lead(2, { city: 'Boston' }));
    await ring.until(clubId, 'bob', 'closed');
    expect((await alive()).length).toBe(0);
    await ring.call('POST', `/v1/clubs/${clubId}/contacts/bob/send`, { vendor: at.vendor });
    await atVendor('lead2@example.com', ({ city }) => city === 'Boston');
  }, 90_000);

  it('a lead typed in there comes in once; sending by itself can be off, one goes by hand, and all goes out when it is on again', async () => {
    await atDesk('POST', '', { club: at.club, status: 'LEAD', firstName: 'Nora', lastName: 'Newlead', email: 'nora@example.com', city: 'Columbus' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ inserted: 1 });
    await inTouch('nora', ({ vendorIds }) => vendorIds?.[at.vendor] !== undefined);
    await ring.integrate(clubId, { createUpdateLead: false });
    await saved('cat', lead(3));
    await saved('dan', lead(4));
    await ring.until(clubId, 'dan', 'not-sent');
    await ring.call('POST', `/v1/clubs/${clubId}/contacts/cat/send`, { vendor: at.vendor });
    await atVendor('lead3@example.com');
    expect((await alive()).length).toBe(2);
    await ring.integrate(clubId, { createUpdateLead: true });
    await atVendor('lead4@example.com');
    expect((await ring.inTouch(clubId)).size).toBe(3);
  }, 90_000);

  it('notes go either way with a new lead; an attribute changed there changes here, alone, and nothing echoes', async () => {
    const { goal, notes } = at.leadFields!;
    const edited = (id: string, values: object): Promise<unknown> => ring.call('PUT', `/__sandbox/${at.vendor}/records/leads/${id}`, values);
    await ring.integrate(clubId, {}, { attributeFields: { 'form.goal': goal } });
    await saved('fay', lead(6, { notes: 'mine', attributes: { 'form.goal': 'strength', 'form.age': 41 } }));
    const { id } = await atVendor('lead6@example.com');
    expect(await ring.call('GET', `/__sandbox/${at.vendor}/records/leads/${id}`)).toMatchObject({ [goal]: 'strength', [notes]: 'mine\n\nform.age: 41' });
    await inTouch('linked', ({ vendorIds }) => vendorIds?.[at.vendor] === id);
    await ring.sync(clubId);
    await edited(id, { [goal]: 'Yoga', [notes]: 'theirs' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ updated: 1 });
    expect(await inTouch('the new goal', ({ attributes }) => attributes?.['form.goal'] === 'Yoga')).toMatchObject({ notes: 'mine', attributes: { 'form.age': 41 } });

    const typed = await atDesk<VendorPerson>('POST', '', { club: at.club, status: 'LEAD', firstName: 'Nora', lastName: 'Newlead', email: 'nora@example.com', city: 'Columbus' });
    await edited(typed.id, { [goal]: 'Spin', [notes]: 'met at the fair' });
    expect((await ring.sync(clubId)).counts).toMatchObject({ inserted: 1 });
    expect(await inTouch('nora', ({ vendorIds }) => vendorIds?.[at.vendor] === typed.id)).toMatchObject({ notes: 'met at the fair', attributes: { 'form.goal': 'Spin' } });
    for (const contact of (await ring.inTouch(clubId)).values()) await ring.until(clubId, contact.contactId, 'delivered');
    expect((await ring.sync(clubId, { full: true })).counts).toMatchObject({ read: 2, unchanged: 2 });
    expect((await ring.requests()).filter(({ body }) => /Yoga|Spin|theirs|fair/.test(body))).toEqual([]);
  }, 90_000);

  it('converted there it stays a lead here, with its new fields, and takes no more changes; told once', async () => {
    await saved('gus', lead(7));
    const { id } = await atVendor('lead7@example.com');
    await inTouch('linked', ({ vendorIds }) => vendorIds?.[at.vendor] === id);
    await ring.sync(clubId);
    await atDesk('PATCH', `/${id}`, { city: 'Marysville' });
    await atDesk('POST', `/${id}/sell`, {});
    expect((await ring.sync(clubId)).counts).toMatchObject({ updated: 1 });
    expect(await inTouch('the new city', ({ city }) => city === 'Marysville')).toMatchObject({ contactId: 'gus', status: 'LEAD' });
    await ring.until(clubId, 'gus', 'closed');
    expect((await ring.sync(clubId, { full: true })).counts).toMatchObject({ unchanged: 1 });
    expect((await ring.log(clubId)).filter(({ reason }) => reason === 'converted-at-vendor')).toMatchObject([{ level: 'WARNING', contactId: 'gus' }]);
    expect((await ring.requests()).filter(({ body }) => body.includes('Marysville'))).toEqual([]);
  }, 90_000);

  it('assignment rules choose the owner, and the log says which; a rule that nobody can keep names itself when it is saved', async () => {
    const john = await ring.typedIn(at.employee(41, { first: 'JOHN', last: 'SMITH', email: 'js@myclub.com' }));
    const rules = [{ name: 'Strength to John', when: [{ attribute: 'form.goal', op: 'in', value: ['strength', 'muscle'] }], assignTo: 'JS@myclub.com' }];
    await ring.integrate(clubId, {}, { assignmentRules: rules });
    await saved('eve', lead(5, { attributes: { 'form.goal': ' Strength ' } }));
    expect(await atVendor('lead5@example.com')).toMatchObject({ owner: john });
    const { log } = await ring.until(clubId, 'eve', 'delivered');
    expect(log.some(({ detail }) => detail?.includes('Strength to John'))).toBe(true);
    const wrong = await ring.ask<{ errors: { field: string; message: string }[] }>('PUT', `/v1/clubs/${clubId}/integrations/${at.vendor}`, {
      settings: { ...at.settings(new URL(ring.stack.sandboxUrl)), assignmentRules: [{ ...rules[0], when: [{ attribute: 'x', op: 'matches', value: '(a)+' }] }] },
    });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'settings.assignmentRules[0].when[0].value', message: expect.stringContaining('Strength to John') }] } });
  }, 90_000);
});
