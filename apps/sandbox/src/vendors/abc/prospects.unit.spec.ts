import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, frozenAt, id, jane, least, refusal } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('createProspect and updateProspect of ABC', () => {
  const played = playSandbox();
  const { script, rest, create, update, record } = abcCalls(played);
  const invalid = (name: string, expected: string) => `Invalid value for field ${name} - expected format ${expected}`;
  const text = (length: number) => `string with maximum length ${length}`;
  const success = { message: 'success', count: '1', messageCode: 'API-SIM-0000' };
  const gone = { message: 'No records found.', count: '0', messageCode: 'API-SIM-0204' };

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it("creates the page's sample, twice if asked twice", async () => {
    const { status, body } = await create(jane);
    expect([status, body]).toEqual([200, { status: success, request: { clubNumber: '9003' }, result: { memberId: expect.stringMatching(/^[0-9a-f]{32}$/) } }]);
    expect((await create(jane)).body.result.memberId).not.toBe(body.result.memberId);
    const read = (await rest('GET', `9003/prospects/${body.result.memberId}`)).body.prospects[0];
    expect(read).toEqual({
      prospectId: body.result.memberId,
      personal: { ...jane.personal, isActive: 'true', createdTimestamp: '2024-07-08 12:00:00.000000', lastModifiedTimestamp: '2024-07-08 12:00:00.000000' },
      agreement: { ...jane.agreement, campaignName: 'Web', beginDate: '2024-07-08' },
    });
    expect((await record('prospects', body.result.memberId)).note).toEqual({ text: 'Asked about yoga' });
  });

  it('takes the least, ignores empty texts and unknown fields, and begins today in the zone of the club', async () => {
    await script('PUT', '/clock', { now: '2024-07-09T03:00:00Z' });
    const sent = { personal: { ...least, gender: 'FEMALE', email: '', state: '', shoeSize: 44, city: null }, agreement: { campaignId: '' }, hobby: {} };
    const { memberId } = (await create(sent)).body.result;
    expect(await record('prospects', memberId)).toMatchObject({ club: '9003', agreement: { beginDate: '2024-07-08' } });
    expect((await record('prospects', memberId)).personal).toEqual({ firstName: 'Jane', lastName: 'Doe', gender: 'Female', isActive: 'true' });
    const later = (await create({ personal: { ...least, workPhone: '5015550102' }, agreement: { beginDate: '2024-08-01', expirationDate: '2025-08-01' } }, '30123')).body.result.memberId;
    const read = (await rest('GET', `30123/prospects/${later}`)).body.prospects[0];
    expect([read.personal.workPhoneExt, read.agreement]).toEqual(['0000', { beginDate: '2024-08-01', expirationDate: '2025-08-01' }]);
  });

  it.each([
    ['personal.firstName', 'x'.repeat(16), text(15)],
    ['personal.lastName', 'x'.repeat(20), text(19)],
    ['personal.middleInitial', 'xx', text(1)],
    ['personal.addressLine1', 'x'.repeat(41), text(40)],
    ['personal.addressLine2', 'x'.repeat(41), text(40)],
    ['personal.city', 'x'.repeat(18), text(17)],
    ['personal.countryCode', 'us', 'ISO country code'],
    ['personal.countryCode', 'USA', 'ISO country code'],
    ['personal.postalCode', '72120-123456', text(10)],
    ['personal.email', 'jane', 'email with maximum length 60'],
    ['personal.email', 'a@b@c', 'email with maximum length 60'],
    ['personal.email', '@c', 'email with maximum length 60'],
    ['personal.email', `${'x'.repeat(50)}@example.com`, 'email with maximum length 60'],
    ['personal.primaryPhone', '501-555-0100', '10 digits'],
    ['personal.mobilePhone', '15015550100', '10 digits'],
    ['personal.workPhone', 5015550100, '10 digits'],
    ['personal.workPhoneExt', '12345', 'up to 4 digits'],
    ['personal.birthDate', '2024-07-09', 'YYYY-MM-DD'],
    ['personal.birthDate', '1990-4-2', 'YYYY-MM-DD'],
    ['personal.birthDate', '1990-02-30', 'YYYY-MM-DD'],
    ['personal.gender', 'F', 'male, female or unknown'],
    ['personal.gender', 'mALE', 'male, female or unknown'],
    ['personal.employer', 'x'.repeat(31), text(30)],
    ['personal.occupation', 'x'.repeat(31), text(30)],
    ['personal.misc1', 'x'.repeat(41), text(40)],
    ['personal.misc2', 'x'.repeat(41), text(40)],
    ['agreement.salesPersonId', 'e1', 'employee of this club'],
    ['agreement.campaignId', 'c1', 'campaign of this club'],
    ['agreement.beginDate', 'today', 'YYYY-MM-DD'],
    ['agreement.expirationDate', '2024-13-01', 'YYYY-MM-DD'],
    ['note.text', 'x'.repeat(256), text(255)],
  ])('refuses %s %j', async (path, value, expected) => {
    const [group, name] = path.split('.') as [string, string];
    const sent = { ...jane, [group]: { ...(jane as any)[group], [name]: value } };
    const { body, status } = await create(sent);
    expect([status, body]).toEqual([200, { status: { message: invalid(name, expected), count: '0', messageCode: 'API-SIM-0400' }, request: { clubNumber: '9003' } }]);
    expect((await script('GET', '/records/prospects')).body.records).toHaveLength(1);
  });

  it.each(['Arkansas', 'ar', 'ZZ'])('refuses the state %s in words of its own', async (state) => {
    expect(await create({ personal: { ...least, state } })).toMatchObject(refusal('State or province code provided is not valid.'));
  });

  it.each([
    [{}, 'firstName'],
    [{ personal: { firstName: '', lastName: 'Doe', gender: 'Male' } }, 'firstName'],
    [{ personal: { firstName: 'Jane', gender: 'Male' } }, 'lastName'],
    [{ personal: { firstName: 'Jane', lastName: 'Doe' } }, 'gender'],
  ])('%j lacks %s', async (sent, name) => expect(await create(sent)).toMatchObject(refusal(invalid(name, 'required value'))));

  it('complains of the first field in the order of the table, and keeps employees and campaigns of other clubs out', async () => {
    expect(await create({ note: { text: 'x'.repeat(300) }, personal: { ...least, gender: '?', state: '?', middleInitial: 'MM' } })).toMatchObject(refusal(invalid('middleInitial', text(1))));
    const constants = { employer: 'n/a', occupation: 'n/a' };
    expect(await create({ personal: { ...least, ...constants }, agreement: jane.agreement }, '9004')).toMatchObject(refusal(invalid('salesPersonId', 'employee of this club')));
    await script('PUT', `/records/employees/${id('e7')}`, { club: '9004', personal: {}, employment: { employeeStatus: 'inactive' } });
    expect(await create({ personal: { ...least, ...constants }, agreement: { salesPersonId: id('e7'), campaignId: id('c1') } }, '9004')).toMatchObject(refusal(invalid('campaignId', 'campaign of this club')));
    expect((await create({ personal: { ...least, ...constants }, agreement: { salesPersonId: id('e7') } }, '9004')).body.status).toEqual(success);
  });

  it('asks for what the club requires', async () => {
    expect(await create({ personal: least }, '9004')).toMatchObject(refusal(invalid('employer', 'required value')));
    expect(await create({ personal: { ...least, employer: 'Self' } }, '9004')).toMatchObject(refusal(invalid('occupation', 'required value')));
    const { memberId } = (await create({ personal: { ...least, employer: 'Self', occupation: 'Diver' } }, '9004')).body.result;
    expect((await update(memberId, { personal: least }, '9004')).body.status).toEqual(success);
    expect(await update(memberId, { personal: { employer: '' } }, '9004')).toMatchObject(refusal(invalid('employer', 'required value')));
  });

  it.each([
    ['nonsense', 'prospects', 'required value'],
    [{ prospect: jane }, 'prospects', 'required value'],
    [{ prospects: [] }, 'prospects', 'exactly one prospect'],
    [{ prospects: [{ prospect: jane }, { prospect: jane }] }, 'prospects', 'exactly one prospect'],
    [{ prospects: [jane] }, 'prospect', 'required value'],
  ])('takes exactly one prospect: %#', async (body, name, expected) => {
    expect(await rest('POST', '9003/prospects', body)).toMatchObject(refusal(invalid(name, expected)));
  });

  it('counts characters, not the units they are stored in', async () => {
    expect((await create({ personal: { ...least, firstName: '😀'.repeat(15) } })).body.status).toEqual(success);
  });

  it('merges an update: what is not sent stays, an empty text clears, a note is ignored', async () => {
    const { memberId } = (await create(jane)).body.result;
    await script('PUT', '/clock', { now: '2024-07-08T18:00:00Z' });
    const sent = { personal: { ...least, firstName: 'Janet', email: '', workPhoneExt: '' }, agreement: { campaignId: id('c2'), salesPersonId: '' }, note: { text: 'x'.repeat(300) } };
    const { status, body } = await update(memberId, sent);
    expect([status, body]).toEqual([200, { status: success, request: { clubNumber: '9003', prospectId: memberId }, result: { memberId } }]);
    const { email: _email, ...kept } = jane.personal;
    const read = (await rest('GET', `9003/prospects/${memberId}`)).body.prospects[0];
    expect(read.personal).toEqual({
      ...kept, firstName: 'Janet', workPhoneExt: '0000', isActive: 'true', createdTimestamp: '2024-07-08 12:00:00.000000', lastModifiedTimestamp: '2024-07-08 13:00:00.000000',
    });
    expect(read.agreement).toEqual({ campaignId: id('c2'), campaignName: 'Facebook', beginDate: '2024-07-08' });
    expect((await record('prospects', memberId)).note).toEqual(jane.note);
    await update(memberId, { personal: {}, agreement: { campaignId: '' } });
    expect((await record('prospects', memberId)).agreement).toEqual({ beginDate: '2024-07-08' });
  });

  it.each(['firstName', 'lastName', 'gender'])('never clears %s', async (name) => {
    expect(await update(id('b1'), { personal: { ...least, [name]: '' } })).toMatchObject({
      ...refusal(invalid(name, 'required value')), body: { request: { clubNumber: '9003', prospectId: id('b1') } },
    });
  });

  it('refuses a whole update for one bad field', async () => {
    expect(await update(id('b1'), { personal: { firstName: 'Anna', city: 'x'.repeat(18) } })).toMatchObject(refusal(invalid('city', text(17))));
    expect((await record('prospects', id('b1'))).personal.firstName).toBe('Ann');
  });

  it.each([[{}], [{ agreement: {} }], [{ personal: null }], [{ personal: [] }]])('breaks without personal: %j', async (sent) => {
    expect(await update(id('b1'), sent)).toMatchObject({ status: 500, body: '' });
    expect(await update('unknown', sent)).toMatchObject({ status: 500, body: '' });
  });

  it('breaks on the body of a create, and on none', async () => {
    expect(await rest('PUT', `9003/prospects/${id('b1')}`, { prospects: [{ prospect: jane }] })).toMatchObject({ status: 500, body: '' });
    expect(await rest('PUT', `9003/prospects/${id('b1')}`)).toMatchObject({ status: 500, body: '' });
  });

  it('finds no prospect that is unknown, converted, deleted or of another club', async () => {
    const answer = async (prospectId: string, club?: string) => (await update(prospectId, { personal: { city: 'x'.repeat(99) } }, club)).body;
    expect(await answer('unknown')).toEqual({ status: gone, request: { clubNumber: '9003', prospectId: 'unknown' } });
    expect((await answer(id('a1'))).status).toEqual(gone);
    expect((await answer(id('b1'), '9004')).status).toEqual(gone);
    const { memberId } = (await create(jane)).body.result;
    await script('DELETE', `/records/prospects/${memberId}`);
    expect((await answer(memberId)).status).toEqual(gone);
    expect((await rest('GET', `9003/members/${memberId}`)).body.status).toEqual(gone);
    await script('POST', '/actions/convert-prospect', { club: '9003', prospectId: id('b1') });
    expect((await answer(id('b1'))).status).toEqual(gone);
    expect((await rest('GET', `9003/members/${id('b1')}`)).body.status).toEqual(success);
  });
});
