import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { MessagingTables1700000000000 } from '@intouch/messaging';
import { Database, migrate } from '@intouch/postgres';
import { readConfig, url } from '@intouch/service';
import { roles, type Role } from './access/access.js';
import { hashOf } from './access/keys.js';
import { KeyStore } from './store/key.store.js';
import { GatewayTables1700000001000 } from './store/migrations/0001-gateway-tables.js';
import { RunsReviewsWebhook1700000002000 } from './store/migrations/0002-runs-reviews-webhook.js';

const usage = `Usage:
  keys add --role ${roles.join('|')} [--clubs a,b] [--label text]   makes a key and prints it once
  keys remove --label text                                          takes effect within seconds`;

/** Makes and removes keys of the gateway's API in the database of DATABASE_URL. A key is shown once and stored hashed. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { role: { type: 'string' }, clubs: { type: 'string' }, label: { type: 'string' } },
  });
  const { role, clubs, label } = values;
  const adds = positionals[0] === 'add' && role !== undefined && (roles as readonly string[]).includes(role);
  if (!adds && !(positionals[0] === 'remove' && label)) {
    console.error(usage);
    return 2;
  }
  const { DATABASE_URL } = readConfig(process.env, { DATABASE_URL: url(['postgres:', 'postgresql:']) });
  const database = new Database({
    url: DATABASE_URL, schema: 'intouch_gateway', name: 'gateway-keys', poolSize: 2,
    migrations: [MessagingTables1700000000000, GatewayTables1700000001000, RunsReviewsWebhook1700000002000],
  });
  try {
    await migrate(database);
    const store = new KeyStore(database);
    if (!adds) {
      console.log(`removed ${await store.remove(label!)}`);
      return 0;
    }
    const key = randomBytes(32).toString('base64url');
    await store.add({ keyHash: hashOf(key), role: role as Role, clubs: clubs?.split(',') ?? null }, label ?? `made ${new Date().toISOString()}`);
    console.log(key);
    return 0;
  } finally {
    await database.close();
  }
}

process.exitCode = await main();
