import {
  decisionTopics, idPattern, outsideRuns, topics, type ActivityLogged, type ContactField, type ContactLinkRequested, type ContactReported, type ContactUpheld, type Decision,
  type MatchResolved, type MatchUndecided, type RunCounts, type RunItem, type RunProgressed, type RunRehearsed, type Vendor,
} from '@intouch/contracts';
import { outgoing, type Outgoing } from '@intouch/messaging';
import { attributeIn, type PersonField } from '@intouch/smart-match';
import { newId } from './new-id.js';
import type { HeldDecision } from '../store/held.store.js';
import type { KnownReview } from '../store/review.store.js';
import { logLine } from './log-lines.js';
import type { Verdict } from './verdict.js';

/** Everything a batch of reports may bring forth. */
export const decidingEmits = [
  ...Object.values(decisionTopics), topics.contactLinkRequested, topics.matchUndecided, topics.matchResolved, topics.activityLogged,
  topics.runProgressed, topics.contactUpheld,
] as const;
export type Told = Decision | ContactLinkRequested | MatchUndecided | MatchResolved | ActivityLogged | RunProgressed | ContactUpheld;

/** What is told at once, and what waits until InTouch has given the person an id. */
export interface Telling {
  readonly messages: Outgoing<Told>[];
  readonly held: HeldDecision[];
}

export function tell(verdicts: readonly Verdict[], title: (vendor: Vendor) => string, now: string): Telling {
  const telling: Telling = { messages: [], held: [] };
  for (const verdict of verdicts) tellOne(telling, verdict, title, now);
  return telling;
}

function tellOne({ messages, held }: Telling, verdict: Verdict, title: (vendor: Vendor) => string, now: string): void {
  const { report, cause, opened, superseded } = verdict;
  const activity = logLine(verdict, title, now);
  const decision = decisionOf(verdict, now);
  if (decision && activity && waitsForAck(verdict)) {
    held.push({ clubId: report.clubId, contactId: verdict.provisional!, decision, activity });
  } else {
    if (decision) messages.push(outgoing(decisionTopics[decision.type], decision, cause));
    if (activity) messages.push(outgoing(topics.activityLogged, activity, cause));
  }
  if (verdict.linkRequested) {
    const { clubId, vendor, vendorContactId, state } = report;
    messages.push(outgoing(topics.contactLinkRequested, { clubId, contactId: verdict.contactId!, vendor, vendorContactId, how: verdict.linkRequested, requestId: null, reportedState: state }, cause));
  }
  if (verdict.upheld.length > 0) {
    const { clubId, vendor, vendorContactId, delivered } = report;
    const before = Object.fromEntries(verdict.upheld.map((field) => [field, deliveredOf(delivered, field)]));
    messages.push(outgoing(topics.contactUpheld, { clubId, contactId: verdict.contactId!, vendor, vendorContactId, delivered: before }, cause));
  }
  if (superseded) messages.push(outgoing(topics.matchResolved, supersededBy(superseded, now), cause));
  if (opened) messages.push(outgoing(topics.matchUndecided, undecided(verdict, opened, now), cause));
}

function deliveredOf(delivered: ContactReported['delivered'], field: PersonField): unknown {
  const attribute = attributeIn(field);
  return (attribute === null ? delivered?.[field as ContactField] : delivered?.attributes?.[attribute]) ?? null;
}

/** InTouch cannot change a contact that it has not made yet. */
function waitsForAck({ provisional, decision }: Verdict): boolean {
  return provisional !== null && decision.change !== 'member.inserted' && decision.change !== 'lead.inserted';
}

function decisionOf({ report, found, decision, contactId, fields, explanation, byHand }: Verdict, now: string): Decision | null {
  if (!decision.change) return null;
  const { clubId, vendor, vendorContactId, joinDate, endDate, runId } = report;
  return {
    changeId: newId(), type: decision.change, occurredAt: now, clubId, contactId, vendor, vendorContactId,
    match: { by: foundBy(found), tier: found.tier, agrees: found.agrees, differs: found.differs },
    joinDate: joinDate ?? null, endDate: endDate ?? null, contact: fields,
    option: byHand === 'insert' ? 'by-hand' : (decision.option ?? ''), explanation, runId,
  };
}

function foundBy({ by }: Verdict['found']): 'vendor-id' | 'tier' | 'none' {
  return by === 'undecided' ? 'none' : by;
}

function undecided({ report, found, explanation }: Verdict, { reviewId }: KnownReview, now: string): MatchUndecided {
  const { clubId, vendor, vendorContactId, state, joinDate, endDate, fields } = report;
  return {
    reviewId, clubId, vendor, vendorContactId, occurredAt: now, reason: found.reason!, explanation,
    vendorContact: { vendorContactId, state, joinDate: joinDate ?? null, endDate: endDate ?? null, ...fields },
    // Nobody can choose a contact that InTouch has not acknowledged; when it has, the next report asks anew.
    candidates: found.candidates
      .filter(({ contactId }) => idPattern.test(contactId))
      .map(({ contactId, tier, agrees, differs }) => ({ contactId, tier, agrees, differs })),
  };
}

function supersededBy({ reviewId, clubId, vendor, vendorContactId }: KnownReview, now: string): MatchResolved {
  return { reviewId, clubId, vendor, vendorContactId, decision: 'superseded', contactId: null, decidedAt: now };
}

/** How far the runs are: one message per run of the batch; a dry run's has an item per record. */
export function progress(verdicts: readonly Verdict[], now: string): Outgoing<Told>[] {
  return runsOf(verdicts).map((run) => {
    const { cause, report: { runId, clubId, vendor, dryRun } } = run[0]!;
    // Whether a real run was scheduled or asked for is the connector's to say.
    const kind = dryRun ? 'dry-run' : 'scheduled';
    const items = dryRun ? run.map(itemOf) : [];
    return outgoing(topics.runProgressed, { runId, clubId, vendor, kind, at: now, counts: countsOf(run), items, phase: null, failure: null } satisfies RunProgressed, cause);
  });
}

/** What became of the records of rehearsals: one message per run of the batch. */
export function rehearsed(verdicts: readonly Verdict[], contactsOf: (run: ContactReported) => number): Outgoing<RunRehearsed>[] {
  return runsOf(verdicts).map((run) => {
    const { cause, report } = run[0]!;
    const { runId, clubId, vendor } = report;
    return outgoing(topics.runRehearsed, { runId, clubId, vendor, counts: countsOf(run), contacts: contactsOf(report), upTo: run.at(-1)!.report.position ?? 0 } satisfies RunRehearsed, cause);
  });
}

/** Without what a connector shows once more, outside of any run. */
function runsOf(verdicts: readonly Verdict[]): Verdict[][] {
  const ofRuns = verdicts.filter(({ report }) => report.runId !== outsideRuns);
  return [...Map.groupBy(ofRuns, ({ report: { runId, clubId, vendor } }) => JSON.stringify([runId, clubId, vendor])).values()];
}

function countsOf(verdicts: readonly Verdict[]): RunCounts {
  const counts: RunCounts = {};
  for (const { decision: { outcome } } of verdicts) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

function itemOf({ report, found, decision, contactId }: Verdict): RunItem {
  const { outcome } = decision;
  const told = outcome === 'undecided' || outcome === 'ignored' || outcome === 'rejected';
  return { vendorContactId: report.vendorContactId, outcome, by: foundBy(found), tier: found.tier, contactId, reason: told ? decision.reason : null };
}
