import { beforeEach, describe, expect, it } from '@jest/globals';
import { bad, good, jane, paramountCalls } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

const frozenAt = '2024-07-08T17:00:00Z';
const noContact = 'Contact: one of Email, HomePhone, WorkPhone, MobilePhone is required';

describe('SaveProspect', () => {
  const { script, call, save, prospect, hazard } = paramountCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  const update = (fields: Record<string, string | null>, circumstances = {}) => save({ ProspectId: '5001', ...fields }, circumstances);

  it('stores a new prospect, and the same again as another', async () => {
    expect(await save(jane)).toEqual(good({ ProspectId: '5001' }));
    expect(await prospect(5001)).toEqual({
      ...jane, ProspectId: 5001, LeadSourceId: 21, MembershipAdvisorId: 11, club: '1001', recordState: 'prospect',
      createdAt: '2024-07-08T17:00:00.000Z', modifiedAt: '2024-07-08T17:00:00.000Z',
    });
    expect(await save(jane)).toEqual(good({ ProspectId: '5002' }));
  });

  it.each([
    [{ ProspectId: undefined }, 'ProspectId: must be a whole number'],
    [{ ProspectId: '' }, 'ProspectId: must be a whole number'],
    [{ ProspectId: '1.5' }, 'ProspectId: must be a whole number'],
    [{ ExternalRef: 'x'.repeat(37) }, 'ExternalRef: maximum length is 36'],
    [{ FirstName: undefined }, 'FirstName: is required'],
    [{ FirstName: '', LastName: '' }, 'FirstName: is required'],
    [{ FirstName: 'x'.repeat(16) }, 'FirstName: maximum length is 15'],
    [{ LastName: null }, 'LastName: is required'],
    [{ LastName: 'x'.repeat(21) }, 'LastName: maximum length is 20'],
    [{ Email: `${'x'.repeat(41)}@x.example`, City: 'x'.repeat(21) }, 'Email: maximum length is 50'],
    [{ Email: 'jane' }, 'Email: is not valid'],
    [{ Email: 'a@b@c' }, 'Email: is not valid'],
    [{ HomePhone: '617-555-0100' }, 'HomePhone: must be 10 digits'],
    [{ WorkPhone: '61755501001' }, 'WorkPhone: must be 10 digits'],
    [{ MobilePhone: '617555010' }, 'MobilePhone: must be 10 digits'],
    [{ Address1: 'x'.repeat(31) }, 'Address1: maximum length is 30'],
    [{ City: 'x'.repeat(21) }, 'City: maximum length is 20'],
    [{ State: 'ZZ' }, 'State: is not valid'],
    [{ State: 'ma' }, 'State: is not valid'],
    [{ Zip: '12345678901' }, 'Zip: maximum length is 10'],
    [{ Notes: 'x'.repeat(501) }, 'Notes: maximum length is 500'],
    [{ Email: undefined, HomePhone: '', MobilePhone: null }, noContact],
  ])('refuses %j', async (wrong, message) => {
    expect(await save({ ...jane, ...wrong })).toEqual(bad(200, message, { ProspectId: '0' }));
    expect((await script('GET', '/records/prospects')).body.records).toEqual([]);
  });

  it.each([
    [{ LeadSourceId: '26' }, 211, 'Lead source 26 not found'],
    [{ LeadSourceId: '99' }, 211, 'Lead source 99 not found'],
    [{ LeadSourceId: 'Web' }, 211, 'Lead source Web not found'],
    [{ MembershipAdvisorId: '15' }, 210, 'Staff 15 not found'],
    [{ MembershipAdvisorId: '99', Notes: 'x'.repeat(501) }, 210, 'Staff 99 not found'],
    [{ LeadSourceId: '99', MembershipAdvisorId: '99' }, 211, 'Lead source 99 not found'],
    [{ Zip: '12345678901', LeadSourceId: '99' }, 200, 'Zip: maximum length is 10'],
  ])('refuses %j with its code', async (wrong, code, message) => {
    expect(await save({ ...jane, ...wrong })).toEqual(bad(code, message, { ProspectId: '0' }));
  });

  it('takes staff of the club only', async () => {
    expect(await save(jane, { club: '1002' })).toMatchObject(bad(210, 'Staff 11 not found'));
  });

  it('asks for the prospect itself', async () => {
    expect(await call('SaveProspect', '')).toEqual(bad(200, 'Prospect: is required', { ProspectId: '0' }));
    expect(await call('SaveProspect', '<Prospect/>')).toEqual(bad(200, 'ProspectId: must be a whole number', { ProspectId: '0' }));
  });

  it('takes what just fits, by characters, and stores ISO-8859-1', async () => {
    const fields = { FirstName: `Ł${'é'.repeat(14)}`, LastName: `😀${'x'.repeat(19)}`, Email: `${'x'.repeat(40)}@x.example`, Notes: '“Hi” ÿ' };
    expect(await save({ ...jane, ...fields })).toEqual(good({ ProspectId: '5001' }));
    expect(await prospect(5001)).toMatchObject({ FirstName: `?${'é'.repeat(14)}`, LastName: `?${'x'.repeat(19)}`, Email: `${'x'.repeat(40)}@x.example`, Notes: '?Hi? ÿ' });
    expect(await save({ ProspectId: '0', FirstName: 'A', LastName: 'B', WorkPhone: '6175550102', State: 'YT' })).toEqual(good({ ProspectId: '5002' }));
  });

  it('updates what is sent, clears what is nil or empty, and can be repeated', async () => {
    await save(jane);
    await script('PUT', '/clock', { now: '2024-07-09T17:00:00Z' });
    const change = { LastName: 'Major', City: null, HomePhone: '', LeadSourceId: '22', MembershipAdvisorId: null };
    for (let time = 0; time < 2; time++) {
      expect(await update(change)).toEqual(good({ ProspectId: '5001' }));
      const { City: _city, HomePhone: _home, MembershipAdvisorId: _advisor, ...kept } = jane;
      expect(await prospect(5001)).toEqual({
        ...kept, ProspectId: 5001, LastName: 'Major', LeadSourceId: 22, club: '1001', recordState: 'prospect',
        createdAt: '2024-07-08T17:00:00.000Z', modifiedAt: '2024-07-09T17:00:00.000Z',
      });
    }
    expect((await script('GET', '/records/prospects')).body.records).toHaveLength(1);
  });

  it.each([
    [{ FirstName: null }, 'FirstName: is required'],
    [{ LastName: '', City: 'Rome' }, 'LastName: is required'],
    [{ Email: null, HomePhone: null, MobilePhone: '' }, noContact],
    [{ City: 'Rome', Zip: '12345678901' }, 'Zip: maximum length is 10'],
  ])('updates nothing from %j', async (wrong, message) => {
    await save(jane);
    expect(await update(wrong)).toEqual(bad(200, message, { ProspectId: '0' }));
    expect(await prospect(5001)).toMatchObject({ FirstName: 'Jane', Email: jane.Email, City: 'Boston' });
  });

  it('looks at the whole record after the update', async () => {
    await save(jane);
    expect(await update({ Email: null, HomePhone: null, MobilePhone: null, WorkPhone: '6175550199' })).toEqual(good({ ProspectId: '5001' }));
    expect(await update({ WorkPhone: null })).toMatchObject(bad(200, noContact));
  });

  it('knows no prospect of another club, nor one that is not there', async () => {
    await save(jane);
    expect(await update({ City: 'Rome' }, { club: '1002' })).toEqual(bad(300, 'Prospect 5001 not found', { ProspectId: '0' }));
    expect(await save({ ...jane, ProspectId: '4711', LastName: '' })).toEqual(bad(300, 'Prospect 4711 not found', { ProspectId: '0' }));
  });

  it('lets nobody write to a member, for ever', async () => {
    await save(jane);
    expect(await script('POST', '/actions/convert-prospect', { club: '1001', prospectId: 5001 })).toMatchObject({ status: 200, body: { prospectId: 5001 } });
    expect((await prospect(5001)).recordState).toBe('member');
    const refused = bad(310, 'Prospect 5001 is a member and read only', { ProspectId: '0' });
    expect(await update({ LastName: '' })).toEqual(refused);
    await script('POST', '/people/5001/end');
    expect(await update({ City: 'Rome' })).toEqual(refused);
  });

  it.each([
    [{ club: '1001', prospectId: 4711 }, 404],
    [{ club: '1002', prospectId: 5001 }, 404],
    [{ prospectId: 5001 }, 400],
    [{ club: '1001', prospectId: '5001' }, 400],
  ])('converts nobody with %j', async (body, status) => {
    await save(jane);
    expect(await script('POST', '/actions/convert-prospect', body)).toMatchObject({ status, body: { error: expect.any(String) } });
    expect((await prospect(5001)).recordState).toBe('prospect');
  });

  it('convert-on-update and delete-on-update wait for an update', async () => {
    await hazard('convert-on-update');
    await hazard('delete-on-update', {}, { skip: 1 });
    await save(jane);
    expect((await script('GET', '/hazards')).body.hazards).toMatchObject([{ fired: 0 }, { fired: 0 }]);
    expect(await update({ City: 'Rome' })).toMatchObject(bad(310, 'Prospect 5001 is a member and read only'));
    expect(await prospect(5001)).toMatchObject({ recordState: 'member', City: 'Boston' });
    expect(await save(jane)).toEqual(good({ ProspectId: '5002' }));
    expect(await save({ ProspectId: '5002', City: 'Rome' })).toMatchObject(bad(300, 'Prospect 5002 not found'));
    expect(await save(jane)).toEqual(good({ ProspectId: '5003' }));
  });

  it('success-without-id stores, and says 0', async () => {
    await hazard('success-without-id', {}, { times: 2 });
    expect(await save(jane)).toEqual(good({ ProspectId: '0' }));
    expect(await update({ City: 'Rome' })).toEqual(good({ ProspectId: '0' }));
    expect((await prospect(5001)).City).toBe('Rome');
  });
});
