import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CrmDatabase } from '@intouch/crm-database';
import { eventually } from '@intouch/connector-kit/testing';
import type { DatabaseClient } from './database-client.js';
import { aCrmServer, databaseClients } from './testing/crm.js';
import { CutLine } from './testing/cut-line.js';

const server = aCrmServer({ own: true });
const clientOf = databaseClients(server);
const jane = { first_name: 'Jane', last_name: 'Doe', email1: 'jane@example.com' };
const unanswered = { name: 'Unavailable', ambiguous: true };
const away = { name: 'Unavailable', ambiguous: false };

let line: CutLine | undefined;
afterEach(() => line?.close().then(() => (line = undefined)));

/** A client whose connections can be cut. */
async function onALine(): Promise<{ crm: CrmDatabase; client: DatabaseClient; line: CutLine }> {
  line = await CutLine.to(server.at.port);
  return { ...(await clientOf({ settings: { dbPort: line.port, timeoutMs: 1_000 } })), line };
}

const leads = async (crm: CrmDatabase): Promise<number> => (await crm.leads()).length;
/** The server has noticed that nobody is there any more. */
const quiet = (crm: CrmDatabase): Promise<unknown> =>
  eventually('no transaction open', async () => (await crm.rows(`SELECT id FROM information_schema.processlist WHERE user = '${crm.user}'`)).length === 0);

describe('COMMIT', () => {
  it.each([['cut', true, 1], ['silence', true, 1], ['cut', false, 0], ['silence', false, 0]] as const)('of a create: %s, done: %s: it is left open, and the next attempt ends with one lead', async (how, done, there) => {
    const { crm, client, line } = await onALine();
    const id = randomUUID();
    line.when('COMMIT', how, done);
    await expect(client.createLead(id, jane)).rejects.toMatchObject(unanswered);
    await quiet(crm);
    expect(await leads(crm)).toBe(there);
    expect(await client.createLead(id, jane)).toMatchObject({ id, values: jane });
    expect([await leads(crm), (await crm.links(id)).length]).toEqual([1, 1]);
  });

  it('of an update, or a delete: made again', async () => {
    const { crm, client, line } = await onALine();
    const { id } = await client.createLead(randomUUID(), jane);
    line.when('COMMIT', 'cut', true);
    await expect(client.updateLead(id, { email1: 'new@example.com' })).rejects.toMatchObject(away);
    await client.updateLead(id, { email1: 'new@example.com' });
    expect((await crm.links(id)).map(({ email_address, deleted }) => [email_address, deleted])).toEqual([['jane@example.com', 1], ['new@example.com', 0]]);
    line.when('COMMIT', 'silence', false);
    await expect(client.deleteLead(id)).rejects.toMatchObject(away);
    await client.deleteLead(id);
    expect(await crm.lead(id)).toMatchObject({ deleted: 1 });
  });
});

describe('a connection that is lost', () => {
  it.each(['START TRANSACTION', 'INTO leads', 'INTO email_addr_bean_rel'])('in the middle, at %s: nothing is stored, nothing is open', async (words) => {
    for (const how of ['cut', 'silence'] as const) {
      const { crm, client, line } = await onALine();
      line.when(words, how, true);
      await expect(client.createLead(randomUUID(), jane)).rejects.toMatchObject(away);
      await quiet(crm);
      expect([await leads(crm), (await crm.rows('SELECT * FROM email_addresses')).length]).toEqual([0, 0]);
      await line.close();
    }
  });

  it('while nobody used it: the next call has another one', async () => {
    const { crm, client, line } = await onALine();
    await client.serverTime();
    line.cut();
    await quiet(crm);
    await client.serverTime();
    expect(line.opened).toBe(2);
  });

  it('is not used again after a time-out, and one that was answered is', async () => {
    const { client, line } = await onALine();
    await client.serverTime();
    await expect(client.createLead(randomUUID(), { last_name: 'x'.repeat(101) })).rejects.toMatchObject({ name: 'Rejected' });
    await client.serverTime();
    expect(line.opened).toBe(1);
    line.when('UTC_TIMESTAMP', 'silence', true);
    await expect(client.createLead(randomUUID(), jane)).rejects.toMatchObject(away);
    await client.serverTime();
    expect(line.opened).toBe(2);
  });

  it('a server that takes the call and says nothing', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { client } = await clientOf({ settings: { dbPort: (mute.address() as AddressInfo).port, timeoutMs: 1_000 } });
    await expect(client.serverTime()).rejects.toMatchObject(away);
    mute.close();
    await once(mute, 'close');
  });
});

