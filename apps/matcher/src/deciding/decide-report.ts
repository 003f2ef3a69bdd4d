import type { ContactReported, IntegrationOptions, LinkedHow, Vendor } from '@intouch/contracts';
import {
  changedFields, decide, explain, fillEmpty, findMatch, insertFields, keysOf, leftBehind, type Conflict, type Found, type MatchDecision, type MergeInput, type Merged, type PersonFields,
} from '@intouch/smart-match';
import { newId } from './new-id.js';
import type { KnownContact } from '../store/contact.store.js';
import type { KnownLink } from '../store/link.store.js';
import { sameContent, situationHash } from './content-hash.js';
import type { Prepared, Verdict } from './verdict.js';
import type { World } from './world.js';
import { wouldDemote } from './would-demote.js';

/** Decides one report against the world as it is now, and leaves the world as the decision makes it. */
export function decideReport(world: World, question: Prepared, now: string): Verdict {
  const { report, keys, hash, byHand } = question;
  const switches = world.options(report.clubId, report.vendor);
  const link = world.link(report);
  const review = world.review(report);

  const reported = { ...keys, vendor: report.vendor, vendorContactId: report.vendorContactId };
  // A person who says "insert" has looked at the candidates; only a link made meanwhile still counts.
  const vouched = byHand === undefined ? world.vouched(report, keys) : undefined;
  const candidates = vouched ? [vouched] : byHand === 'insert' && !link ? [] : world.candidates(report, keys);
  const found = findMatch(reported, candidates, switches ?? {});
  const contact = found.contactId === null ? undefined : world.contact(report.clubId, found.contactId);

  const sides = contact && switches?.updateContact && report.updates !== false && contact.status === report.state ? sidesOf(report, link, contact, world.countryOf(report.clubId)) : null;
  const merged = sides && changedFields(sides);
  const leftAlone = review?.state === 'ignored' && review.reportHash === hash && found.by !== 'vendor-id';
  const decision = decide(report, found, {
    // A person's decision needs no switch; that a former member is never inserted holds all the same.
    options: byHand === 'insert' ? { ...switches, insertLead: true, insertMember: true, primaryOnly: false } : (switches ?? {}),
    lastAppliedStamp: link ? link.appliedStamp : (review?.report.stamp ?? null),
    sameReportOutcome: leftAlone ? 'undecided' : formerOutcome(),
    fieldsDiffer: merged !== null && Object.keys(merged.fields).length > 0,
  });

  function formerOutcome(): KnownLink['seenOutcome'] {
    if (!link) return review?.reportHash === hash && found.by === 'undecided' && review.situation === situationHash(hash, found) ? 'undecided' : null;
    if (link.seenHash !== hash) return null;
    // The record says what it said before, but we have delivered something else since: the vendor may have undone it.
    const undone = merged !== null && Object.keys(merged.fields).length > 0 && !sameContent(link.seen?.delivered ?? null, report.delivered ?? null);
    return undone ? null : link.seenOutcome;
  }

  const linking = (decision.link || vouched !== undefined) && contact !== undefined && !leftAlone;
  const how = vouched ? 'adopted' : `tier-${found.tier!}` as const;
  if (linking) world.addLink(newLink(report, contact, how));
  const before = contact?.fields ?? {};
  const { fields, target } = apply(world, question, decision, contact, merged, switches, now);
  remember(world, question, decision, before, target);
  const demotes = wouldDemote(report, found, decision, switches) && world.warn(report, hash);

  const clashes = clashesOf(sides, merged, decision);
  const upheld = clashes.flatMap(({ winner, fields: names }) => (winner === 'InTouch' ? names : []));
  const explanation = explain(report, found, decision, clashes);
  return {
    ...question, found, decision, fields, wouldDemote: demotes,
    // The vendor may be long in taking it: told once per save.
    upheldBefore: upheld.length > 0 && !world.warn(report, `${hash} ${contact?.updatedAt ?? ''}`),
    contactId: target && !target.provisional ? target.contactId : found.by === 'vendor-id' && !contact ? found.contactId : null,
    provisional: target?.provisional ? target.contactId : null,
    linkRequested: linking && !contact.provisional ? how : null,
    upheld: target && !target.provisional ? upheld : [],
    explanation: byHand === undefined ? explanation : `A person decided in a review: ${byHand}. ${byHand === 'insert' ? '' : explanation}`.trim(),
    ...keepReview(world, question, decision, found),
  };
}

/** What both sides have changed is decided once, with its report; what InTouch has set back since, whenever it shows. */
function clashesOf(sides: MergeInput | null, merged: Merged | null, { change, reason }: MatchDecision): Conflict[] {
  const decided = change === 'contact.updated' || reason === 'NO_DIFFERENCE';
  return [...(decided ? (merged?.conflicts ?? []) : []), ...(sides && (decided || reason === 'SAME_REPORT') ? leftBehind(sides) : [])];
}

