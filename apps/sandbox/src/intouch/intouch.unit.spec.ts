import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../start-sandbox.js';
import { FakeGateway } from '../testing/fake-gateway.js';
import { until } from '../testing/until.js';

const ana = { status: 'LEAD', firstName: 'Ana', lastName: 'Silva', email: 'ana@example.com' };

describe('InTouch', () => {
  const gateway = new FakeGateway();
  let sandbox: Sandbox;
  let lastId = 0;
  let id: string;

  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.url}/__sandbox/intouch${path}`, { method, body: body === undefined ? null : JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as any) };
  };
  const save = (contact: object) => call('PUT', `/contacts/c1/${id}`, contact);
  const contacts = async (): Promise<any[]> => (await call('GET', '/contacts?clubId=c1')).body.contacts;
  const held = async () => (await contacts()).find((contact) => contact.contactId === id);
  const decide = (changeId: string, change: object) => gateway.decide({ changeId, clubId: 'c1', contactId: id, vendorContactId: '1201', ...change });
  const acked = (changeId: string) => until(() => gateway.acks.find((ack) => ack.changeId === changeId));

  beforeAll(async () => {
    await gateway.start();
    sandbox = await startSandbox({ gatewayUrl: gateway.url, gatewayKey: 'test-key' });
  });
  afterAll(async () => {
    await sandbox.close();
    await gateway.kill();
  });
  beforeEach(() => {
    id = `contact-${++lastId}`;
    gateway.react = () => null;
  });

  it('stores and publishes a save, under its key', async () => {
    const { status, body } = await save({ ...ana, updatedAt: '2026-11-22T09:30:00Z' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...ana, contactId: id, archived: false, updatedAt: '2026-11-22T09:30:00Z' });
    expect(body.history).toEqual([{ at: expect.any(String), what: 'saved' }]);
    expect(gateway.published(id)).toEqual([{ ...ana, updatedAt: '2026-11-22T09:30:00Z' }]);
    expect([...gateway.authorizations]).toEqual(['Bearer test-key']);
  });

  it('gives saves strictly increasing moments and forgets what the newest snapshot leaves out', async () => {
    await Promise.all([save(ana), save({ ...ana, city: 'Rome' }), save({ status: 'LEAD', firstName: 'Ana', lastName: 'Silva' })]);
    const [first, second, third] = gateway.published(id);
    expect(first.updatedAt < second.updatedAt && second.updatedAt < third.updatedAt).toBe(true);
    expect(await held()).not.toHaveProperty('city');
    expect((await held()).history).toHaveLength(3);
  });

  it('publishes an older save as it is, and does not let it overwrite the record', async () => {
    await save({ ...ana, city: 'Rome', updatedAt: '2026-11-22T09:30:00Z' });
    const { status, body } = await save({ ...ana, city: 'Oslo', updatedAt: '2026-11-22T09:29:00Z' });
    expect([status, body.city]).toEqual([200, 'Rome']);
    expect(gateway.published(id).map(({ city }) => city)).toEqual(['Rome', 'Oslo']);
    expect((await held()).history).toHaveLength(2);
  });

  it('passes a refusal on and keeps what it had', async () => {
    await save(ana);
    gateway.react = ({ body }) => (body?.status === 'NOBODY' ? { status: 422, body: { errors: [{ field: 'status' }] } } : null);
    const refused = await save({ ...ana, status: 'NOBODY' });
    expect(refused).toEqual({ status: 422, body: { errors: [{ field: 'status' }] } });
    expect(await held()).toMatchObject({ status: 'LEAD' });
    id = 'never-held';
    await save({ ...ana, status: 'NOBODY' });
    expect(await held()).toBeUndefined();
  });

  it('answers 202 while the gateway refuses for the moment, and publishes the newest until it is accepted', async () => {
    let away = 4;
    gateway.react = ({ method }) => (method === 'PUT' && away-- > 0 ? { status: 503, headers: { 'retry-after': '0' } } : null);
    expect((await save(ana)).status).toBe(202);
    expect((await save({ ...ana, city: 'Rome' })).status).toBe(202);
    const published = await until(() => gateway.published(id)[0]);
    expect(published).toMatchObject({ city: 'Rome' });
    expect(gateway.published(id)).toHaveLength(1);
  });

  it('archives, and publishes that', async () => {
    await save(ana);
    expect((await call('DELETE', `/contacts/c1/${id}`)).body).toMatchObject({ contactId: id, archived: true });
    expect(gateway.published(id).at(-1)).toBeNull();
    expect((await held()).history.map((entry: any) => entry.what)).toEqual(['saved', 'archived']);
    expect((await call('DELETE', '/contacts/c1/nobody')).status).toBe(404);
  });

  it('applies a link and a conversion, acks them, and publishes the record again with a newer moment', async () => {
    const { body } = await save({ ...ana, attributes: { tour: 'yes', goal: 'rest' } });
    decide('link-1', { type: 'contact.linked' });
    decide('convert-1', { type: 'member.converted', joinDate: '2026-11-21', contact: { city: 'Columbus', attributes: { goal: 'run' } } });
    await acked('convert-1');
    expect(gateway.acks.filter(({ contactId }) => contactId === id).map(({ changeId }) => changeId)).toEqual(['link-1', 'convert-1']);
    const again = await until(() => gateway.published(id).find((sent) => sent?.status === 'MEMBER'));
    expect(again).toMatchObject({ city: 'Columbus', email: 'ana@example.com', vendorIds: { compete: '1201' }, attributes: { tour: 'yes', goal: 'run' } });
    expect(again.updatedAt > body.updatedAt).toBe(true);
    expect(again).not.toHaveProperty('joinDate');
    expect(await held()).toMatchObject({ status: 'MEMBER', joinDate: '2026-11-21', endDate: null });
    expect((await held()).history.at(-1)).toMatchObject({ what: 'member.converted', changeId: 'convert-1', vendor: 'compete', vendorContactId: '1201' });
    await save({ ...ana, status: 'MEMBER' });
    expect(await held()).toMatchObject({ joinDate: '2026-11-21' });
  });

  it('applies lapse, update and deletion at the vendor; a deleted lead is flagged, never erased', async () => {
    await save({ ...ana, status: 'MEMBER' });
    decide('update-1', { type: 'contact.updated', contact: { email: 'new@example.com' } });
    decide('lapse-1', { type: 'member.lapsed', endDate: '2026-11-23' });
    decide('delete-1', { type: 'lead.deleted', vendor: 'sugarcrm' });
    await acked('delete-1');
    expect(await held()).toMatchObject({
      status: 'FORMER_MEMBER', endDate: '2026-11-23', email: 'new@example.com', archived: false, deletedAtVendor: { sugarcrm: expect.any(String) },
    });
  });

  it('gives an inserted person a lower-case UUID, acks with it and publishes it', async () => {
    decide('insert-1', { type: 'member.inserted', contactId: null, joinDate: '2026-11-20', contact: { firstName: 'Max', lastName: 'New', contactMethod: 'Import', leadSource: 'Import' } });
    const { contactId } = await acked('insert-1');
    expect(contactId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const published = await until(() => gateway.published(contactId!)[0]);
    expect(published).toMatchObject({ status: 'MEMBER', firstName: 'Max', lastName: 'New', contactMethod: 'Import', vendorIds: { compete: '1201' } });
    expect(published).not.toHaveProperty('leadSource');
    id = contactId!;
    expect(await held()).toMatchObject({ joinDate: '2026-11-20', leadSource: 'Import' });
  });

  it('acks a change for a contact it does not hold and ignores it', async () => {
    decide('stranger-1', { type: 'member.converted', contactId: 'stranger' });
    expect(await acked('stranger-1')).toEqual({ changeId: 'stranger-1', contactId: 'stranger' });
    expect((await contacts()).some(({ contactId }) => contactId === 'stranger')).toBe(false);
  });

  it('inserts once although the ack fails and the change comes again', async () => {
    const before = (await contacts()).length;
    let failures = 2;
    gateway.react = ({ path }) => (path === '/v1/changes/insert-2/ack' && failures-- > 0 ? { status: 503 } : null);
    const insert = { type: 'lead.inserted', contactId: null, contact: { firstName: 'Only', lastName: 'Once' } };
    decide('insert-2', insert);
    const first = await acked('insert-2');
    decide('insert-2', insert);
    await until(() => gateway.acks.filter(({ changeId }) => changeId === 'insert-2').length === 2);
    expect(gateway.acks.filter(({ changeId }) => changeId === 'insert-2')[1]).toEqual(first);
    expect(await contacts()).toHaveLength(before + 1);
  });

  it('gives way when an insert has been acked under another id before', async () => {
    const before = (await contacts()).length;
    let asked = 0;
    gateway.react = ({ path }) => (path === '/v1/changes/insert-3/ack' && ++asked > 0 ? { status: 409, body: { holder: 'somebody' } } : null);
    decide('insert-3', { type: 'lead.inserted', contactId: null, contact: { firstName: 'Old', lastName: 'News' } });
    decide('after-insert-3', { type: 'contact.updated', contactId: 'stranger' });
    await until(() => asked > 0 && gateway.polls.at(-1) !== undefined);
    await acked('after-insert-3');
    await until(async () => (await contacts()).length === before);
    expect(gateway.received.some(({ body }) => body?.lastName === 'News')).toBe(false);
  });

  it('does not follow while paused, and goes on where it was', async () => {
    await save(ana);
    expect((await call('POST', '/pause')).status).toBe(200);
    decide('paused-1', { type: 'contact.updated', contact: { city: 'Paris' } });
    await save({ ...ana, zip: '75001' });
    expect(await held()).not.toHaveProperty('city');
    expect((await call('POST', '/resume')).status).toBe(200);
    await acked('paused-1');
    expect(await held()).toMatchObject({ city: 'Paris', zip: '75001' });
  });

  it('loses nothing and applies nothing twice when the gateway is killed', async () => {
    await save(ana);
    await gateway.kill();
    expect((await save({ ...ana, city: 'Oslo' })).status).toBe(202);
    decide('killed-1', { type: 'contact.linked', vendorContactId: '77' });
    await gateway.start();
    await acked('killed-1');
    const newest = await until(() => gateway.published(id).find((sent) => sent?.vendorIds?.compete === '77'));
    expect(newest).toMatchObject({ city: 'Oslo' });
    expect((await held()).history.filter((entry: any) => entry.changeId === 'killed-1')).toHaveLength(1);
    expect(gateway.acks.filter(({ changeId }) => changeId === 'killed-1')).toHaveLength(1);
  });

  it('holds nobody after a reset, follows again, and does not start the feed over', async () => {
    await save(ana);
    await call('POST', '/pause');
    gateway.polls.length = 0;
    expect((await fetch(`${sandbox.url}/__sandbox/reset`, { method: 'POST', body: '{"fixture":"empty"}' })).status).toBe(204);
    expect(await contacts()).toEqual([]);
    decide('after-reset', { type: 'contact.updated', contact: { city: 'Paris' } });
    await acked('after-reset');
    expect(await contacts()).toEqual([]);
    expect(gateway.polls).not.toContain('0');
  });
});
