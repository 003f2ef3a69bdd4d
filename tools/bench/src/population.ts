import type { ContactReported, ReportedFields } from '@intouch/contracts';
import type { System } from './system.js';

/**
 * One club: person n is contact `c<n>` in InTouch. Who has an even number is a member and linked to `v<n>` at the vendor, the
 * others are leads the vendor knows nothing of. First names repeat (500 of them), as do last names; addresses and mobiles do not.
 */
export interface Population {
  readonly clubId: string;
  readonly contacts: number;
  readonly reports: number;
}

/** Whom a report could be about, as the matcher asks its database. */
export interface LookUp {
  readonly clubId: string;
  readonly vendor: 'abc';
  readonly vendorContactId: string;
  readonly first: string;
  readonly last: string;
  readonly email: string | null;
  readonly mobile: string | null;
  readonly vouched: null;
}

export const firstMobile = 6_142_000_000;
const lastNames = 20_011;

/** Straight into the matcher's tables, keys as Smart Match normalises them: through the API a million contacts would take an hour. */
export async function settle({ database }: System, { clubId, contacts }: Population): Promise<void> {
  await database.query(
    `INSERT INTO matcher.contact (club_id, contact_id, status, fields, norm_first, norm_last, norm_email, norm_mobile, effective_at, stamped, version, first_seen_at)
     SELECT $1, 'c' || n, CASE n % 2 WHEN 0 THEN 'MEMBER' ELSE 'LEAD' END,
            jsonb_build_object('firstName', 'First' || n % 500, 'lastName', 'Last-' || n % ${lastNames}, 'email', 'Person' || n || '@example.com', 'mobile', '+1' || ${firstMobile} + n,
              'street', n % 900 || ' Main St', 'city', 'Columbus', 'state', 'OH', 'zip', '43004'),
            'first' || n % 500, 'last' || n % ${lastNames}, 'person' || n || '@example.com', '+1' || ${firstMobile} + n,
            '2026-01-01', true, '', '2026-01-01'
       FROM generate_series(0, $2::bigint - 1) AS n`,
    [clubId, contacts],
  );
  await database.query(
    `INSERT INTO matcher.link (club_id, vendor, vendor_contact_id, contact_id, role, state, how, reported_state)
     SELECT $1, 'abc', 'v' || n, 'c' || n, 'live', 'confirmed', 'vendor-ids', 'MEMBER' FROM generate_series(0, $2::bigint - 1, 2) AS n`,
    [clubId, contacts],
  );
  await database.query('VACUUM ANALYZE matcher.contact, matcher.link');
}

/** What becomes of a hundred reports of a full run: most are linked and say what they said before. */
const kinds = [
  { until: 72, kind: 'as-seen' },
  { until: 80, kind: 'touched' },
  { until: 85, kind: 'changed' },
  { until: 95, kind: 'resembling' },
  { until: 100, kind: 'unknown' },
] as const;
type Kind = (typeof kinds)[number]['kind'];

export interface Sent {
  readonly kind: Kind;
  readonly report: ContactReported;
  readonly lookUp: LookUp;
}

/** Shares of the reports, percent. */
export const [changed, resembling, unknown] = [5, 10, 5];

/** The reports of the run that is measured, in no order that an index or a table has. */
export function* reportsOf(population: Population): Generator<Sent, void, void> {
  for (let index = 0; index < population.reports; index += 1) {
    const { kind } = kinds.find(({ until }) => index % 100 < until)!;
    yield reportOf(population, index, kind);
  }
}

/** The linked ones of them as they were in an earlier run. */
export function* earlierReportsOf(population: Population): Generator<Sent, void, void> {
  for (let index = 0; index < population.reports; index += 1) if (index % 100 < 85) yield reportOf(population, index, 'as-seen');
}

function reportOf({ clubId, contacts }: Population, index: number, kind: Kind): Sent {
  // A prime, so that nobody comes twice.
  const place = (index * 7_919) % Math.floor(contacts / 2);
  const n = kind === 'resembling' ? 2 * place + 1 : kind === 'unknown' ? contacts + index : 2 * place;
  // By the tiers 1, 2 and 3 in turn; a tenth has another last name, and is found by one of the tiers 4 to 6.
  const [hasEmail, hasMobile] = kind === 'resembling' ? [index % 3 !== 2, index % 3 !== 1] : [true, true];
  const last = kind === 'resembling' && index % 10 === 0 ? 'Married' : `Last-${n % lastNames}`;
  const fields: ReportedFields = {
    firstName: `First${n % 500}`, lastName: last, email: hasEmail ? `Person${n}@example.com` : null, mobile: hasMobile ? String(firstMobile + n).replace(/(\d{3})(\d{3})(\d{4})/, '($1) $2-$3') : null,
    street: `${n % 900} Main St`, city: kind === 'changed' ? 'Dublin' : 'Columbus', state: 'OH', zip: '43004',
  };
  const vendorContactId = kind === 'resembling' || kind === 'unknown' ? `new-${n}` : `v${n}`;
  return {
    kind,
    report: {
      clubId, vendor: 'abc', vendorContactId, runId: 'bench-run', dryRun: false, state: 'MEMBER', holds: false, secondary: false,
      stamp: kind === 'as-seen' ? '2026-11-01T08:00:00Z' : '2026-11-20T08:00:00Z', joinDate: '2024-07-08', endDate: null, fields, delivered: null,
    },
    lookUp: {
      clubId, vendor: 'abc', vendorContactId, first: `first${n % 500}`, last: last.toLowerCase().replace('-', ''), email: hasEmail ? `person${n}@example.com` : null,
      mobile: hasMobile ? `+1${firstMobile + n}` : null, vouched: null,
    },
  };
}
