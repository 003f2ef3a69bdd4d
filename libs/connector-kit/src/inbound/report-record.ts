import type { ActivityLogged, ContactReported, RunItem } from '@intouch/contracts';
import type { Outgoing } from '@intouch/messaging';
import { attributeIn, keysOf } from '@intouch/smart-match';
import type { AnyConnector, Content, RecordIgnored, RecordMerged, RecordReport, ReportFacts, Warning } from '../define-connector.js';
import { activity } from '../delivery/activity.js';
import type { Integration } from '../store/integration.store.js';
import type { Link } from '../store/link.store.js';
import type { Noted } from './run-notes.js';
import type { Run, SetDownRecord } from '../store/run.store.js';
import type { SeenRecord } from '../store/seen.store.js';

export type Reported =
  | { readonly kind: 'report'; readonly seen: SeenRecord; readonly raw?: unknown; readonly warnings: readonly Warning[]; readonly link: LinkNews | null }
  | { readonly kind: 'ignored' | 'rejected'; readonly item: RunItem; readonly logged: readonly Outgoing<ActivityLogged>[]; readonly raw?: unknown; readonly note: Noted; readonly merger?: Merger };

/** What a record says of the link it has: it takes no more writes, or is there again though its link is closed. */
export interface LinkNews {
  readonly contactId: string;
  readonly what: 'converted' | 'deleted' | 'undeleted';
}

/** A record that was merged away, with its link where that is to follow. */
export interface Merger {
  readonly vendorContactId: string;
  readonly into: string;
  readonly link: Link | null;
}

/** What the connector knows beside the record, by the vendor's ids. */
export interface KnownOfClub {
  /** InTouch's lead source per lead source of the vendor. */
  readonly sources: ReadonlyMap<string, string>;
  /** InTouch's staff member per employee of the vendor. */
  readonly staff: ReadonlyMap<string, string>;
  readonly delivered: ReadonlyMap<string, Content>;
  /** What contacts were delivered as, by InTouch's id, of those whose ids records bear. */
  readonly marked: ReadonlyMap<string, Content>;
  readonly links: ReadonlyMap<string, Link>;
  /** Records that were reported before; only where the vendor reports deletions. */
  readonly reported: ReadonlySet<string>;
  /** Contacts whose records we delete, or have deleted: archived in InTouch. */
  readonly removed: ReadonlySet<string>;
}

/** InTouch takes no longer ones. */
const notesAtMost = 10_000;

/** The fields a report can tell, besides attributes; what else was delivered (owner, notes) is nobody's difference. */
const comparable = ['firstName', 'lastName', 'email', 'mobile', 'homePhone', 'workPhone', 'street', 'city', 'state', 'zip', 'country', 'birthDate', 'gender'];

