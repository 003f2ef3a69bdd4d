import { beforeEach, describe, expect, it } from '@jest/globals';
import { feedQuery, fixtureStamp, frozenAt, frozenStamp, idOf, sugarcrmCalls } from '../../testing/sugarcrm-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('people and leads of the CRM', () => {
  const { script, list, read, record, feedIds, hazard } = sugarcrmCalls(playSandbox());
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];
  const typeIn = async (body: object) => (await script('POST', '/people', { club: 'north', ...body })).body;

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are the leads of the fixture', async () => {
    expect(await people()).toMatchObject([
      { firstName: 'Ann', lastName: 'Lead', email: 'ann@example.com', mobile: '6142001051', club: 'north', status: 'LEAD', owner: idOf(11), deleted: false },
      { firstName: 'Del', lastName: 'Eted', email: null, deleted: true },
      { firstName: 'Con', lastName: 'Verted', status: 'MEMBER' },
      { firstName: 'Sam', lastName: 'South', club: 'south' },
      { firstName: 'Zoe', lastName: "O'Brien & Sons <x>" },
      { firstName: null, lastName: 'Noname' },
    ]);
    expect((await people('?club=south')).map(({ id }) => id)).toEqual([idOf(54)]);
    expect((await script('GET', `/people/${idOf(51)}`)).body).toEqual({
      id: idOf(51), club: 'north', status: 'LEAD', firstName: 'Ann', lastName: 'Lead', email: 'ann@example.com', mobile: '6142001051', homePhone: null, workPhone: null,
      street: null, city: null, state: null, zip: null, birthDate: null, gender: null, owner: idOf(11), leadSource: null, membershipType: null, deleted: false,
      createdAt: '2026-10-23T02:02:30.000Z', modifiedAt: '2026-10-23T02:02:30.000Z',
    });
    await script('POST', '/reset', { fixture: 'empty' });
    expect([await people(), (await script('GET', '/records/users')).body.records.length, (await record('default', 'servers')).profile]).toEqual([[], 8, 'suitecrm7']);
  });

  it('are typed in by the staff of the CRM', async () => {
    const person = await typeIn({ status: 'LEAD', firstName: 'Jo', lastName: 'Doe', email: 'jo@example.com', street: '1 Oak', zip: '43004', birthDate: '1990-04-02', leadSource: 'Email', owner: idOf(16), gender: 'F' });
    expect(person).toMatchObject({ status: 'LEAD', club: 'north', street: '1 Oak', leadSource: 'Email', gender: null });
    expect(await read(person.id)).toMatchObject({ email1: 'jo@example.com', status: 'New', birthdate: '1990-04-02', date_modified: frozenStamp, modified_user_id: idOf(11) });
    const member = await typeIn({ status: 'MEMBER', lastName: 'Moe', membershipType: 'Gold' });
    expect(member).toMatchObject({ status: 'MEMBER', membershipType: null });
    expect(await read(member.id)).toMatchObject({ converted: '1', status: 'Converted' });
    expect((await script('POST', '/people', { club: 'north', status: 'FORMER_MEMBER' })).status).toBe(400);
    expect(await feedIds('2026-11-01 00:00:00')).toHaveLength(2);
  });

  it('are edited, sold to and deleted, and never end', async () => {
    const at = (call: string, body?: object) => script('POST', `/people/${idOf(51)}${call}`, body);
    expect((await script('PATCH', `/people/${idOf(51)}`, { email: 'new@example.com', mobile: null, club: 'south' })).body).toMatchObject({ email: 'new@example.com', mobile: null, club: 'south' });
    expect(await record(idOf(51))).toMatchObject({ account_name: 'south', club: 'south', modified_user_id: idOf(11) });
    expect([(await at('/end')).status, (await at('/sell', { newId: true })).status]).toEqual([400, 400]);
    expect(await at('/sell')).toMatchObject({ status: 200, body: { status: 'MEMBER' } });
    expect(await at('/delete')).toMatchObject({ status: 200, body: { deleted: true, email: null, status: 'MEMBER' } });
    expect(await at('/delete')).toMatchObject({ status: 200, body: { deleted: true } });
    expect((await at('/sell')).status).toBe(400);
    for (const call of ['/sell', '/end', '/delete']) expect((await script('POST', `/people/nobody${call}`)).status).toBe(404);
    expect((await script('PATCH', '/people/nobody', {})).status).toBe(404);
  });

  it('are converted, undeleted and pruned by actions', async () => {
    const act = (name: string, body: object = {}) => script('POST', `/actions/${name}`, body);
    expect((await act('convert-lead', { id: idOf(51) })).body).toEqual({ id: idOf(51), contact_id: expect.stringMatching(/^.{36}$/) });
    expect(await record(idOf(51))).toMatchObject({ converted: 1, status: 'Converted', contact_id: expect.any(String), date_modified: frozenStamp });
    await script('POST', `/people/${idOf(51)}/delete`);
    expect((await act('undelete-lead', { id: idOf(51) })).body).toEqual({ id: idOf(51) });
    expect(await read(idOf(51))).toMatchObject({ deleted: '0', email1: '' });
    expect((await act('prune')).body).toEqual({ removed: 1 });
    expect([await read(idOf(52)), (await feedIds()).length]).toEqual([null, 5]);
    expect([(await act('convert-lead', { id: 'nobody' })).status, (await act('undelete-lead', {})).status, (await act('sing')).status]).toEqual([404, 400, 400]);
  });

  it('are records that scripts edit without validation', async () => {
    await script('PUT', '/records/leads/seed_max_id', { last_name: '<b>x', club: 'south', converted: true, extra: 1, createdAt: '2026-01-01T00:00:00Z' });
    expect(await record('seed_max_id')).toMatchObject({ id: 'seed_max_id', last_name: '<b>x', account_name: 'south', converted: 1, deleted: 0, emails: [], date_entered: '2026-01-01 00:00:00' });
    await script('PUT', '/records/leads/seed_max_id', { account_name: null });
    expect(await record('seed_max_id')).not.toHaveProperty('club');
    expect((await people())[0]).toMatchObject({ club: '', createdAt: '2026-01-01T00:00:00Z' });
    expect((await script('DELETE', '/records/leads/SEED_MAX_ID')).status).toBe(204);
    expect((await list({ query: feedQuery(fixtureStamp) })).body.total_count).toBe('6');
    expect((await script('GET', '/records/members')).status).toBe(400);
  });

  it('are what requests and hazards are about', async () => {
    await hazard('outage-503', {}, { operation: 'getLead', club: 'south' });
    expect(await read(idOf(51))).not.toBeNull();
    expect((await list({ query: `leads.id = '${idOf(54)}'` })).status).toBe(503);
    expect((await script('GET', '/requests?operation=getLead')).body.requests).toMatchObject([{ club: 'north', hazards: [] }, { club: 'south', hazards: ['outage-503'] }]);
  });
});
