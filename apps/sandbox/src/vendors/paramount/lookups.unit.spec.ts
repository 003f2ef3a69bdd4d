import { beforeEach, describe, expect, it } from '@jest/globals';
import { bad, good, jane, paramountCalls } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('staff, lead sources and FindProspect of Paramount', () => {
  const { script, call, save, find, staff, sources, addSource, hazard } = paramountCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', {}));

  const row = (id: string, first: string, last: string, email: string | null, active = 'true') => ({
    StaffId: id, FirstName: first, LastName: last, Email: email, Active: active, Title: 'Membership Advisor',
  });

  it("shows the club's staff, active ones or all, by id", async () => {
    const active = [
      row('11', 'John', 'Smith', 'JSmith@myclub.com'), row('12', 'Amy', 'Fox', 'front@myclub.com'), row('13', 'Bob', 'Fox', 'front@myclub.com'),
      row('14', 'No', 'Mail', null), row('16', 'Ana', 'Silva', 'ASilva@MyClub.com'),
    ];
    expect(await staff()).toEqual(good({ Staff: active }));
    await script('PUT', '/records/staff/9', { club: '1001', FirstName: 'New', LastName: 'One', Email: 'n@myclub.com' });
    const all = await call('GetStaff', '<ActiveOnly>false</ActiveOnly>');
    expect(all.Staff.map(({ StaffId }: any) => StaffId)).toEqual(['9', '11', '12', '13', '14', '15', '16']);
    expect(all.Staff[0]).toEqual({ StaffId: '9', FirstName: 'New', LastName: 'One', Email: 'n@myclub.com', Active: 'true', Title: null });
    expect(all.Staff[5]).toEqual(row('15', 'Old', 'Timer', 'old@myclub.com', 'false'));
    expect(await staff({ club: '1002' })).toEqual(good({ Staff: [] }));
  });

  it.each([
    ['', 'is required'],
    ['<ActiveOnly/>', 'is required'],
    ['<ActiveOnly>yes</ActiveOnly>', 'is not valid'],
  ])('asks for ActiveOnly: %s', async (content, complaint) => {
    expect(await call('GetStaff', content)).toEqual(bad(200, `ActiveOnly: ${complaint}`, { Staff: [] }));
  });

  const source = (LeadSourceId: string, Description: string, Active = 'true') => ({ LeadSourceId, Description, Active });
  const fixture = [
    source('21', 'FACEBOOK'), source('22', 'Web'), source('23', 'Referral '), source('24', 'Walk In'), source('25', 'Walk In'), source('26', 'Old Paper', 'false'),
  ];

  it("shows the login's lead sources, whatever the club", async () => {
    expect(await sources()).toEqual(good({ LeadSources: fixture }));
    expect(await sources({ club: '1002' })).toEqual(good({ LeadSources: fixture }));
  });

  it('adds a lead source as often as it is told to', async () => {
    expect(await addSource('Radio')).toEqual(good({ LeadSourceId: '27' }));
    expect(await addSource('Radio', { club: '1002' })).toEqual(good({ LeadSourceId: '28' }));
    expect(await addSource(`é€${'x'.repeat(28)}`)).toEqual(good({ LeadSourceId: '29' }));
    expect((await sources()).LeadSources.slice(6)).toEqual([source('27', 'Radio'), source('28', 'Radio'), source('29', `é?${'x'.repeat(28)}`)]);
    expect((await script('GET', '/records/leadSources/27')).body).toMatchObject({ LeadSourceId: 27, login: 'sim-user', Description: 'Radio', Active: true });
  });

  it.each([
    ['', 'Description: is required'],
    ['<Description xsi:nil="true"/>', 'Description: is required'],
    [`<Description>${'x'.repeat(31)}</Description>`, 'Description: maximum length is 30'],
  ])('adds no lead source from %s', async (content, message) => {
    expect(await call('AddLeadSource', content)).toEqual(bad(200, message, { LeadSourceId: '0' }));
    expect((await sources()).LeadSources).toHaveLength(6);
  });

  it('keeps the lead sources of a login to itself', async () => {
    await script('PUT', '/records/logins/other', { password: 'secret' });
    await script('PUT', '/records/clubs/2001', { login: 'other' });
    const other = { userName: 'other', password: 'secret', club: '2001' };
    expect(await sources(other)).toEqual(good({ LeadSources: [] }));
    expect(await addSource('Radio', other)).toEqual(good({ LeadSourceId: '27' }));
    expect((await sources()).LeadSources).toHaveLength(6);
    expect(await save({ ...jane, LeadSourceId: '27' })).toMatchObject(bad(211, 'Lead source 27 not found'));
    expect((await script('PUT', '/records/leadSources/40', { Description: 'Whose?' })).status).toBe(400);
    expect((await script('PUT', '/records/leadSources/x', { login: 'other' })).status).toBe(400);
    await script('PUT', '/records/leadSources/40', { login: 'other', Description: 'Ours' });
    expect(await addSource('Next', other)).toEqual(good({ LeadSourceId: '41' }));
  });

  it('finds prospects of the club by our id, ascending', async () => {
    const ref = jane.ExternalRef;
    expect(await find(ref)).toEqual(good({ ProspectIds: [] }));
    for (const club of ['1001', '1002', '1001']) await save({ ...jane, MembershipAdvisorId: undefined }, { club });
    expect(await find(ref)).toEqual(good({ ProspectIds: ['5001', '5003'] }));
    expect(await find(ref, { club: '1002' })).toEqual(good({ ProspectIds: ['5002'] }));
    await script('POST', '/people/5003/sell', {});
    expect((await find(ref)).ProspectIds).toEqual(['5001', '5003']);
    await save({ ProspectId: '5001', ExternalRef: 'another' });
    expect((await find(ref)).ProspectIds).toEqual(['5003']);
    expect((await find('another')).ProspectIds).toEqual(['5001']);
    await script('DELETE', '/records/prospects/5001');
    expect((await find('another')).ProspectIds).toEqual([]);
  });

  it.each([
    ['', 'ExternalRef: is required'],
    ['<ExternalRef/>', 'ExternalRef: is required'],
    [`<ExternalRef>${'x'.repeat(37)}</ExternalRef>`, 'ExternalRef: maximum length is 36'],
  ])('finds nothing by %s', async (content, message) => {
    expect(await call('FindProspect', content)).toEqual(bad(200, message, { ProspectIds: [] }));
  });

  it('stale-read hides the young, by the real clock', async () => {
    await save(jane);
    await addSource('Radio');
    await hazard('stale-read', {}, { times: 2 });
    expect((await find(jane.ExternalRef)).ProspectIds).toEqual([]);
    expect((await sources()).LeadSources).toEqual(fixture);
    await hazard('stale-read', { ms: 0 }, { times: 1 });
    expect((await find(jane.ExternalRef)).ProspectIds).toEqual(['5001']);
    expect((await sources()).LeadSources).toHaveLength(7);
  });

  it('source-race, description-variants, null-emails', async () => {
    for (const name of ['source-race', 'description-variants', 'null-emails']) await hazard(name);
    expect(await addSource('Radio')).toEqual(good({ LeadSourceId: '28' }));
    expect((await sources()).LeadSources.map(({ Description }: any) => Description)).toEqual([
      ' FACEBOOK ', ' WEB ', ' REFERRAL  ', ' WALK IN ', ' WALK IN ', ' OLD PAPER ', ' RADIO ', ' RADIO ',
    ]);
    expect((await staff()).Staff.map(({ Email }: any) => Email)).toEqual([null, null, null, null, null]);
    expect((await sources()).LeadSources.slice(6)).toEqual([source('27', 'Radio'), source('28', 'Radio')]);
  });

  it('keeps login and clubs when empty, and goes on with the same numbers', async () => {
    await script('POST', '/reset', { fixture: 'empty' });
    expect(await staff()).toEqual(good({ Staff: [] }));
    expect(await sources()).toEqual(good({ LeadSources: [] }));
    expect(await staff({ club: '1099' })).toMatchObject(bad(110, 'Club 1099 is not enabled for this login'));
    expect(await addSource('Radio')).toEqual(good({ LeadSourceId: '27' }));
    expect(await save({ ...jane, LeadSourceId: undefined, MembershipAdvisorId: undefined })).toMatchObject(good({ ProspectId: '5001' }));
  });
});
