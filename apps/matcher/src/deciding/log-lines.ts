import type { ActivityLogged, LogEntry, Vendor } from '@intouch/contracts';
import type { TableChange } from '@intouch/smart-match';
import { newId } from './new-id.js';
import type { Verdict } from './verdict.js';

type Title = (vendor: Vendor) => string;

const became: Record<TableChange, (name: string, vendor: string) => string> = {
  'member.converted': (name, vendor) => `${name} became a member at ${vendor}: converted`,
  'member.inserted': (name, vendor) => `${name} is a member at ${vendor} and new to InTouch: inserted`,
  'lead.inserted': (name, vendor) => `${name} is a lead at ${vendor} and new to InTouch: inserted`,
  'contact.updated': (name, vendor) => `${name} was changed at ${vendor}: updated`,
  'member.lapsed': (name, vendor) => `The membership of ${name} at ${vendor} has ended: now a former member`,
  'lead.deleted': (name, vendor) => `${name} was deleted at ${vendor}: flagged, nothing is erased`,
};

/** The line of the Connector Log that a verdict deserves; null where nothing happened that anybody would look for. */
export function logLine(verdict: Verdict, title: Title, now: string): ActivityLogged | null {
  const entry = entryOf(verdict, title(verdict.report.vendor));
  if (!entry) return null;
  const { clubId, vendor, vendorContactId } = verdict.report;
  return {
    activityId: newId(), at: now, clubId, vendor, contactId: verdict.contactId, vendorContactId,
    requestId: verdict.cause.requestId ?? null, entry: { direction: 'IN', ...entry }, delivery: null,
  };
}

type Entry = Omit<LogEntry, 'direction'>;

function entryOf({ report, found, decision, explanation: detail, byHand, wouldDemote, upheld, upheldBefore }: Verdict, vendor: string): Entry | null {
  const name = nameOf(report.fields);
  const { change, reason } = decision;
  if (change) {
    const rejoined = change === 'member.converted' && found.status === 'FORMER_MEMBER';
    const summary = rejoined ? `${name} rejoined at ${vendor}: converted` : became[change](name, vendor);
    return { level: 'INFO', summary, reason: null, detail, howToFix: null };
  }
  if (decision.review) {
    return {
      level: 'WARNING', summary: `${name} at ${vendor} matches nobody for certain: waits for a person`, reason, detail,
      howToFix: 'Open the review: choose the contact it is, have it inserted as a new one, or ignore the record.',
    };
  }
  if (reason === 'ROW_NO_NAME') {
    return {
      level: 'WARNING', summary: `A record without first or last name at ${vendor} was left out`, reason: 'row-no-name', detail,
      howToFix: `Enter both names at ${vendor}.`,
    };
  }
  if (wouldDemote) {
    const status = found.status === 'MEMBER' ? 'a member' : 'a former member';
    return {
      level: 'WARNING', summary: `${name} is a lead at ${vendor} and ${status} in InTouch: left as it is`, reason: 'would-demote',
      detail: reason === 'SAME_REPORT' ? `${detail} The contact has become ${status} since, and never becomes a lead again.` : detail,
      howToFix: `If InTouch is right, correct the record at ${vendor}; if ${vendor} is right, correct the contact in InTouch; if they are two people, unlink the record.`,
    };
  }
  if (upheld.length > 0 && !upheldBefore) return { level: 'INFO', summary: `${name} was changed at ${vendor} and later in InTouch: InTouch's change stays`, reason: 'newer-in-intouch', detail, howToFix: null };
  if (byHand === undefined) return null;
  // A person asked for it and will look for what came of it.
  return { level: 'INFO', summary: `${name} at ${vendor} was decided by a person: nothing to change`, reason, detail, howToFix: null };
}

/** A link that the vendor's connector refused, since the vendor's id belongs to somebody else. */
export function refusalLine(
  refused: { clubId: string; vendor: Vendor; contactId: string; vendorContactId: string; holder: string }, title: Title,
  requestId: string | undefined, now: string,
): ActivityLogged {
  const { clubId, vendor, contactId, vendorContactId, holder } = refused;
  return {
    activityId: newId(), at: now, clubId, vendor, contactId, vendorContactId, requestId: requestId ?? null, delivery: null,
    entry: {
      level: 'WARNING', direction: 'IN', summary: `The record ${vendorContactId} of ${title(vendor)} was not linked: contact ${holder} has it`,
      reason: 'link-refused', detail: `The record seemed to be this contact, but it is linked to contact ${holder} already. That link stays.`,
      howToFix: `If contact ${holder} is the wrong one, unlink it there and link the record to this contact by hand.`,
    },
  };
}

function nameOf({ firstName, lastName }: { firstName?: string | null; lastName?: string | null }): string {
  return [firstName, lastName].map((part) => part?.trim()).filter(Boolean).join(' ') || 'A person without a name';
}

/** A person chose a contact that is not there to be matched. */
export function unknownContactLine(
  { clubId, vendor, vendorContactId, fields }: Verdict['report'], contactId: string, title: Title, requestId: string | undefined, now: string,
): ActivityLogged {
  return {
    activityId: newId(), at: now, clubId, vendor, contactId: contactId || null, vendorContactId, requestId: requestId ?? null, delivery: null,
    entry: {
      level: 'WARNING', direction: 'IN', summary: `${nameOf(fields)} at ${title(vendor)} was not matched: the chosen contact is archived or unknown`,
      reason: 'contact-unknown', detail: 'The review was answered with a contact that InTouch has archived or never sent. Nothing was written.',
      howToFix: 'Restore the contact, then run a full sync: the record will be asked about again.',
    },
  };
}
