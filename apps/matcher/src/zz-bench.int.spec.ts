import { it } from '@jest/globals';
import { testDatabase } from '@intouch/postgres/testing';
import { outgoing } from '@intouch/messaging';
import { topics } from '@intouch/contracts';
import { Decider } from './deciding/decider.js';
import { AdoptionStore } from './store/adoption.store.js';
import { ClubStore } from './store/club.store.js';
import { ContactStore } from './store/contact.store.js';
import { HeldStore } from './store/held.store.js';
import { IntegrationStore } from './store/integration.store.js';
import { LinkStore } from './store/link.store.js';
import { MatcherTables1700000001000 } from './store/migrations/0001-matcher-tables.js';
import { ReviewStore } from './store/review.store.js';
import { VendorStore } from './store/vendor.store.js';
import { aReport } from './testing/club-under-test.js';
import { writeFileSync } from 'node:fs';
void outgoing; void topics; void AdoptionStore;
it('bench', async () => {
  const server = await testDatabase();
  const db = await server.open({ schema: 'matcher', migrations: [MatcherTables1700000001000] });
  const N = Number(process.env['N'] ?? 200000), R = 20000, out: string[] = [];
  let t = performance.now();
  await db.run(`INSERT INTO contact (club_id, contact_id, status, fields, norm_first, norm_last, norm_email, norm_mobile, effective_at, stamped, version, first_seen_at)
    SELECT 'club-' || (n % 20), 'c' || n, 'LEAD', jsonb_build_object('firstName','First'||(n % 500),'lastName','Last'||n,'email','p'||n||'@example.com','mobile','+1614'||(2000000+n)),
     'first'||(n % 500), 'last'||n, 'p'||n||'@example.com', '+1614'||(2000000+n), now(), true, 'x', now() FROM generate_series(1,$1::int) n`, [N]);
  await db.run(`INSERT INTO integration SELECT 'club-'||n, 'compete', 1, true, '{"convertLeadToMember":true,"insertMember":true,"autoMatchThroughTier":6,"birthDateVeto":true,"tiePolicy":"review"}' FROM generate_series(0,19) n`);
  out.push(`load ${Math.round(performance.now() - t)}`);
  const contacts = new ContactStore(db);
  const decider = new Decider(new ClubStore(db), new IntegrationStore(db), new VendorStore(db), contacts, new LinkStore(db), new ReviewStore(db), new HeldStore(db));
  const reps = Array.from({ length: R }, (_, i) => { const n = 1 + (i * 7) % N; return aReport({ clubId: `club-${n % 20}`, vendorContactId: `v${n}`, fields: { firstName: `First${n % 500}`, lastName: `Last${n}`, email: `p${n}@example.com`, mobile: `+1 614 ${2000000 + n}`, street: '1 Main', city: 'X', zip: '43004' } }); });
  for (const label of ['cold', 'warm']) {
    t = performance.now();
    for (let i = 0; i < R; i += 1000) await contacts.resembling(reps.slice(i, i + 1000).map((r, k) => ({ clubId: r.clubId, vendor: r.vendor, vendorContactId: r.vendorContactId, first: `first${(1 + ((i + k) * 7) % N) % 500}`, last: 'x', email: r.fields.email!, mobile: `+1614${r.fields.mobile!.slice(-7)}` })));
    out.push(`floor ${label} ${Math.round(performance.now() - t)}`);
  }
  for (const label of ['first', 'again']) {
    t = performance.now(); let m = 0;
    for (let i = 0; i < R; i += 500) m += (await db.transaction(() => decider.decideRuns(reps.slice(i, i + 500).map((report) => ({ report, cause: {} }))))).length;
    out.push(`decide ${label} ${Math.round(performance.now() - t)} messages ${m}`);
  }
  writeFileSync('/tmp/matcher-bench.txt', out.join('\n'));
  await server.drop();
}, 300000);
