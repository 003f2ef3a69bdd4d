import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { competeBody, competeDescription } from '../../testing/compete-description.js';
import { gatewayUnderTest, type GatewayUnderTest } from '../../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await gatewayUnderTest();
  await gateway.tell(topics.vendorDescribed, competeDescription);
}, 60_000);
afterAll(() => gateway.stop());

const ana = { status: 'LEAD', firstName: 'Ana', lastName: 'Silva', email: 'ana@example.com' };
const fieldsOf = (body: { errors: { field: string }[] }): string[] => body.errors.map(({ field }) => field).sort();

describe('a contact saved in InTouch', () => {
  it('is accepted, told under its event id, and found at once', async () => {
    const clubId = await gateway.club();
    const put = await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead-1`, { ...ana, shoeSize: 42 }, { 'x-request-id': 'req-7' });
    expect(put.status).toBe(202);
    expect(put.body).toEqual({ eventId: put.body.version, contactId: 'lead-1', version: expect.stringMatching(/^[0-9A-Z]{26}$/) });
    expect(put.headers.get('x-request-id')).toBe('req-7');
    const event = await gateway.heard(topics.leadUpserted, (it) => it.clubId === clubId);
    expect(event).toMatchObject({ contactId: 'lead-1', version: put.body.version, contact: ana });
    expect(event.contact).not.toHaveProperty('shoeSize');
    const got = await gateway.call('GET', `/v1/clubs/${clubId}/contacts/lead-1`);
    expect(got).toMatchObject({ status: 200, body: { contact: { contactId: 'lead-1', ...ana }, links: [], deliveries: [], log: [] } });
  });

  it('keeps the newest, archives, and comes back with a later snapshot', async () => {
    const clubId = await gateway.club();
    const path = `/v1/clubs/${clubId}/contacts/lead-2`;
    const put = (more: object): Promise<unknown> => gateway.call('PUT', path, { ...ana, ...more });
    const shown = async (): Promise<{ firstName: string; archived?: boolean }> => (await gateway.call('GET', path)).body.contact;
    await put({ firstName: 'New', updatedAt: '2026-11-02T00:00:00Z' });
    await put({ firstName: 'Old', updatedAt: '2026-11-01T00:00:00Z' });
    expect(await shown()).toMatchObject({ firstName: 'New' });
    await put({ status: 'MEMBER', firstName: 'Tie', updatedAt: '2026-11-02T00:00:00Z' });
    expect(await shown()).toMatchObject({ firstName: 'Tie', status: 'MEMBER' });
    expect((await gateway.call('DELETE', path)).status).toBe(202);
    expect(await shown()).toMatchObject({ firstName: 'Tie', archived: true });
    await put({ firstName: 'Back' });
    expect(await shown()).not.toHaveProperty('archived');
  });

  it('is refused with every bad field named', async () => {
    const clubId = await gateway.club();
    const bad = { status: 'GUEST', firstName: 7, birthDate: '1990-02-30', gender: 'X', notes: 'n'.repeat(10_001), vendorIds: { compete: 1042 }, updatedAt: '2999-01-01T00:00:00Z' };
    const answer = await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead-3`, bad);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer.body)).toEqual(['birthDate', 'firstName', 'gender', 'lastName', 'notes', 'status', 'updatedAt', 'vendorIds']);
    expect(fieldsOf((await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead%203`, ana)).body)).toEqual(['contactId']);
    expect((await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead-3`, '[1]')).status).toBe(422);
  });

  it('survives characters that PostgreSQL cannot store', async () => {
    const clubId = await gateway.club();
    await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/odd`, '{"status":"LEAD","firstName":"A\\u0000na","lastName":"S\\ud800","attributes":{"k\\u0000":["\\u0000"]}}');
    expect((await gateway.call('GET', `/v1/clubs/${clubId}/contacts/odd`)).body.contact).toMatchObject({ firstName: 'Ana', lastName: 'S\ufffd' });
  });

  it('comes in batches whose good rows are taken although others are bad', async () => {
    const clubId = await gateway.club();
    const path = `/v1/clubs/${clubId}/contacts/batch`;
    const rows = [{ contactId: 'b-1', ...ana }, { contactId: 'b-2', status: 'LEAD' }, 7, { ...ana }, { contactId: 'b-1', ...ana, firstName: 'Twice' }];
    const { status, body } = await gateway.call('POST', path, { contacts: rows });
    expect([status, body.accepted]).toEqual([200, 2]);
    expect(body.rejected.map(({ index, contactId }: { index: number; contactId: string }) => [index, contactId])).toEqual([[1, 'b-2'], [2, null], [3, null]]);
    expect(fieldsOf(body.rejected[0])).toEqual(['firstName', 'lastName']);
    expect((await gateway.call('GET', `/v1/clubs/${clubId}/contacts/b-1`)).body.contact.firstName).toBe('Twice');
    expect((await gateway.call('POST', path, { contacts: Array.from({ length: 1_001 }, () => rows[0]) })).status).toBe(422);
    expect((await gateway.call('POST', path, {})).status).toBe(422);
  });

  it('shows how it stands at each vendor, what was linked and what was logged', async () => {
    const clubId = await gateway.club();
    await gateway.call('PUT', `/v1/clubs/${clubId}/integrations/compete`, competeBody(Number.parseInt(clubId.slice(-4), 16)));
    await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead-4`, ana);
    await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/member-4`, { ...ana, status: 'MEMBER' });
    const seen = async (contactId: string): Promise<{ links: unknown[]; deliveries: { state: string }[]; log: unknown[] }> =>
      (await gateway.call('GET', `/v1/clubs/${clubId}/contacts/${contactId}`)).body;
    expect((await seen('lead-4')).deliveries).toMatchObject([{ vendor: 'compete', state: 'pending', attempts: 0 }]);
    expect((await seen('member-4')).deliveries).toMatchObject([{ vendor: 'compete', state: 'not-sent' }]);

    const at = new Date().toISOString();
    await gateway.tell(topics.contactLinked, { clubId, contactId: 'lead-4', vendor: 'compete', vendorContactId: '1042', how: 'created', linkedAt: at, role: 'live', replaced: null });
    await gateway.tell(topics.activityLogged, {
      activityId: `a-${clubId}`, at, clubId, vendor: 'compete', contactId: 'lead-4', vendorContactId: '1042', requestId: 'r-1',
      entry: { level: 'INFO', direction: 'OUT', summary: 'Lead created', reason: null, detail: null, howToFix: null },
      delivery: { state: 'delivered', desiredVersion: 'Z', deliveredVersion: 'Z', attempts: 1, nextAttemptAt: null, lastError: null, reason: null },
    });
    expect(await seen('lead-4')).toMatchObject({
      links: [{ vendor: 'compete', vendorContactId: '1042', how: 'created' }], deliveries: [{ state: 'delivered', attempts: 1 }], log: [{ summary: 'Lead created', requestId: 'r-1' }],
    });
  });

  it('is sent by hand', async () => {
    const clubId = await gateway.club();
    const send = (contactId: string, body?: unknown) => gateway.call('POST', `/v1/clubs/${clubId}/contacts/${contactId}/send`, body);
    expect((await send('nobody')).status).toBe(404);
    await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/lead-5`, ana);
    expect((await send('lead-5', { vendor: 'acme' })).status).toBe(422);
    expect((await send('lead-5', { vendor: 'compete' })).status).toBe(404);
    expect((await send('lead-5')).status).toBe(202);
    expect(await gateway.heard(topics.leadSendRequested, (it) => it.clubId === clubId)).toMatchObject({ contactId: 'lead-5', vendor: null, saved: { contact: { status: 'LEAD' } } });
  });
});

describe('staff and lead sources', () => {
  it('are accepted, or refused by name', async () => {
    const clubId = await gateway.club();
    const staff = await gateway.call('PUT', `/v1/clubs/${clubId}/staff/s-1`, { firstName: 'Jo', lastName: 'Lee', email: 'jo@club.example', active: true });
    expect([staff.status, staff.body.staffId]).toEqual([202, 's-1']);
    expect(fieldsOf((await gateway.call('PUT', `/v1/clubs/${clubId}/staff/s-1`, { firstName: '', email: 'no', active: 'yes' })).body)).toEqual(['active', 'email', 'firstName', 'lastName']);
    expect((await gateway.call('PUT', `/v1/clubs/${clubId}/lead-sources/web`, { name: 'Web', active: true })).status).toBe(202);
    expect((await gateway.call('PUT', `/v1/clubs/${clubId}/lead-sources/web`, { active: true })).status).toBe(422);
  });
});
