import { lead, type System } from './system.js';
import type { Row } from './table.js';

const batch = 1_000;

/**
 * Row 3: leads that wait are delivered to a vendor that answers at once, against a bare loop of the same HTTP calls at the
 * same concurrency. Compete's creates go one at a time (number, then create), and so does the loop.
 */
export async function measureDeliver(system: System, leads: number): Promise<Row[]> {
  const clubId = 'bench-deliver';
  await system.club(clubId, 2);
  await system.call('POST', `/v1/clubs/${clubId}/integrations/compete/pause`);
  for (let from = 0; from < leads; from += batch) {
    const contacts = Array.from({ length: batch }, (_none, index) => ({ contactId: `d${from + index}`, ...lead(`Deliver${from + index}`) }));
    await system.call('POST', `/v1/clubs/${clubId}/contacts/batch`, { contacts });
  }
  // The connector has them all before the clock starts.
  await system.call('GET', `/v1/clubs/${clubId}/contacts/d${leads - 1}`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));

  const { vendor } = system;
  const delivered = (): number => [...vendor.arrived.keys()].filter((name) => name.startsWith('Deliver')).length;
  let seen = 0;
  const began = performance.now();
  await system.call('POST', `/v1/clubs/${clubId}/integrations/compete/resume`);
  await vendor.until(() => ++seen >= leads && delivered() >= leads);
  const took = performance.now() - began;

  const floorBegan = performance.now();
  const root = `http://127.0.0.1:${vendor.port}/api/v3`;
  const headers = { 'content-type': 'application/json', 'x-api-key': 'bench' };
  for (let index = 0; index < leads; index += 1) {
    const number = (await (await fetch(`${root}/prospect/getnextprospectmemberid`, { headers })).json()) as { Result: { BarcodeId: string } };
    const body = JSON.stringify({ ...lead(`Loop${index}`), LastName: `Loop${index}`, MemberId: number.Result.BarcodeId });
    await (await fetch(`${root}/member/createmember`, { method: 'POST', headers, body })).json();
  }
  const floor = performance.now() - floorBegan;
  return [{
    work: `deliver ${leads.toLocaleString('en-US')} leads (two calls each)`,
    measured: `${(took / 1_000).toFixed(1)} s`,
    floor: `${(floor / 1_000).toFixed(1)} s`,
    ratio: took / floor,
    aim: '≤ 3 ×',
  }];
}
