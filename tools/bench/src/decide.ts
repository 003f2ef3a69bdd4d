import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { topics } from '@intouch/contracts';
import { encode, outgoing, Publisher } from '@intouch/messaging';
import { eventually } from '@intouch/stack';
import { changed, earlierReportsOf, reportsOf, resembling, settle, unknown, type LookUp, type Population, type Sent } from './population.js';
import type { System } from './system.js';
import type { Row } from './table.js';

const rounds = 5;
const topic = topics.contactReported;

/**
 * Row 4: the reports of a full run of one club, as the matcher's own process decides them, against its own look-up of
 * candidates over the same reports, a thousand a statement. The others are down meanwhile: what the gateway makes of decisions
 * is its own work, and the floor has the machine for itself too.
 */
export async function measureDecide(system: System, sizes: Pick<Population, 'contacts' | 'reports'>): Promise<Row[]> {
  const population = { ...sizes, clubId: 'bench-decide' };
  const { clubId, reports, contacts } = population;
  await configure(system, clubId);
  await settle(system, population);
  await system.untilIdle();
  const others = system.stack.services.filter((name) => name !== 'matcher');
  await Promise.all(others.map((name) => system.stack.stopService(name)));
  try {
    const lookUp = await theLookUp(system);
    // What the linked ones said in an earlier run it has to have seen; that warms it up too, as a first look-up does the database.
    await decided(system, earlierReportsOf(population));
    await timed(lookUp, reportsOf(population));
    let [took, floor, candidates] = [0, 0, 0];
    // In turn, as the machine's speed drifts.
    for (const some of inBatches(reportsOf(population), Math.ceil(reports / rounds))) {
      const looked = await timed(lookUp, some);
      floor += looked.took;
      candidates += looked.candidates;
      took += await decided(system, some);
    }
    await mustBeRight(system, population, candidates);
    return [{
      work: `decide ${reports.toLocaleString('en-US')} reports against ${contacts.toLocaleString('en-US')} contacts`,
      measured: `${(took / 1_000).toFixed(1)} s`,
      floor: `${(floor / 1_000).toFixed(1)} s`,
      ratio: took / floor,
      aim: '≤ 2 ×',
    }];
  } finally {
    for (const name of others) system.stack.startService(name);
    await system.stack.waitReady();
  }
}

async function configure(system: System, clubId: string): Promise<void> {
  await system.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'bench', name: 'Bench', timeZone: 'America/Chicago' });
  await system.call('PUT', `/v1/clubs/${clubId}/integrations/abc`, {
    enabled: true, credentials: { applicationKey: 'not-a-real-key' },
    settings: { baseUrl: `${system.stack.sandboxUrl}/rest`, applicationId: 'sim-app', clubNumber: '9003', waiverSignedOn: '2024-01-02' },
    options: { insertLead: true, updateContact: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true },
  });
  // Nobody else is to report people of this club.
  await system.call('POST', `/v1/clubs/${clubId}/integrations/abc/pause`);
}

/**
 * Milliseconds from where the matcher may begin with these reports, which all lie in the topic then, until the last is decided
 * and everything they came to is published. Until then it is held by the row that it moves its position in.
 */
async function decided(system: System, reports: Iterable<Sent>): Promise<number> {
  await system.database.query('BEGIN');
  await system.rows('SELECT FROM matcher.consumer_offset WHERE topic = $1 FOR UPDATE', [topic.name]);
  await publish(system, reports);
  const end = Math.max(...(await system.kafka.ends(topic.name)).map(({ high }) => Number(high)));
  const began = performance.now();
  await system.database.query('COMMIT');
  const ended = await eventually('all reports decided', async () => ((await isThrough(system, end)) ? performance.now() : undefined), 600_000, 25);
  return ended - began;
}

/** One club's reports are in one partition: the others hold nothing. */
async function isThrough(system: System, end: number): Promise<boolean> {
  const [row] = await system.rows<{ is_through: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM matcher.outbox) AND EXISTS (SELECT 1 FROM matcher.consumer_offset WHERE topic = $1 AND position >= $2) AS is_through`,
    [topic.name, end],
  );
  return row!.is_through;
}

async function publish({ kafka }: System, sent: Iterable<Sent>): Promise<void> {
  const publisher = new Publisher(kafka, kafka.options.log);
  for (const some of inBatches(sent, 2_000)) await publisher.publish(some.map(({ report }) => encode(outgoing(topic, report, { requestId: report.runId }), 'bench')));
  await publisher.close();
}

type Resembling = (reports: readonly LookUp[]) => Promise<readonly unknown[]>;

/** The matcher's own statement: its store, built by itself and reached by its path (a tool imports no app), on one bare connection. */
async function theLookUp({ database }: System): Promise<Resembling> {
  await database.query('SET search_path = matcher');
  const { ContactStore } = (await import(pathToFileURL(join(import.meta.dirname, 'parts/contact-store.js')).href)) as { ContactStore: new (database: object) => { resembling: Resembling } };
  const store = new ContactStore({ rows: async (text: string, values: unknown[]) => (await database.query({ name: 'resembling', text, values })).rows });
  return (reports) => store.resembling(reports);
}

/** How many it finds, and milliseconds. */
async function timed(lookUp: Resembling, reports: Iterable<Sent>): Promise<{ readonly candidates: number; readonly took: number }> {
  let [candidates, took] = [0, 0];
  for (const some of inBatches(reports, 1_000)) {
    const asked = some.map((one) => one.lookUp);
    const began = performance.now();
    candidates += (await lookUp(asked)).length;
    took += performance.now() - began;
  }
  return { candidates, took };
}

/** A figure is worth nothing where the reports came to something else than they were made for. */
async function mustBeRight(system: System, { clubId, reports }: Population, candidates: number): Promise<void> {
  const [links] = await system.rows<{ by_tier: string; inserted: string; updated: string }>(
    `SELECT count(*) FILTER (WHERE how LIKE 'tier-%') AS by_tier, count(*) FILTER (WHERE how = 'ack') AS inserted, count(*) FILTER (WHERE seen_outcome = 'updated') AS updated FROM matcher.link WHERE club_id = $1`,
    [clubId],
  );
  mustBe('candidates', candidates, (reports * (100 - unknown)) / 100);
  mustBe('links by tier', Number(links!.by_tier), (reports * resembling) / 100);
  mustBe('updates', Number(links!.updated), (reports * changed) / 100);
  mustBe('inserts', Number(links!.inserted), (reports * unknown) / 100);
}

function mustBe(what: string, count: number, wanted: number): void {
  if (count !== wanted) throw new Error(`${count} ${what} where ${wanted} were to be expected`);
}

function* inBatches(sent: Iterable<Sent>, size: number): Generator<Sent[], void, void> {
  let some: Sent[] = [];
  for (const one of sent) {
    some.push(one);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
