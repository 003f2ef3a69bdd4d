import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Database } from '@intouch/postgres';
import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { AccountStore } from '../store/account.store.js';
import { KitTables1700000010000 } from '../store/kit-tables.js';
import { CreateTurns } from './create-turn.js';

let at: TestDatabase;
let database: Database;
beforeAll(async () => {
  at = await testDatabase();
  database = await at.open({ schema: 'turns', migrations: [KitTables1700000010000] });
});
afterAll(() => at.drop());
beforeEach(async () => {
  await database.run('DELETE FROM account');
  await database.run(`INSERT INTO account (account) VALUES ('a'), ('b')`);
});

const turns = (instance: string): CreateTurns => new CreateTurns(new AccountStore(database), instance);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Work that notices when it is not alone. */
class Alone {
  inside = 0;
  most = 0;
  readonly order: string[] = [];
  work(name: string, ms = 5): () => Promise<string> {
    return async () => {
      this.inside += 1;
      this.most = Math.max(this.most, this.inside);
      this.order.push(name);
      await pause(ms);
      this.inside -= 1;
      return name;
    };
  }
}

it('is one at a time over all instances, in line within each, and gives back what the work gives', async () => {
  const alone = new Alone();
  const [one, two] = [turns('one'), turns('two')];
  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? one : two).run('a', alone.work(String(n)))));
  expect(alone.most).toBe(1);
  expect(results).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
  const odd = alone.order.map(Number).filter((n) => n % 2);
  expect(odd).toEqual([...odd].sort((a, b) => a - b));
});

it('another account does not wait', async () => {
  const [one, two] = [turns('one'), turns('two')];
  const over = Promise.withResolvers<string>();
  const first = one.run('a', () => over.promise);
  await expect(two.run('b', async () => 'done')).resolves.toBe('done');
  over.resolve('late');
  await expect(first).resolves.toBe('late');
});

it('a long line of one instance does not starve another', async () => {
  const alone = new Alone();
  const [busy, other] = [turns('busy'), turns('other')];
  const line = Array.from({ length: 80 }, (_, n) => busy.run('a', alone.work(`busy-${n}`, 50)));
  await pause(200);
  await other.run('a', alone.work('other'));
  expect(alone.order.length).toBeLessThan(70);
  await Promise.all(line);
  expect(alone.most).toBe(1);
}, 20_000);

it('the turn of an instance that died ends by itself', async () => {
  await database.run(`UPDATE account SET create_lease_by = 'dead', create_lease_until = now() + interval '300 milliseconds' WHERE account = 'a'`);
  await expect(turns('alive').run('a', async () => 'mine')).resolves.toBe('mine');
});

it('a failure is handed on, and the next goes on', async () => {
  const one = turns('one');
  const failed = one.run('a', () => Promise.reject(new Error('no')));
  const next = one.run('a', async () => 'yes');
  await expect(failed).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
