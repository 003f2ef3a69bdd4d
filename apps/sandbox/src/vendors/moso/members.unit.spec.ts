import { beforeEach, describe, expect, it } from '@jest/globals';
import { frozenAt, jane, least, mosoCalls } from '../../testing/moso-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('the members of MoSoClub', () => {
  const { script, add, update, get, find, ids, record } = mosoCalls(playSandbox());
  const refused = (Message: string) => ({ status: 400, body: { Data: null, Success: false, Message } });
  const stored = (ID: string) => ({ status: 200, body: { Data: { ID }, Success: true, Message: null } });

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are listed by the status they have, none of the sandbox\'s own keys among theirs', async () => {
    expect(await ids('memberStatus=Active&pageNumber=1')).toEqual(['102284', '102285', '102287', '102289']);
    expect(await ids('memberStatus=Terminated')).toEqual(['102286']);
    expect(await ids('memberStatus=Frozen')).toEqual(['102288']);
    expect(await ids('MEMBERSTATUS=Active&PAGENUMBER=1')).toHaveLength(4);
    for (const status of ['InActive', 'Expired']) expect((await find(`memberStatus=${status}`)).body).toEqual({ Data: { Results: [] }, Success: true, Message: null });
    for (const query of ['memberStatus=Cancelled', 'memberStatus=active', '']) expect((await find(query)).body).toEqual({ Data: {}, Success: true, Message: null });
    const [first] = (await find('memberStatus=Active')).body.Data.Results;
    expect(first).toMatchObject({
      ID: '102284', FirstName: 'Jane', LastName: 'Doe', Address1: '12 Main St, Apt 3', City: 'Boston', State: 'MA', Zip: '02134', Phone1: '(617) 200-1000',
      Phone2: null, Phone3: '(617) 200-1001', Email: 'jane@example.com', Gender: null, HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active',
      RefAgreementID: 11, RefAgreementPriceID: 22, EnteredDate: '2024-07-01T00:00:00', MSDate: '2024-07-08T00:00:00', TermDate: null, Salesperson: 'Smith',
    });
    for (const key of ['club', 'createdAt', 'modifiedAt']) expect(first).not.toHaveProperty(key);
    for (const key of ['Address2', 'PG_MemberID', 'AutoBill', 'EmerExt', 'Barcode', 'FreezeEndDate']) expect(first).toHaveProperty(key);
    expect(typeof first.PG_MemberID).toBe('number');
    expect([first.Barcode, String(first.PG_MemberID)]).not.toContain(first.ID);
  });

  it('come fifty a page, by ID as number', async () => {
    for (const id of ['99', '7', '1000000', ...Array.from({ length: 50 }, (_, index) => String(500 + index))]) {
      await script('PUT', `/records/members/${id}`, { HomeClub: '001' });
    }
    const [one, two, three] = [await ids('memberStatus=Active'), await ids('memberStatus=Active&pageNumber=2'), await ids('memberStatus=Active&pageNumber=3')];
    expect([one.length, one.slice(0, 3), one.at(-1)]).toEqual([50, ['7', '99', '500'], '547']);
    expect(two).toEqual(['548', '549', '102284', '102285', '102287', '102289', '1000000']);
    expect(three).toEqual([]);
    for (const page of ['0', 'x']) expect(await ids(`memberStatus=Active&pageNumber=${page}`)).toEqual(one);
    await script('PUT', '/records/members/99', { MemberStatus: 'Expired' });
    await script('DELETE', '/records/members/7');
    expect(await ids('memberStatus=Expired')).toEqual(['99']);
    expect((await ids('memberStatus=Active'))[0]).toBe('500');
  });

  it('are found one by one', async () => {
    expect((await get('102286')).body).toMatchObject({ Data: { ID: '102286', TermDate: '2024-07-07T00:00:00' }, Success: true, Message: null });
    for (const id of ['1', 'x', '']) expect((await get(id)).body).toEqual({ Data: null, Success: true, Message: null });
  });

  it('are added, never found to be there already', async () => {
    expect(await add(jane)).toMatchObject(stored('102290'));
    expect(await add(jane)).toMatchObject(stored('102291'));
    expect(await record('102290')).toEqual({
      ...jane, ID: '102290', club: '001', MemberStatus: 'Active', EnteredDate: '2024-07-08T13:00:00', createdAt: '2024-07-08T17:00:00.000Z', modifiedAt: '2024-07-08T17:00:00.000Z',
    });
    expect((await get('102290')).body.Data).toMatchObject(jane);
  });

  it('take names in any case, ten bare digits, and blanks as absent', async () => {
    const odd = { firstname: ' Ann ', LASTNAME: 'Lee', homeClub: '002', membership_type: 'GOLD', refagreementid: 12, REFAGREEMENTPRICEID: 24, SalesPerson3: 'c-1', phone3: '6142001000', Email: ' ', City: null, ID: '5', MemberStatus: 'Frozen', Nonsense: 1 };
    expect(await add(odd)).toMatchObject(stored('102290'));
    expect(await record('102290')).toEqual({
      ID: '102290', club: '002', FirstName: 'Ann', LastName: 'Lee', HomeClub: '002', Membership_Type: 'GOLD', RefAgreementID: 12, RefAgreementPriceID: 24,
      Salesperson3: 'c-1', Phone3: '(614) 200-1000', MemberStatus: 'Active', EnteredDate: '2024-07-08T12:00:00', MSDate: '2024-07-08T00:00:00',
      createdAt: expect.any(String), modifiedAt: expect.any(String),
    });
  });

  it.each([
    [{ FirstName: undefined }, 'FirstName is required.'],
    [{ FirstName: ' ' }, 'FirstName is required.'],
    [{ FirstName: 5 }, 'FirstName is invalid.'],
    [{ FirstName: 'x'.repeat(21) }, 'FirstName exceeds 20 characters.'],
    [{ LastName: 'x'.repeat(31) }, 'LastName exceeds 30 characters.'],
    [{ LastName: null }, 'LastName is required.'],
    [{ Address1: 'x'.repeat(41) }, 'Address1 exceeds 40 characters.'],
    [{ City: 'x'.repeat(26) }, 'City exceeds 25 characters.'],
    [{ State: 'MAS' }, 'State exceeds 2 characters.'],
    [{ State: 'ZZ' }, 'State is invalid.'],
    [{ Zip: 'x'.repeat(11) }, 'Zip exceeds 10 characters.'],
    [{ Phone1: '614-200-1000' }, 'Phone1 is invalid.'],
    [{ Phone2: '614200100' }, 'Phone2 is invalid.'],
    [{ Phone3: '(614)200-1000' }, 'Phone3 is invalid.'],
    [{ Email: 'a'.repeat(40) + '@example.com' }, 'Email exceeds 50 characters.'],
    [{ Email: 'nobody' }, 'Email is invalid.'],
    [{ Email: 'a@b@c' }, 'Email is invalid.'],
    [{ Gender: 'X' }, 'Gender is invalid.'],
    [{ Birthday: '1990-04-02' }, 'Birthday is invalid.'],
    [{ Birthday: '1990-02-30T00:00:00' }, 'Birthday is invalid.'],
    [{ HomeClub: undefined }, 'HomeClub is required.'],
    [{ HomeClub: '0001' }, 'HomeClub exceeds 3 characters.'],
    [{ HomeClub: '009' }, "HomeClub '009' does not exist."],
    [{ Membership_Type: '' }, 'Membership_Type is required.'],
    [{ Membership_Type: 'PLATINUM' }, 'Membership_Type exceeds 6 characters.'],
    [{ Membership_Type: 'XXX' }, "Membership_Type 'XXX' does not exist."],
    [{ RefAgreementID: undefined }, 'RefAgreementID is required.'],
    [{ RefAgreementID: '11' }, 'RefAgreementID is invalid.'],
    [{ RefAgreementID: 13 }, 'RefAgreementID 13 does not exist.'],
    [{ RefAgreementPriceID: null }, 'RefAgreementPriceID is required.'],
    [{ RefAgreementPriceID: 24 }, 'RefAgreementPriceID 24 does not exist.'],
    [{ Source: 'x'.repeat(21) }, 'Source exceeds 20 characters.'],
    [{ Salesperson: 'x'.repeat(21) }, 'Salesperson exceeds 20 characters.'],
    [{ Salesperson3: 'x'.repeat(41) }, 'Salesperson3 exceeds 40 characters.'],
    [{ Memo: 'x'.repeat(1001) }, 'Memo exceeds 1000 characters.'],
    [{ Memo: 'x'.repeat(1001), Zip: 'x'.repeat(11), LastName: '' }, 'LastName is required.'],
  ])('are not added with %j', async (fields, message) => {
    expect(await add({ ...least, ...fields })).toMatchObject(refused(message));
    expect((await script('GET', '/records/members')).body.records).toHaveLength(6);
  });

  it('may be as long as the page says, in characters', async () => {
    const full = { FirstName: '𝒳'.repeat(20), Address1: 'x'.repeat(40), Memo: 'x'.repeat(1000), State: 'QC', Gender: '' };
    expect(await add({ ...least, ...full })).toMatchObject(stored('102290'));
    expect(await record('102290')).not.toHaveProperty('Gender');
  });

  it('need a body that is an object', async () => {
    for (const body of ['', '{', '[]', 'null']) {
      expect(await add(body as never)).toMatchObject(refused('The request is invalid.'));
      expect(await update(body as never)).toMatchObject(refused('The request is invalid.'));
    }
  });

  it('are updated in what is sent, and keep the rest', async () => {
    await script('PUT', '/clock', { now: '2024-07-09T17:00:00Z' });
    const before = await record('102284');
    expect(await update({ id: ' 102284 ', Phone3: '6172001009', salesperson3: 'c-9', City: '', Zip: null })).toMatchObject(stored('102284'));
    const { City: _city, ...rest } = before;
    expect(await record('102284')).toEqual({ ...rest, Phone3: '(617) 200-1009', Salesperson3: 'c-9', modifiedAt: '2024-07-09T17:00:00.000Z' });
  });

  it('keep club, type, status and dates, whoever wants them changed', async () => {
    const before = await record('102285');
    await update({ ID: '102285', HomeClub: '002', Membership_Type: 'GOLD', RefAgreementID: 12, RefAgreementPriceID: 24, Memo: 'x', MemberStatus: 'Expired', TermDate: '2024-01-01T00:00:00' });
    expect(await record('102285')).toEqual({ ...before, modifiedAt: expect.any(String) });
  });

  it.each([
    [{}, 'ID is required.'],
    [{ ID: '' }, 'ID is required.'],
    [{ ID: 102284 }, 'ID is invalid.'],
    [{ ID: 'abc' }, 'ID is invalid.'],
    [{ ID: '12345678901' }, 'ID exceeds 10 characters.'],
    [{ ID: '102284', FirstName: '' }, 'FirstName is required.'],
    [{ ID: '102284', LastName: '  ' }, 'LastName is required.'],
    [{ ID: '102284', State: 'ma' }, 'State is invalid.'],
    [{ ID: '102284', Salesperson3: 'x'.repeat(41), Source: 'x'.repeat(21) }, 'Source exceeds 20 characters.'],
  ])('are not updated with %j', async (body, message) => {
    const before = await record('102284');
    expect(await update(body)).toMatchObject(refused(message));
    expect(await record('102284')).toEqual(before);
  });

  it('that are not there are not updated', async () => {
    const body = { Data: null, Success: false, Message: 'Member not found.' };
    for (const ID of ['1', '9999999999']) expect(await update({ ID, FirstName: '' })).toMatchObject({ status: 404, body });
  });

  it('stay under their own count whatever a script puts beside them', async () => {
    await script('PUT', '/records/members/200000', { club: '002' });
    await script('PUT', '/records/members/9999999999', { HomeClub: '001' });
    expect(await add(least)).toMatchObject(stored('200001'));
    expect(await record('200000')).toMatchObject({ HomeClub: '002', MemberStatus: 'Active' });
    expect((await script('PUT', '/records/members/abc', { club: '001' })).status).toBe(400);
    expect((await script('PUT', '/records/members/300000', {})).status).toBe(400);
    await script('POST', '/reset', { fixture: 'empty' });
    expect((await script('GET', '/records/members')).body.records).toEqual([]);
    expect((await script('GET', '/records/agreements')).body.records).toMatchObject([{ RefAgreementID: 11, RefAgreementPriceID: 22 }, { RefAgreementID: 12, RefAgreementPriceID: 24 }]);
    expect((await script('GET', '/records/membershipTypes')).body.records).toHaveLength(5);
    expect((await script('GET', '/records/clubs')).body.records).toMatchObject([{ timeZone: 'America/New_York' }, { timeZone: 'America/Chicago' }]);
    expect(await add(least)).toMatchObject(stored('102290'));
  });
});