it('a row that somebody else holds is waited for as long as a call has', async () => {
  const { crm, another } = await clientOf();
  const id = await crm.typed(randomUUID(), { last_name: 'Doe' });
  const client = another({ timeoutMs: 1_000 });
  await crm.holding(`SELECT id FROM leads WHERE id = '${id}' FOR UPDATE`, async () => {
    await expect(client.updateLead(id, { last_name: 'X' })).rejects.toMatchObject(away);
  });
  expect((await client.updateLead(id, { last_name: 'Y' })).values['last_name']).toBe('Y');
});

it('the server dies and comes back: only that it was away is ever said, and one lead each is there', async () => {
  const { crm, client } = await clientOf({ settings: { timeoutMs: 2_000 } });
  const ids = Array.from({ length: 60 }, () => randomUUID());
  const errors: unknown[] = [];
  const untilDone = (id: string, index: number): Promise<unknown> =>
    eventually(`lead ${index}`, () => client.createLead(id, { ...jane, email1: `jane${index}@example.com` }).catch((error: Error) => {
      errors.push(error.name);
      throw error;
    }), 30_000);
  const all = Promise.all([0, 1, 2, 3].map(async (lane) => {
    for (let index = lane; index < ids.length; index += 4) await untilDone(ids[index]!, index);
  }));
  for (const reached of [10, 30]) {
    await eventually(`${reached} leads`, async () => (await leads(crm)) >= reached);
    await server.at.kill();
    await server.at.start();
  }
  await all;
  expect(new Set(errors)).toEqual(new Set(['Unavailable']));
  expect((await crm.leads()).map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(await crm.rows('SELECT bean_id FROM email_addr_bean_rel GROUP BY bean_id HAVING COUNT(*) <> 1')).toEqual([]);
});

describe('what the server refuses', () => {
  it.each([
    ['another password', { credentials: { dbPassword: 'wrong' } }, 'credentials-refused'], ['another database', { settings: { dbName: 'nobodys' } }, 'credentials-refused'],
    ['encryption', { settings: { dbTls: 'verify' } }, 'access-refused'],
  ])('%s', async (_what, options, code) => {
    const { client } = await clientOf(options);
    const error = await client.serverTime().catch((it: unknown) => it);
    expect(error).toMatchObject({ name: 'Unauthorized', scope: 'integration', code });
    expect(String(error)).not.toContain('wrong');
  });

  it('a right that was taken, and a column', async () => {
    const { crm, client } = await clientOf();
    await crm.run(`REVOKE INSERT ON leads FROM '${crm.user}'@'%'`);
    await expect(client.createLead(randomUUID(), jane)).rejects.toMatchObject({ name: 'Unauthorized', code: 'access-refused' });
    await crm.run('ALTER TABLE leads DROP COLUMN phone_work');
    await expect(client.getLead('x')).rejects.toMatchObject({ name: 'Unauthorized', code: 'access-refused', message: expect.stringContaining('phone_work') });
  });

  it('more than the account may have', async () => {
    const { crm, another } = await clientOf();
    await crm.run(`ALTER USER '${crm.user}'@'%' WITH MAX_CONNECTIONS_PER_HOUR 1`);
    await another({}).serverTime();
    await expect(another({}).serverTime()).rejects.toMatchObject({ name: 'Throttled', retryAfterSeconds: 60 });
  });

  it('nobody is there', async () => {
    const { client } = await clientOf({ settings: { dbPort: 9 } });
    await expect(client.serverTime()).rejects.toMatchObject({ ...away, message: 'no connection to the database (ECONNREFUSED)' });
  });
});
