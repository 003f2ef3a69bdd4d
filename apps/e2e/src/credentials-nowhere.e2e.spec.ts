import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import pg from 'pg';
import { lead, Ring } from './ring.js';

const clubId = 'vault';
const apiKey = 'ApiKey-5f2c81d09b7e';
const wrongKey = 'Wrong-77c0d9e13ab2';
const webhookSecret = 'Hook-secret-90aa71ef20';
const secrets = [apiKey, wrongKey, webhookSecret, Buffer.from(webhookSecret).toString('base64')];
const person = { firstName: 'Zacharias', lastName: 'Quellenberg', email: 'zacharias.q@example.com', mobile: '6145550142' };

let ring: Ring;
beforeAll(async () => {
  ring = await Ring.start(['compete'], { LOG_LEVEL: 'debug' });
  await ring.club(clubId);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Which of the words stand in which of the files. */
async function foundIn(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesBelow(folder)) {
    const bytes = await readFile(file);
    found.push(...words.filter((word) => bytes.includes(word)).map((word) => `${word} in ${file.slice(folder.length + 1)}`));
  }
  return found;
}

async function foundInDatabase(words: readonly string[]): Promise<string[]> {
  const client = new pg.Client(ring.stack.servers.databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>("SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')");
    const found: string[] = [];
    for (const { name } of rows) {
      for (const word of words) {
        const { rowCount } = await client.query(`SELECT 1 FROM ${name} AS line WHERE strpos(line::text, $1) > 0 LIMIT 1`, [word]);
        if (rowCount) found.push(`${word} in ${name}`);
      }
    }
    return found;
  } finally {
    await client.end();
  }
}

it('a credential is in no answer, no log, no event and no table, though the vendor itself repeats it', async () => {
  const given: unknown[] = [];
  const path = `/v1/clubs/${clubId}/integrations/compete`;
  const { settings, options } = await ring.call<{ settings: object; options: object }>('GET', path);
  const configure = async (key: unknown): Promise<void> => {
    given.push((await ring.ask('PUT', path, { settings, options, credentials: { apiKey: key } })).body);
  };
  await configure(wrongKey);
  given.push((await ring.ask('POST', `${path}/check`)).body);
  await configure({ is: 'no text', key: apiKey });
  await ring.call('PUT', '/__sandbox/compete/records/companies/101', { apiKey });
  await configure(apiKey);
  given.push((await ring.ask('POST', `${path}/check`)).body);
  await ring.call('PUT', '/v1/webhook', { url: 'http://127.0.0.1:9/nobody', secret: webhookSecret });
  given.push((await ring.ask('PUT', '/v1/webhook', { url: 7, secret: webhookSecret })).body);

  // A vendor that repeats what it was sent.
  await ring.hazard('field-refused', { operation: 'createMember', params: { message: `Key ${apiKey} may not do that` } });
  await ring.call('PUT', `/v1/clubs/${clubId}/contacts/zacharias`, lead(1, person));
  await ring.until(clubId, 'zacharias', 'parked');
  await ring.call('POST', '/v1/parked/retry', { clubId });
  await ring.until(clubId, 'zacharias', 'delivered');
  await ring.call('POST', '/__sandbox/compete/people', { club: '2', status: 'MEMBER', firstName: 'Sold', lastName: 'Person', email: 'sold@example.com' });
  await ring.sync(clubId);
  await eventually('the log of it', async () => (await ring.log(clubId)).some(({ reason }) => reason === 'vendor-refused'), 10_000);
  for (const read of [path, `/v1/clubs/${clubId}/contacts/zacharias`, `/v1/log?clubId=${clubId}`, `/v1/parked?clubId=${clubId}`, '/v1/changes', `${path}/lookups`]) given.push((await ring.ask('GET', read)).body);

  const said = JSON.stringify(given);
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  expect(said).toContain('credentialsSet');

  // Service logs hold neither credentials nor people.
  const logs = join(ring.dataDir, 'logs');
  expect(await foundIn(logs, [...secrets, ...Object.values(person), 'dev-key'])).toEqual([]);

  // Where the person is found the search reaches; the credential is nowhere.
  const kafka = (await readdir(ring.dataDir)).find((name) => name.includes('kafka'))!;
  expect(await foundIn(join(ring.dataDir, kafka), [person.email])).not.toEqual([]);
  expect(await foundIn(join(ring.dataDir, kafka), secrets)).toEqual([]);
  expect(await foundInDatabase([person.email])).not.toEqual([]);
  expect(await foundInDatabase([...secrets, 'dev-key'])).toEqual([]);
}, 60_000);
