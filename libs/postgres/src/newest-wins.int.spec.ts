import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectiveVersion, newestPer, supersedes, type EffectiveVersion, type Versioned } from '@intouch/contracts';
import type { Database } from './database.js';
import { effectiveAt, isNewest } from './newest-wins.js';
import { testDatabase, type TestDatabase } from './testing/index.js';

let server: TestDatabase;
let database: Database;

beforeAll(async () => {
  server = await testDatabase();
  database = await server.open({ schema: 'newest' });
  await database.run('CREATE TABLE kept (run integer PRIMARY KEY, effective_at timestamptz NOT NULL, stamped boolean NOT NULL, version text NOT NULL)');
});

afterAll(() => server.drop());

/** Few instants and versions, so that ties are many. */
const instant = fc.integer({ min: 0, max: 5 }).map((n) => new Date(Date.UTC(2026, 0, 1, 0, 0, 0, n)).toISOString());
const event = fc.record({
  version: fc.constantFrom('01A', '01B', '01C', '01D'),
  receivedAt: instant,
  updatedAt: fc.option(instant, { nil: undefined }),
});

function keptByTypeScript(events: readonly Versioned[]): EffectiveVersion {
  return events.slice(1).reduce<EffectiveVersion>((known, each) => {
    const candidate = effectiveVersion(each, known);
    return supersedes(candidate, known) ? candidate : known;
  }, effectiveVersion(events[0]!));
}

async function keptBySql(run: number, events: readonly Versioned[]): Promise<EffectiveVersion> {
  for (const each of events) {
    const { effectiveAt: at, stamped, version } = effectiveVersion(each);
    await database.run(
      `INSERT INTO kept (run, effective_at, stamped, version) VALUES ($1, $2, $3, $4)
       ON CONFLICT (run) DO UPDATE SET effective_at = ${effectiveAt('kept')}, stamped = excluded.stamped, version = excluded.version
       WHERE ${isNewest('kept')}`,
      [run, at, stamped, version],
    );
  }
  const row = await database.row<{ effective_at: Date; stamped: boolean; version: string }>('SELECT * FROM kept WHERE run = $1', [run]);
  return { effectiveAt: row!.effective_at.toISOString(), stamped: row!.stamped, version: row!.version };
}

it('SQL and TypeScript keep the same version, whatever arrives in whatever order', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 6 }), async (events) => {
      const kept = keptByTypeScript(events);
      expect(await keptBySql((run += 1), events)).toEqual(kept);
      expect(newestPer(events, () => 'one')[0]!.effective).toEqual(kept);
    }),
    { numRuns: 150 },
  );
});
