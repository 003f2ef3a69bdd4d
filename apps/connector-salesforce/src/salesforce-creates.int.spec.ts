import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { act, atTheTwin, bodies, calls, lead, leadNamed, leads } from './testing/twin.js';

const setUp = atTheTwin();
const [integration, john, noMail] = ['005SIM000000001YBA', '005SIM000000002YBA', '005SIM000000005YBA'];

describe('a new lead', () => {
  it('bears our id and the club\'s mark, and goes past the org\'s own assignment rules', async () => {
    const stand = await setUp();
    await stand.club.save('lead-1', { ...lead(1), notes: 'prefers mornings', attributes: { 'form.goal': 'strength' } });
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toMatchObject([{ InTouch_Id__c: 'club-1:lead-1', InTouch_Club__c: 'north', Company: '[not provided]', OwnerId: integration, Description: 'prefers mornings\n\nform.goal: strength' }]);
    const [create] = await stand.vendor.requests('upsertLead');
    expect(create!.headers).toMatchObject({ 'sforce-auto-assign': 'FALSE', 'sforce-duplicate-rule-header': 'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true' });
    expect(JSON.parse(create!.body)).not.toHaveProperty('InTouch_Id__c');
  });

  it('is given to whom the org\'s rules choose, where the settings leave it to them', async () => {
    const stand = await setUp({ settings: { useCrmAssignmentRules: true } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toMatchObject([{ OwnerId: noMail }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('the city', async () => (await leads(stand))[0]?.['City'] === 'Dublin');
    expect((await stand.vendor.requests('updateLead'))[0]!.headers).toMatchObject({ 'sforce-auto-assign': 'FALSE' });
  });

  it('is given to whom our rules choose', async () => {
    const rule = (name: string, value: string, assignTo: string) => ({ name, when: [{ attribute: 'form.goal', op: 'equals', value }], assignTo });
    const stand = await setUp({ fixture: 'default', settings: { assignmentRules: [rule('Strength to John', 'strength', 'JSmith@myclub.com'), rule('Old', 'yoga', 'old@myclub.com')], fallbackOwner: '005SIM000000007' } });
    for (const [index, goal] of ['strength', 'yoga'].entries()) {
      await stand.club.save(`lead-${index}`, { ...lead(index), attributes: { 'form.goal': goal } });
      await stand.club.delivered(`lead-${index}`);
    }
    expect((await leadNamed(stand, 'First0'))['OwnerId']).toBe(john);
    expect((await leadNamed(stand, 'First1'))['OwnerId']).toBe('005SIM000000007YBA');
    expect(await stand.instance.entries('assignee-unlinked', 'lead-1')).toHaveLength(1);
  });
});

describe('after an answer that was lost', () => {
  it.each(['timeout-before-commit', 'timeout-after-commit', 'connection-reset', 'truncated-body'])('%s: the same call again, and one lead', async (name) => {
    const stand = await setUp();
    await stand.vendor.hazard(name, { operation: 'upsertLead', ...(name === 'timeout-before-commit' ? { params: { holdMs: 100 } } : {}) });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toHaveLength(1);
    expect((await stand.vendor.requests('upsertLead')).map(({ body }) => body)).toHaveLength(2);
  });

  it.each([
    ['stored', 'timeout-after-commit', 1],
    ['not stored', 'timeout-before-commit', 0],
  ])('of a contact archived meanwhile (%s): it is only looked for', async (_what, name, count) => {
    const stand = await setUp();
    await stand.vendor.hazard(name, { operation: 'upsertLead', times: null, params: { holdMs: 100 } });
    await stand.club.save('lead-1', lead(1));
    await eventually('the first try', async () => (await calls(stand, 'upsertLead')) >= 1);
    await stand.club.archive('lead-1');
    await eventually('looked for', async () => (await calls(stand, 'findLead')) >= 1);
    const tries = await calls(stand, 'upsertLead');
    await stand.vendor.calm();
    await stand.club.stands('lead-1', 'not-sent');
    expect([await calls(stand, 'upsertLead'), (await leads(stand)).length]).toEqual([tries, count]);
    expect(await stand.instance.database.rows('SELECT contact_id FROM link')).toHaveLength(count);
  });

  it('a lead that was converted meanwhile is linked, closed', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('timeout-after-commit', { operation: 'upsertLead' });
    await stand.vendor.hazard('convert-on-update', { operation: 'upsertLead' });
    await stand.club.save('lead-1', lead(1));
    await stand.club.stands('lead-1', 'closed');
    expect(await leads(stand)).toMatchObject([{ IsConverted: true }]);
    expect(await stand.instance.entries('converted-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('told', async () => (await stand.instance.entries('link-closed', 'lead-1')).length === 1);
  });

  it('two at the same instant are one, once more makes it sure', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('duplicate-value', { operation: 'upsertLead' });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect([await calls(stand, 'upsertLead'), (await leads(stand)).length]).toEqual([2, 1]);
  });
});

describe('duplicate rules', () => {
  const ann = { club: 'north', status: 'LEAD', firstName: 'First1', lastName: 'LAST1', email: 'Lead1@example.com' };
  const block = async ({ vendor }: Stand): Promise<string> => vendor.hazard('duplicate-block', { operation: 'upsertLead', times: null });

  it('that alert let our leads in', async () => {
    const stand = await setUp();
    await stand.vendor.hazard('duplicate-alert', { times: null });
    await stand.vendor.typedIn(ann);
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toHaveLength(2);
  });

  it('that block and point at the same person: that lead is ours from now on', async () => {
    const stand = await setUp();
    const { id } = await stand.vendor.typedIn(ann);
    await block(stand);
    await stand.club.save('lead-1', { ...lead(1), notes: 'only for a new one' });
    await stand.club.delivered('lead-1');
    expect(await leads(stand)).toMatchObject([{ Id: id, InTouch_Id__c: 'club-1:lead-1', LastName: 'Last1', City: 'Columbus' }]);
    expect((await leads(stand))[0]).not.toHaveProperty('Description');
    expect(await stand.instance.published(topics.contactLinked)).toMatchObject([{ contactId: 'lead-1', vendorContactId: id }]);
  });

  it.each([
    ['somebody else of that address', { firstName: 'Sister' }],
    ['nobody', { email: 'other@example.com' }],
  ])('that block and point at %s park the contact with the ids', async (_what, more) => {
    const stand = await setUp();
    const { id } = await stand.vendor.typedIn({ ...ann, ...more });
    await block(stand);
    await stand.club.save('lead-1', lead(1));
    await stand.club.stands('lead-1', 'parked');
    const [entry] = await stand.instance.entries('duplicate-at-vendor', 'lead-1');
    expect(entry).toMatchObject({ level: 'ERROR' });
    if ('firstName' in more) expect(entry!.detail).toContain(id);
    expect(await bodies(stand, 'updateLead')).toEqual([]);
  });
});

it('an id field that is not unique parks the contact', async () => {
  const stand = await setUp();
  await stand.vendor.hazard('upsert-300', { operation: 'upsertLead' });
  await stand.club.save('lead-1', lead(1));
  await stand.club.stands('lead-1', 'parked');
  expect(await stand.instance.entries('duplicate-at-vendor', 'lead-1')).toMatchObject([{ detail: expect.stringContaining('not unique') }]);
});

it('an e-mail address that the org refuses is left out, and told', async () => {
  const stand = await setUp();
  await stand.vendor.hazard('field-refused', { operation: 'upsertLead', params: { code: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: lead1@example.com', fields: ['Email'] } });
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  expect((await leads(stand))[0]!['Email'] ?? null).toBeNull();
  expect(await stand.instance.entries('omitted-invalid', 'lead-1')).toHaveLength(1);
});

it('a lead deleted by us is made anew when the contact is saved again', async () => {
  const stand = await setUp({ options: { archiveLead: true } });
  await stand.club.save('lead-1', lead(1));
  await stand.club.delivered('lead-1');
  await stand.club.archive('lead-1');
  await stand.club.stands('lead-1', 'closed');
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
  await stand.club.delivered('lead-1');
  expect((await leads(stand)).map((it) => [it['IsDeleted'] === true, it['InTouch_Id__c'], it['City']])).toEqual([[true, 'club-1:lead-1', 'Columbus'], [false, 'club-1:lead-1', 'Dublin']]);
});

it('an archived contact\'s lead is left where it is converted, or gone already', async () => {
  const stand = await setUp({ options: { archiveLead: true } });
  for (const n of [1, 2]) {
    await stand.club.save(`lead-${n}`, lead(n));
    await stand.club.delivered(`lead-${n}`);
  }
  await act(stand, 'convert-lead', { id: (await leadNamed(stand, 'First1')).Id });
  await stand.vendor.record('PUT', `leads/${(await leadNamed(stand, 'First2')).Id}`, { IsDeleted: true });
  for (const n of [1, 2]) await stand.club.archive(`lead-${n}`);
  for (const n of [1, 2]) await stand.club.stands(`lead-${n}`, 'closed');
  expect(await calls(stand, 'deleteLead')).toBe(0);
  expect(await stand.instance.entries('converted-at-vendor', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
  expect(await stand.instance.entries('converted-at-vendor', 'lead-2')).toEqual([]);
});