/** A vendor's record in the hub's words, or why it is none. Pure. */
export function reportRecord(
  connector: AnyConnector,
  { vendorContactId, raw, again, position }: SetDownRecord,
  run: Run,
  integration: Integration,
  facts: Omit<ReportFacts<unknown>, 'linked'>,
  { sources, staff, delivered, marked, links, reported, removed }: KnownOfClub,
): Reported {
  const { vendor } = connector;
  const { clubId } = run;
  const link = links.get(vendorContactId);
  const result = ofInterest(readable(() => connector.inbound!.report(raw, { ...facts, linked: link !== undefined })), link, reported.has(vendorContactId), removed);
  if (result.kind === 'merged') {
    const item = { vendorContactId, outcome: 'ignored' as const, by: 'none' as const, tier: null, contactId: null, reason: 'merged-at-vendor' };
    return { kind: 'ignored', item, logged: [], raw, note: { code: 'row-filtered', level: 'WARNING' }, merger: { vendorContactId, into: result.into, link: link && mayMove(link) ? link : null } };
  }
  if (result.kind !== 'report') {
    const entry = {
      level: 'WARNING' as const, direction: 'IN' as const, summary: `A record of ${connector.title} was left out`, reason: result.code,
      detail: result.detail, howToFix: `Look at record ${vendorContactId} at ${connector.title}.`,
    };
    return {
      kind: result.kind,
      item: { vendorContactId, outcome: result.kind, by: 'none', tier: null, contactId: null, reason: result.code },
      logged: result.quiet ? [] : [activity({ clubId, vendor, vendorContactId }, { requestId: run.runId }, entry)],
      raw, note: { code: result.quiet ? 'row-filtered' : result.code, level: 'WARNING', ...(result.quiet ? {} : { example: `${vendorContactId}: ${result.detail}`, howToFix: entry.howToFix }) },
    };
  }
  const stamp = result.stamp ?? run.startedAt!.toISOString();
  const leadSourceId = result.leadSourceVendorId ? sources.get(result.leadSourceVendorId) : undefined;
  const ownerStaffId = result.ownerVendorId ? staff.get(result.ownerVendorId) : undefined;
  const { notes, ...told } = result.fields;
  const fields = { ...told, ...(notes ? { notes: notes.replace(/\r\n?/g, '\n').slice(0, notesAtMost) } : {}), ...(leadSourceId ? { leadSourceId } : {}), ...(ownerStaffId ? { ownerStaffId } : {}) };
  const mark = connector.inbound!.markOf?.(raw, integration.settings) ?? null;
  const vouched = mark !== null && isSameName(marked.get(mark), result.fields) ? { vouchedContactId: mark } : {};
  const keys = keysOf(fields, { country: integration.club!.country, asOf: stamp });
  return {
    kind: 'report', raw, warnings: result.warnings ?? [], link: link ? linkNews(result, link) : null,
    seen: {
      clubId, vendorContactId, raw, again, againOn: result.againOn, keys,
      report: {
        clubId, vendor, vendorContactId, runId: run.runId, position, dryRun: run.dryRun, state: result.state, holds: result.holds ?? false,
        secondary: result.secondary ?? false, ...vouched, ...(result.updates === false ? { updates: false } : {}), stamp, joinDate: result.joinDate, endDate: result.endDate, fields, delivered: deliveredFields(delivered.get(vendorContactId)),
      },
    },
  };
}

type AnyResult = RecordReport | RecordIgnored | RecordMerged;

/** Closed as deleted: a write met the merged record before the merge was read. Otherwise closed, or followed already, it is done with. */
function mayMove({ closed, live }: Link): boolean {
  return closed === null || (closed === 'deleted' && live);
}

/** That a record is deleted is nobody's news where we deleted it, or where nobody ever heard of it. */
function ofInterest(result: AnyResult, link: Link | undefined, reported: boolean, removed: ReadonlySet<string>): AnyResult {
  if (result.kind !== 'report' || result.state !== 'DELETED') return result;
  // Deleted, though we have not written down yet that it was by us: the removal will.
  if (link?.closed === 'archived' || (link?.closed === null && removed.has(link.contactId))) return { kind: 'ignored', code: 'deleted-by-us', detail: 'Deleted by us.', quiet: true };
  return link || reported ? result : { kind: 'ignored', code: 'never-known', detail: 'Deleted before it was ever reported.', quiet: true };
}

function linkNews({ state, closes }: RecordReport, { contactId, closed }: Link): LinkNews | null {
  if (state === 'DELETED') return closed === null ? { contactId, what: 'deleted' } : null;
  if (closed === 'deleted' || closed === 'archived' || closed === 'merged') return { contactId, what: 'undeleted' };
  return closes && closed === null ? { contactId, what: closes } : null;
}

/** One record of a shape nobody expected must not stop its neighbours. */
function readable(report: () => AnyResult): AnyResult {
  try {
    return report();
  } catch (error) {
    return { kind: 'rejected', code: 'row-unreadable', detail: `The record could not be read (${(error as Error).name}).` };
  }
}

/** A mark alone may have come with a copy made for a relative. */
function isSameName(delivered: Content | undefined, fields: RecordReport['fields']): boolean {
  return delivered !== undefined && (['firstName', 'lastName'] as const).every((key) => String(delivered[key] ?? '').toLowerCase() === (fields[key] ?? '').trim().toLowerCase());
}

function deliveredFields(content: Content | undefined): ContactReported['delivered'] {
  if (!content) return null;
  const told = Object.entries(content).filter(([, value]) => value === null || typeof value === 'string');
  const attributes = told.flatMap(([key, value]) => (attributeIn(key) === null ? [] : [[attributeIn(key)!, value] as const]));
  return { ...Object.fromEntries(told.filter(([key]) => comparable.includes(key))), ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }) };
}