function sidesOf(report: ContactReported, link: KnownLink | undefined, contact: KnownContact, country: string): MergeInput {
  return {
    reported: report.fields, reportedAt: report.stamp,
    lastSeen: link?.seen?.fields ?? null,
    fitted: report.delivered ?? null,
    ...(link?.seen ? { fittedAtLastSeen: link.seen.delivered, changedAt: link.seen.changedAt } : {}),
    inTouch: contact.fields, inTouchUpdatedAt: contact.updatedAt, inTouchAtLastSeen: link?.seen?.inTouch ?? null,
    country,
  };
}

/** What the change does to our copy at once: the next report, in this batch or the next, finds it done. */
function apply(
  world: World, { report, keys }: Prepared, { change }: MatchDecision, contact: KnownContact | undefined, merged: Merged | null,
  options: IntegrationOptions | null, now: string,
): { fields: Record<string, unknown>; target: KnownContact | undefined } {
  switch (change) {
    case 'member.inserted':
    case 'lead.inserted': {
      const { leadSourceId: _source, ownerStaffId: _owner, notes: _notes, ...fields } = report.fields;
      const status = change === 'member.inserted' ? 'MEMBER' : 'LEAD';
      const inserted: KnownContact = {
        clubId: report.clubId, contactId: provisionalId(report.vendor, report.vendorContactId), provisional: true, status, archived: false,
        fields, updatedAt: report.stamp, firstSeenAt: now, keys,
      };
      world.insert(inserted);
      world.addLink(newLink(report, inserted, 'ack'));
      return { fields: { ...insertFields(report.fields, options ?? {}), status }, target: inserted };
    }
    case 'member.converted': {
      const fields = fillEmpty(report.fields, contact!.fields);
      world.change(contact!, { status: 'MEMBER', ...(contact!.provisional ? filled(world, contact!, fields, report) : {}) });
      return { fields, target: contact };
    }
    case 'contact.updated': {
      // InTouch's own contact changes when InTouch says so; nobody but us tells what a provisional one is like.
      if (contact!.provisional) world.change(contact!, filled(world, contact!, merged!.fields, report));
      return { fields: merged!.fields, target: contact };
    }
    case 'member.lapsed':
      world.change(contact!, { status: 'FORMER_MEMBER' });
      return { fields: {}, target: contact };
    case 'lead.deleted':
    case null:
      return { fields: {}, target: contact };
  }
}

function filled(world: World, contact: KnownContact, more: PersonFields, report: ContactReported): Pick<KnownContact, 'fields' | 'keys'> {
  const fields = { ...contact.fields, ...more, ...(more.attributes ? { attributes: { ...contact.fields.attributes, ...more.attributes } } : {}) };
  return { fields, keys: keysOf(fields, { country: world.countryOf(contact.clubId), asOf: report.stamp }) };
}

/**
 * An ignored report leaves no trace, so that switching its option on lets it through. Anything else is remembered by its
 * link, which is what keeps a conversion from coming twice: should InTouch send the contact once more as the lead it was,
 * the same report is still the same report.
 */
function remember(world: World, { report, hash }: Prepared, { outcome, reason }: MatchDecision, inTouch: PersonFields, contact: KnownContact | undefined): void {
  const link = world.link(report);
  if (!link || !contact || outcome === 'ignored' || outcome === 'undecided' || outcome === 'rejected') return;
  if (reason === 'SAME_REPORT') world.applyStamp(link, report.stamp);
  else world.see(link, report, hash, outcome, inTouch);
}

function keepReview(world: World, { report, hash }: Prepared, decision: MatchDecision, found: Found): Pick<Verdict, 'opened' | 'superseded'> {
  const known = world.review(report);
  const closed = known?.state === 'open' ? known : null;
  if (decision.review) {
    const { clubId, vendor, vendorContactId } = report;
    // An id of its own each time: a question that comes back after it was superseded is a new one to whoever answers it.
    const opened = { clubId, vendor, vendorContactId, reviewId: newId(), state: 'open' as const, situation: situationHash(hash, found), reportHash: hash, report };
    world.openReview(opened);
    return { opened, superseded: closed };
  }
  if (!known || decision.reason === 'SAME_REPORT' || decision.reason === 'STALE') return { opened: null, superseded: null };
  world.closeReview(known);
  return { opened: null, superseded: closed };
}

function newLink({ clubId, vendor, vendorContactId, state }: ContactReported, contact: KnownContact, how: LinkedHow): KnownLink {
  return {
    clubId, vendor, vendorContactId, contactId: contact.contactId, role: 'live',
    state: contact.provisional && how !== 'ack' ? 'waiting' : 'asked', how, reportedState: state, replacedBy: null,
    appliedStamp: null, seenHash: null, seenOutcome: null, seen: null, warnedHash: null,
  };
}

/** No id of InTouch's holds a colon. */
function provisionalId(vendor: Vendor, vendorContactId: string): string {
  return `new:${vendor}:${vendorContactId}`;
}
