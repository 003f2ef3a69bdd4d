import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { CrmServer } from '@intouch/crm-database';
import { aCrmServer, databaseClients } from './testing/crm.js';

const clientOf = databaseClients(aCrmServer({ tls: true }));
const encrypted = { dbTls: 'verify', dbHost: 'localhost' };

it('talks in secret to a server whose authority it was given', async () => {
  const { crm, client, another } = await clientOf({ settings: { ...encrypted, dbCa: await CrmServer.certificate() } });
  await crm.run(`ALTER USER '${crm.user}'@'%' REQUIRE SSL`);
  expect(await client.getLead('nobody')).toBeNull();
  await expect(another({ dbTls: 'off' }).serverTime()).rejects.toMatchObject({ name: 'Unauthorized', code: 'credentials-refused' });
});

it('says nothing to one that nobody vouches for, or that is another than it was asked for', async () => {
  const { another } = await clientOf();
  const untrusted = { name: 'Unauthorized', code: 'access-refused', message: expect.stringContaining('nothing was sent') };
  await expect(another(encrypted).serverTime()).rejects.toMatchObject(untrusted);
  await expect(another({ ...encrypted, dbHost: '127.0.0.1', dbCa: await CrmServer.certificate() }).serverTime()).rejects.toMatchObject(untrusted);
});
