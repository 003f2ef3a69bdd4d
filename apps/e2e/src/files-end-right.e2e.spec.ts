import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@intouch/stack';
import { Drop, fileText, member, type FileRow } from './drop.js';
import { Ring, type RunView } from './ring.js';

let ring: Ring;
let drop: Drop;
beforeAll(async () => {
  ring = await Ring.start(['moso']);
  drop = await Drop.at(ring);
}, 180_000);
afterAll(() => ring.stop(), 60_000);

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_none, index) => from + index);

/** Leads of InTouch, a thousand at a time, that the gateway alone knows: they are found, not sent back and forth. */
async function publish(clubId: string, ids: readonly number[], more: (id: number) => object = () => ({})): Promise<void> {
  for (let from = 0; from < ids.length; from += 1_000) {
    const contacts = ids.slice(from, from + 1_000).map((id) => ({
      contactId: `lead-${id}`, status: 'LEAD', firstName: `FIRST${id}`, lastName: `Last ${id}`, email: `Person${id}@example.com`, updatedAt: '2026-11-01T10:00:00Z', ...more(id),
    }));
    expect((await ring.call<{ accepted: number }>('POST', `/v1/clubs/${clubId}/contacts/batch`, { contacts })).accepted).toBe(contacts.length);
  }
}

/** Waits for the end of the run that reads the file, and approves it where the brake holds it. */
async function untilRead(clubId: string, name: string, withinMs: number): Promise<RunView> {
  const { state } = await eventually(`${name} read or held`, async () => (await drop.files(clubId)).find((it) => it.name === name && (it.state === 'held' || it.state === 'applied')), withinMs, 200);
  if (state === 'held') await ring.call('POST', `/v1/runs/${(await drop.lastRun(clubId, (run) => run.state === 'held')).runId}/approve`);
  await drop.until(clubId, name, 'applied', withinMs);
  return drop.lastRun(clubId, (run) => run.state === 'succeeded', withinMs);
}

it('20,000 rows in three encodings, with bad ones and repeated ones, end with exactly the right records', async () => {
  const clubId = 'twenty-thousand';
  await ring.club(clubId, {}, {}, drop.vendor);
  await ring.call('POST', `/v1/clubs/${clubId}/integrations/moso/pause`);
  // Every tenth is a lead in InTouch, spelled differently.
  const leads = range(1, 20_000).filter((id) => id % 10 === 1);
  await publish(clubId, leads);

  const rows = (from: number, to: number): (FileRow | string)[] => range(from, to).map((id) => {
    if (id % 100 === 50) return `${id},cut`;
    // Most of a full list is of no interest: the club's own staff, and people who have left.
    if (id % 8 >= 5) return member(id, { Membership_Type: 'STAFF' });
    if (id % 8 >= 2) return member(id, { MemberStatus: 'Terminated' });
    return member(id, id % 100 === 0 ? { City: 'Québec' } : {});
  });
  const repeated = (from: number): FileRow[] => range(from, from + 199).filter((id) => id % 8 === 1).map((id) => member(id, { City: 'Newtown' }));
  const parts = [
    ['MOSO_001_202611260200.csv', 'latin1', '', 1, 7_000],
    ['MOSO_001_202611260800.csv', 'utf8', '\ufeff', 7_001, 14_000],
    ['MOSO_001_202611261400.csv', 'utf8', '', 14_001, 20_000],
  ] as const;
  await ring.call('POST', `/v1/clubs/${clubId}/integrations/moso/resume`);
  for (const [name, encoding, mark, from, to] of parts) {
    // The third has no mark: the settings say what it is.
    if (from === 14_001) await ring.integrate(clubId, {}, { fileEncoding: 'utf-8' });
    await drop.put(name, Buffer.from(mark + fileText([...rows(from, to), ...repeated(from)]), encoding));
    const run = await untilRead(clubId, name, 120_000);
    expect(run).toMatchObject({ state: 'succeeded', counts: { rejected: (to - from + 1) / 100, undecided: 0 } });
    expect(await drop.until(clubId, name, 'applied')).toMatchObject({ rows: to - from + 1 + 25, bad: (to - from + 1) / 100 });
  }

  const inserted = range(1, 20_000).filter((id) => id % 8 < 2 && id % 10 !== 1 && id % 100 !== 50);
  const contacts = await eventually('all in InTouch', async () => {
    const all = await ring.inTouch(clubId);
    if (all.size < inserted.length) throw new Error(`${all.size} of ${inserted.length}`);
    return all;
  }, 180_000, 1_000);
  const byVendorId = new Map([...contacts.values()].map((contact) => [contact.vendorIds?.['moso'], contact]));
  expect(contacts.size).toBe(inserted.length);
  expect([...byVendorId.keys()].map(Number).sort((a, b) => a - b)).toEqual(inserted);
  expect(new Set([...contacts.values()].map(({ status }) => status))).toEqual(new Set(['MEMBER']));
  expect(byVendorId.get('200')).toMatchObject({ city: 'Québec' });
  expect(byVendorId.get('7200')).toMatchObject({ city: 'Québec' });
  expect(byVendorId.get('14200')).toMatchObject({ city: 'Québec' });
  expect(byVendorId.get('9')).toMatchObject({ city: 'Newtown', joinDate: '2026-11-02' });
  for (const id of [1, 7_041, 19_961]) expect((await ring.contact(clubId, `lead-${id}`)).links).toMatchObject([{ vendorContactId: String(id), how: 'tier-2' }]);
}, 420_000);

const rows = 20_000;
/** Far from the ids that MoSoClub gives to the leads it gets from us. */
const first = 1_000_001;
const last = first + rows - 1;

it('a long file with kills of matcher and connector in its middle ends as without them: each sale once, nobody else touched', async () => {
  const clubId = 'killed';
  await ring.club(clubId, {}, {}, drop.vendor);
  const sold = range(first, last).filter((id) => id % 100 === 1);
  await publish(clubId, [...sold, ...range(last + 1, last + 2_000)]);
  const name = 'MOSO_001_202611260800.csv';
  // Members that InTouch never had and that have left: looked for, and ignored.
  await drop.put(name, Buffer.from(fileText(range(first, last).map((id) => (id % 100 === 1 ? member(id) : member(id, { MemberStatus: 'Terminated', TermDate: '11/20/2026' })))), 'latin1'));
  await drop.until(clubId, name, 'reading');
  const random = [['connector-moso', 700], ['matcher', 900], ['connector-moso', 2_300]] as const;
  for (const [service, afterMs] of random) {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    ring.stack.kill(service);
  }
  const run = await untilRead(clubId, name, 400_000);
  expect(run).toMatchObject({ state: 'succeeded', counts: { read: rows, converted: sold.length, ignored: rows - sold.length, inserted: 0, lapsed: 0, undecided: 0 } });
  const changes = await eventually('every sale', async () => {
    const all: { type: string; clubId: string; contactId: string; vendorContactId: string }[] = [];
    for (let after = ''; ; ) {
      const page = await ring.call<{ changes: typeof all; next: string }>('GET', `/v1/changes?limit=1000&after=${after}`);
      all.push(...page.changes.filter((it) => it.clubId === clubId));
      if (page.changes.length === 0) break;
      after = page.next;
    }
    const sales = all.filter(({ type }) => type === 'member.converted');
    if (sales.length < sold.length) throw new Error(`${sales.length} of ${sold.length}`);
    return sales;
  }, 60_000, 500);
  expect(changes.map(({ contactId, vendorContactId }) => [contactId, vendorContactId]).sort()).toEqual(sold.map((id) => [`lead-${id}`, String(id)]).sort());
}, 600_000);
