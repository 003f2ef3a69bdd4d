import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, id, jane } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the people of ABC', () => {
  const played = playSandbox();
  const { script, rest, create, record } = abcCalls(played);
  const people = async (query = '') => (await script('GET', `/people${query}`)).body.people as any[];
  const add = async (person: object) => (await script('POST', '/people', { club: '9003', ...person })).body;

  // 03:00 UTC on the ninth is still the eighth in Chicago and New York.
  beforeEach(() => script('POST', '/reset', { now: '2024-07-09T03:00:00Z' }));

  it('lists the fixture in the neutral shape, oldest first', async () => {
    const all = await people('?club=9003');
    expect(all.map(({ id: one, status, firstName }) => `${one[0]}${one.at(-1)} ${firstName} ${status}`)).toEqual([
      'a1 JANE MEMBER', 'a2 TIM MEMBER', 'a3 SAM FORMER_MEMBER', 'a4 ICE MEMBER', 'a5 NON MEMBER', 'b1 Ann LEAD',
    ]);
    expect(all[0]).toEqual({
      id: id('a1'), club: '9003', status: 'MEMBER', firstName: 'JANE', lastName: 'DOE', email: 'jane@example.com', mobile: '5015550101', homePhone: '5015550100',
      workPhone: '5015550102', street: '12 MAIN ST', city: 'SHERWOOD', state: 'AR', zip: '72120', birthDate: '1990-04-02', gender: 'F', owner: id('e1'),
      leadSource: id('c1'), membershipType: 'BASIC', deleted: false, createdAt: '2024-06-09T03:00:00.000Z', modifiedAt: '2024-06-09T03:00:00.000Z',
    });
    expect(all[5]).toMatchObject({ gender: null, owner: id('e1'), leadSource: id('c1'), membershipType: null, workPhone: null, street: null });
    expect(await people('?club=9004')).toEqual([]);
  });

  it('keeps the order of arrival where the clock stands still', async () => {
    await script('POST', '/reset', { fixture: 'empty', now: '2024-07-09T03:00:00Z' });
    const added = [await add({ status: 'MEMBER' }), await add({ status: 'LEAD' }), await add({ status: 'MEMBER' }), await add({ status: 'LEAD' })].map((person) => person.id);
    expect((await people()).map((person) => person.id)).toEqual(added);
    await script('POST', `/people/${added[1]}/sell`, {});
    expect((await people()).map((person) => person.id)).toEqual(added);
  });

  it('sees what came over the wire', async () => {
    const { memberId } = (await create(jane)).body.result;
    expect((await script('GET', `/people/${memberId}`)).body).toMatchObject({ status: 'LEAD', workPhone: '5015550102 x1234', zip: '72120', gender: null, leadSource: id('c1') });
  });

  it('types a lead in', async () => {
    const fields = { firstName: 'New', lastName: 'Lead', mobile: '5015550101', homePhone: '5015550100', workPhone: '5015550102 x1234', street: '1 Elm', gender: 'M', birthDate: '1990-04-02', owner: id('e1'), leadSource: id('c2') };
    const { status, body } = await script('POST', '/people', { club: '9003', status: 'LEAD', ...fields });
    expect([status, body]).toEqual([201, expect.objectContaining({ ...fields, club: '9003', status: 'LEAD', email: null, membershipType: null })]);
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
    expect((await rest('GET', `9003/prospects/${body.id}`)).body.prospects[0]).toMatchObject({
      personal: { primaryPhone: '5015550100', workPhone: '5015550102', workPhoneExt: '1234', addressLine1: '1 Elm', gender: 'Male', isActive: 'true' },
      agreement: { salesPersonId: id('e1'), campaignId: id('c2'), campaignName: 'Facebook', beginDate: '2024-07-08' },
    });
  });

  it('types a member and a former member in, as of today', async () => {
    const member = await add({ status: 'MEMBER', firstName: 'Mem', membershipType: 'GOLD' });
    expect(await record('members', member.id)).toMatchObject({
      club: '9003', personal: { firstName: 'Mem', isActive: 'true', memberStatus: 'Active', joinStatus: 'Member', gender: 'Unknown', homeClub: '9003' },
      agreement: { membershipType: 'GOLD', isPrimaryMember: 'true', sinceDate: '2024-07-08', beginDate: '2024-07-08' },
    });
    const former = await add({ status: 'FORMER_MEMBER' });
    expect(former).toMatchObject({ status: 'FORMER_MEMBER', firstName: null, membershipType: 'BASIC' });
    expect(await record('members', former.id)).toMatchObject({ personal: { isActive: 'false', memberStatus: 'Cancelled' }, agreement: { expirationDate: '2024-07-08', sinceDate: '2024-07-08' } });
  });

  it('edits', async () => {
    const { status, body } = await script('PATCH', `/people/${id('a1')}`, { lastName: 'Major', email: null, gender: null, street: '2 Oak', workPhone: null });
    expect([status, body]).toEqual([200, expect.objectContaining({ lastName: 'Major', email: null, gender: null, street: '2 Oak', workPhone: null, firstName: 'JANE', modifiedAt: '2024-07-09T03:00:00.000Z' })]);
    expect((await script('PATCH', `/people/${id('b1')}`, { club: '9004', leadSource: null })).body).toMatchObject({ club: '9004', leadSource: null });
    expect((await record('prospects', id('b1'))).agreement).not.toHaveProperty('campaignName');
    await script('PATCH', `/people/${id('a1')}`, { club: '30123' });
    expect((await record('members', id('a1'))).personal.homeClub).toBe('30123');
  });

  it('sells a lead, who keeps the id or gets a new one', async () => {
    const first = (await create(jane)).body.result.memberId;
    expect((await script('POST', `/people/${first}/sell`, { on: '2024-07-01', membershipType: 'GOLD' })).body).toMatchObject({ id: first, status: 'MEMBER', membershipType: 'GOLD' });
    const { personal, agreement } = (await rest('GET', `9003/members/${first}`)).body.members[0];
    expect(personal).toMatchObject({ misc1: jane.personal.misc1, isActive: 'true', joinStatus: 'Member', isConvertedProspect: 'true', homeClub: '9003' });
    expect(agreement).toMatchObject({ convertedDate: '2024-07-01', isPrimaryMember: 'true', salesPersonId: id('e1'), beginDate: '2024-07-08' });
    expect((await rest('GET', `9003/prospects/${first}`)).body.status.count).toBe('0');

    const sold = (await script('POST', `/people/${id('b1')}/sell`, { newId: true })).body;
    expect(sold).toMatchObject({ status: 'MEMBER', firstName: 'Ann', membershipType: 'BASIC', createdAt: '2024-07-09T03:00:00.000Z' });
    expect(sold.id).toMatch(/^[0-9a-f]{32}$/);
    expect((await record('members', sold.id)).agreement.convertedDate).toBe('2024-07-08');
    expect((await script('GET', `/people/${id('b1')}`)).status).toBe(404);
  });

  it('sells to a former member again', async () => {
    expect((await script('POST', `/people/${id('a3')}/sell`, {})).body).toMatchObject({ id: id('a3'), status: 'MEMBER' });
    const { personal, agreement } = await record('members', id('a3'));
    expect([personal.isActive, personal.memberStatus, agreement.convertedDate, agreement.expirationDate]).toEqual(['true', 'Active', '2024-07-08', undefined]);
    const sold = (await script('POST', `/people/${id('a4')}/sell`, { newId: true, membershipType: 'GOLD' })).body;
    expect(sold).toMatchObject({ status: 'MEMBER', firstName: 'ICE', membershipType: 'GOLD' });
    expect((await script('GET', `/records/members/${id('a4')}`)).status).toBe(404);
  });

  it('ends now, in the past, and a lead without making it a member', async () => {
    expect((await script('POST', `/people/${id('a1')}/end`)).body).toMatchObject({ status: 'FORMER_MEMBER', modifiedAt: '2024-07-09T03:00:00.000Z' });
    await script('POST', `/people/${id('a4')}/end`, { on: '2024-07-01' });
    expect(await record('members', id('a4'))).toMatchObject({ personal: { isActive: 'false', memberStatus: 'Cancelled' }, agreement: { expirationDate: '2024-07-01' }, modifiedAt: '2024-07-09T03:00:00.000Z' });
    expect((await script('POST', `/people/${id('b1')}/end`, { on: '2024-07-01' })).body.status).toBe('LEAD');
    expect((await rest('GET', `9003/prospects/${id('b1')}`)).body.prospects[0].personal.isActive).toBe('false');
  });

  it('ends when the day comes, without any call, stamped at its start', async () => {
    expect((await script('POST', `/people/${id('a1')}/end`, { on: '2024-07-10' })).body.status).toBe('MEMBER');
    await script('POST', `/people/${id('a2')}/end`, { on: '2024-07-11' });
    await script('PUT', '/clock', { now: '2024-07-10T04:59:59.999Z' });
    expect((await people()).find((one) => one.id === id('a1'))).toMatchObject({ status: 'MEMBER', modifiedAt: '2024-07-09T03:00:00.000Z' });
    await script('PUT', '/clock', { now: '2024-07-10T12:00:00Z' });
    const range = encodeURIComponent('2024-07-10 00:00:00,2024-07-10 00:00:00');
    const { members } = (await rest('GET', `9003/members?joinStatus=Member&memberStatus=all&lastModifiedTimestampRange=${range}`)).body;
    expect(members).toMatchObject([{ memberId: id('a1'), personal: { isActive: 'false', memberStatus: 'Cancelled', lastModifiedTimestamp: '2024-07-10 00:00:00.000000' } }]);
    expect((await script('GET', `/people/${id('a2')}`)).body.status).toBe('MEMBER');
    await script('PUT', '/clock', { now: '2024-07-12T12:00:00Z' });
    expect(await record('members', id('a2'))).toMatchObject({ personal: { isActive: 'false' }, modifiedAt: '2024-07-11T05:00:00.000Z' });
  });

  it('does not end who was sold again, edited away or deleted meanwhile', async () => {
    for (const one of ['a1', 'a2', 'a5']) await script('POST', `/people/${id(one)}/end`, { on: '2024-07-10' });
    await script('POST', `/people/${id('a1')}/sell`, {});
    await script('PUT', `/records/members/${id('a2')}`, { agreement: { expirationDate: '2025-01-01' } });
    await script('DELETE', `/records/members/${id('a5')}`);
    await script('PUT', '/clock', { now: '2024-07-11T12:00:00Z' });
    expect((await people()).filter(({ status }) => status === 'MEMBER').map((one) => one.id)).toEqual([id('a1'), id('a2'), id('a4')]);
  });

  it.each(['frozen', 'FREEZE', 'Hold', 'On Hold'])('takes %s for a member all the same', async (memberStatus) => {
    await script('PUT', `/records/members/${id('a3')}`, { personal: { memberStatus } });
    expect((await script('GET', `/people/${id('a3')}`)).body.status).toBe('MEMBER');
  });

  it('converts by action', async () => {
    const kept = await script('POST', '/actions/convert-prospect', { club: '9003', prospectId: id('b1'), keepId: true, agreement: { convertedDate: '2024-07-02', membershipType: 'GOLD' } });
    expect([kept.status, kept.body]).toEqual([200, { memberId: id('b1') }]);
    expect(await record('members', id('b1'))).toMatchObject({
      personal: { firstName: 'Ann', isActive: 'true', isConvertedProspect: 'true' }, agreement: { isPrimaryMember: 'true', convertedDate: '2024-07-02', membershipType: 'GOLD' },
      createdAt: '2024-06-09T03:00:00.000Z', modifiedAt: '2024-07-09T03:00:00.000Z',
    });
    const { memberId } = (await create(jane)).body.result;
    const moved = (await script('POST', '/actions/convert-prospect', { club: '9003', prospectId: memberId, keepId: false })).body.memberId;
    expect(moved).not.toBe(memberId);
    expect(await record('members', moved)).toMatchObject({ personal: { misc1: jane.personal.misc1 }, note: jane.note });
  });

  it.each([
    ['POST', `/people/${id('a1')}/delete`, {}, 400],
    ['POST', '/people/x/delete', {}, 404],
    ['PATCH', '/people/x', {}, 404],
    ['PATCH', `/people/${id('a1')}`, { club: '1234' }, 400],
    ['POST', '/people/x/sell', {}, 404],
    ['POST', '/people/x/end', {}, 404],
    ['POST', '/people', { club: '1234', status: 'LEAD' }, 400],
    ['POST', '/actions/convert-prospect', {}, 400],
    ['POST', '/actions/convert-prospect', { club: '9003', prospectId: 'x' }, 404],
    ['POST', '/actions/convert-prospect', { club: '9004', prospectId: id('b1') }, 404],
    ['POST', '/actions/convert-prospect', { club: '9003', prospectId: id('b1'), keepId: 'yes' }, 400],
    ['POST', '/actions/convert-prospect', { club: '9003', prospectId: id('b1'), agreement: 'BASIC' }, 400],
    ['POST', '/actions/convert-prospect', { club: [], prospectId: id('b1') }, 400],
    ['PUT', '/records/members/x', {}, 400],
    ['PUT', '/records/employees/x', {}, 400],
    ['GET', '/records/leads', undefined, 400],
  ])('%s %s %j answers %i', async (method, path, body, status) => {
    expect(await script(method, path, body)).toMatchObject({ status, body: { error: expect.any(String) } });
  });
});
