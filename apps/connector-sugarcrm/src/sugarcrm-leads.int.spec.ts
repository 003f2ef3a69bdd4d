import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { leadId } from './lead-id.js';
import { action, atTheTwin, calls, kept, lead, leads, modes, typed, v4 } from './testing/twin.js';

const set = atTheTwin();
const idOf = (contactId: string, generation = 0): string => leadId({ clubId: 'club-1', contactId, generation });

/** A lead of ours that is there. */
async function delivered(stand: Stand, contactId = 'lead-1'): Promise<string> {
  await stand.club.save(contactId, lead(1));
  await stand.club.delivered(contactId);
  return idOf(contactId);
}

describe.each(modes)('over %s', (_mode, profile) => {
  it('a lead is created under our own id, with the club\'s mark, and read back as it was sent', async () => {
    const stand = await set(profile, { settings: { attributeFields: { 'form.goal': 'goal_c' }, clubField: 'intouch_club_c' } });
    const contact = { ...lead(1), lastName: 'O\'Brien & "Sons" < x', notes: 'One\nTwo', attributes: { 'form.goal': 'R&D', 'action.tour': '2026-11-20' } };
    await stand.club.save('lead-1', contact);
    await stand.club.delivered('lead-1');
    expect(await kept(stand, idOf('lead-1'))).toMatchObject({
      first_name: 'First1', last_name: 'O\'Brien & "Sons" < x', email1: 'lead1@example.com', status: 'New', intouch_club_c: 'north', goal_c: 'R&D', description: 'One\nTwo\n\naction.tour: 2026-11-20',
    });
    expect(await stand.instance.entries('stored-differently')).toEqual([]);
  });

  it('what a field that is not there was sent is named, on a create and on an update', async () => {
    const stand = await set(profile, { settings: { attributeFields: { 'form.goal': 'nothing_c' } } });
    await stand.club.save('lead-1', { ...lead(1), attributes: { 'form.goal': 'strength' } });
    await stand.club.delivered('lead-1');
    await stand.club.save('lead-1', { ...lead(1), attributes: { 'form.goal': 'yoga' } });
    await eventually('both', async () => (await stand.instance.entries('stored-differently')).length === 2);
    expect(await stand.instance.entries('stored-differently')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('nothing_c') }, {}]);
  });

  it('another e-mail address arrives, and so does none', async () => {
    const stand = await set(profile);
    const id = await delivered(stand);
    await stand.club.save('lead-1', { ...lead(1), email: 'new@example.com', city: 'Dublin' });
    await eventually('the new address', async () => (await kept(stand, id))['email1'] === 'new@example.com');
    expect(await kept(stand, id)).toMatchObject({ primary_address_city: 'Dublin', emails: [{ email_address: 'new@example.com' }] });
    await stand.club.save('lead-1', { ...lead(1), email: null, city: 'Dublin' });
    await eventually('no address', async () => (await kept(stand, id))['email1'] === undefined);
    expect(await stand.instance.entries('stored-differently')).toEqual([]);
  });

  it('archived in InTouch it is deleted; saved again, it is made anew under the next generation', async () => {
    const stand = await set(profile, { options: { archiveLead: true } });
    const id = await delivered(stand);
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect(await kept(stand, id)).toMatchObject({ deleted: 1 });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await kept(stand, idOf('lead-1', 1))).toMatchObject({ deleted: 0, first_name: 'First1' });
    expect(await leads(stand)).toHaveLength(2);
  });

  it('archived, but converted or deleted in the CRM: left alone', async () => {
    const stand = await set(profile, { options: { archiveLead: true } });
    const id = await delivered(stand);
    await stand.club.save('lead-2', lead(2));
    await stand.club.delivered('lead-2');
    await action(stand, 'convert-lead', { id });
    await stand.vendor.record('DELETE', `leads/${idOf('lead-2')}`);
    await stand.club.archive('lead-1');
    await stand.club.archive('lead-2');
    await stand.club.stands('lead-1', 'closed');
    await stand.club.stands('lead-2', 'closed');
    expect(await kept(stand, id)).toMatchObject({ deleted: 0, converted: 1 });
    expect(await stand.instance.entries('converted-at-vendor')).toMatchObject([{ level: 'WARNING' }]);
    expect(await calls(stand)).not.toContain('deleteLead');
  });

  it.each([['delete-on-update', 'deleted-at-vendor'], ['convert-on-update', 'converted-at-vendor']])('%s: the link is closed, once, and no second lead is made', async (hazard, code) => {
    const stand = await set(profile);
    const id = await delivered(stand);
    await stand.vendor.hazard(hazard, { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    await stand.club.save('lead-1', { ...lead(1), city: 'Cork' });
    await eventually('a line about it', async () => (await stand.instance.entries('link-closed')).length === 1);
    expect(await stand.instance.entries(code)).toHaveLength(1);
    expect((await leads(stand)).map((it) => it.id)).toEqual([id]);
    expect((await kept(stand, id))['primary_address_city']).toBe(hazard === 'convert-on-update' ? 'Dublin' : 'Columbus');
  });

  it('deleted in the CRM, and sent by hand: made anew', async () => {
    const stand = await set(profile);
    const id = await delivered(stand);
    await typed(stand, id, { deleted: 1 });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    await stand.club.sendByHand('lead-1');
    await stand.club.delivered('lead-1');
    expect(await kept(stand, idOf('lead-1', 1))).toMatchObject({ primary_address_city: 'Dublin', deleted: 0 });
  });

  it('a linked lead that becomes a member gets that status once, and nothing else', async () => {
    const stand = await set(profile, { settings: { memberStatus: 'Joined' } });
    const id = await delivered(stand);
    await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER', city: 'Dublin' });
    await eventually('the status', async () => (await kept(stand, id))['status'] === 'Joined');
    await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER', city: 'Cork' });
    await stand.club.save('lead-2', { ...lead(2), status: 'MEMBER' });
    await stand.club.stands('lead-2', 'not-sent');
    expect(await kept(stand, id)).toMatchObject({ status: 'Joined', primary_address_city: 'Columbus' });
    expect((await calls(stand)).filter((operation) => operation === 'updateLead')).toHaveLength(1);
  });

  it.each(profile === v4 ? ['session-lost'] : ['session-lost', 'login-displaced'])('%s: one login more, and the call once more', async (hazard) => {
    const stand = await set(profile);
    const id = await delivered(stand);
    const before = (await stand.vendor.requests('login')).length;
    await stand.vendor.hazard(hazard, { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('the city', async () => (await kept(stand, id))['primary_address_city'] === 'Dublin');
    expect((await stand.vendor.requests('login')).length).toBeGreaterThan(before);
    expect(stand.instance.log).toEqual([]);
  });

  it('an owner by rule goes with the create; one that nobody is, is named', async () => {
    const rules = [
      { name: 'Strength to Ana', when: [{ attribute: 'form.goal', op: 'equals', value: 'strength' }], assignTo: 'asilva@myclub.com' },
      { name: 'Yoga to the front', when: [{ attribute: 'form.goal', op: 'equals', value: 'yoga' }], assignTo: 'front@myclub.com' },
    ];
    const stand = await set(profile, { settings: { assignmentRules: rules, fallbackOwner: '1' } });
    for (const [index, goal] of ['strength', 'yoga'].entries()) await stand.club.save(`lead-${index}`, { ...lead(index), attributes: { 'form.goal': goal } });
    for (const index of [0, 1]) await stand.club.delivered(`lead-${index}`);
    expect(await Promise.all([0, 1].map(async (index) => (await kept(stand, idOf(`lead-${index}`)))['assigned_user_id']))).toEqual(['00000000-0000-4000-8000-000000000016', '1']);
    expect(await stand.instance.entries('assignee-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('front@myclub.com') }]);
  });
});

describe('rest-v4_1 says yes to what did not happen', () => {
  it.each(['false-success', 'database-failure-after-commit'])('%s: a create ends with one lead', async (hazard) => {
    const stand = await set(v4);
    await stand.vendor.hazard(hazard, { operation: 'createLead' });
    await delivered(stand);
    expect((await leads(stand)).map(({ id }) => id)).toEqual([idOf('lead-1')]);
  });

  it('false-success: an update is told, and what counts is what is read', async () => {
    const stand = await set(v4);
    await delivered(stand);
    await stand.vendor.hazard('false-success', { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('told', async () => (await stand.instance.entries('stored-differently')).length === 1);
  });

  it('false-success: a delete is made again', async () => {
    const stand = await set(v4, { options: { archiveLead: true } });
    const id = await delivered(stand);
    await stand.vendor.hazard('false-success', { operation: 'deleteLead' });
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect([(await kept(stand, id))['deleted'], (await calls(stand)).filter((operation) => operation === 'deleteLead').length]).toEqual([1, 2]);
  });

  it('an address changes in steps at SuiteCRM, begun again where one fails; in another letter case not at all', async () => {
    const stand = await set(v4);
    const id = await delivered(stand);
    await stand.vendor.hazard('outage-503', { operation: 'updateLead' });
    await stand.club.save('lead-1', { ...lead(1), email: 'new@example.com' });
    await eventually('the new address', async () => (await kept(stand, id))['email1'] === 'new@example.com');
    expect(await calls(stand)).toEqual([
      'createLead', 'getLead', 'getLead', 'ping', 'listLeadEmails', 'unlinkEmail', 'updateLead', 'ping', 'listLeadEmails', 'updateLead', 'getLead',
    ]);
    await stand.club.save('lead-1', { ...lead(1), email: 'NEW@example.com' });
    await eventually('looked', async () => (await calls(stand)).length === 15);
    expect((await calls(stand)).slice(11)).toEqual(['getLead', 'ping', 'listLeadEmails', 'getLead']);
    expect(await stand.instance.entries('stored-differently')).toEqual([]);
  });

  it('at SugarCRM CE it simply changes', async () => {
    const stand = await set(v4);
    await stand.vendor.record('PUT', 'servers/default', { profile: 'sugarce65' });
    const id = await delivered(stand);
    await stand.club.save('lead-1', { ...lead(1), email: 'LEAD1@example.com' });
    await eventually('the new address', async () => (await kept(stand, id))['email1'] === 'LEAD1@example.com');
    expect(await calls(stand)).toEqual(['createLead', 'getLead', 'getLead', 'ping', 'updateLead', 'getLead']);
  });

  it('a server that binds arguments by position understands all of it', async () => {
    const stand = await set(v4, { options: { archiveLead: true } });
    await stand.vendor.record('PUT', 'servers/default', { arguments: 'positional' });
    const id = await delivered(stand);
    await stand.club.save('lead-1', { ...lead(1), email: 'new@example.com' });
    await eventually('the new address', async () => (await kept(stand, id))['email1'] === 'new@example.com');
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'closed');
    expect(await kept(stand, id)).toMatchObject({ deleted: 1 });
  });

  it('null is an id that cannot be: parked', async () => {
    const stand = await set(v4);
    await stand.vendor.hazard('null-body', { operation: 'createLead', times: 2 });
    await stand.club.save('lead-1', lead(1));
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('vendor-refused')).toHaveLength(1);
  });

  it('an unanswered create of a contact that was archived since is only looked for', async () => {
    const stand = await set(v4);
    await stand.vendor.hazard('timeout-before-commit', { operation: 'createLead', params: { holdMs: 300 } });
    await stand.club.save('lead-1', lead(1));
    await eventually('the create', async () => (await stand.vendor.requests('createLead')).length === 1);
    await stand.club.archive('lead-1');
    await stand.club.stands('lead-1', 'not-sent');
    expect(await leads(stand)).toEqual([]);
    expect(await calls(stand)).toEqual(['createLead', 'getLead', 'getLead']);
  });
});
