/** The closed vocabularies that cross topics and the HTTP API. One list each; everything else derives from it. */

export const vendors = ['abc', 'compete', 'moso', 'paramount', 'sugarcrm', 'salesforce'] as const;
export type Vendor = (typeof vendors)[number];

export const contactStatuses = ['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const;
export type ContactStatus = (typeof contactStatuses)[number];

/** What a vendor's record says of a person; `DELETED` where the vendor reports deletions. */
export const reportedStates = [...contactStatuses, 'DELETED'] as const;
export type ReportedState = (typeof reportedStates)[number];

/** How a link came to be. */
export const linkedHows = [
  'created', 'adopted', 'vendor-ids', 'tier-1', 'tier-2', 'tier-3', 'tier-4', 'tier-5', 'tier-6', 'ack', 'by-hand',
] as const;
export type LinkedHow = (typeof linkedHows)[number];

/**
 * `pending` on its way · `delivered` · `held` paused by an operator · `suspended` access refused by the vendor ·
 * `parked` waits for a person · `closed` the vendor's record takes no more writes · `not-sent` this kind of contact is not sent there.
 */
export const deliveryStates = ['pending', 'delivered', 'held', 'suspended', 'parked', 'closed', 'not-sent'] as const;
export type DeliveryStateName = (typeof deliveryStates)[number];

export const logLevels = ['INFO', 'WARNING', 'ERROR'] as const;
export type LogLevel = (typeof logLevels)[number];

export const directions = ['OUT', 'IN'] as const;
export type Direction = (typeof directions)[number];

export const lookupKinds = ['staff', 'lead-sources'] as const;
export type LookupKind = (typeof lookupKinds)[number];

export const lookupStatuses = ['matched', 'created', 'not-found', 'no-email', 'ambiguous', 'inactive', 'unsupported'] as const;
export type LookupStatus = (typeof lookupStatuses)[number];

/** What a run counts; `read` is the total, the others say what became of each record read. */
export const runCounters = [
  'read', 'unchanged', 'converted', 'inserted', 'lapsed', 'updated', 'undecided', 'ignored', 'rejected',
] as const;
export type RunCounter = (typeof runCounters)[number];
export type RunCounts = Partial<Record<RunCounter, number>>;

export const runOutcomes = runCounters.filter((counter) => counter !== 'read');
export type RunOutcome = Exclude<RunCounter, 'read'>;

/** The changes that InTouch must apply, in the words of the changes feed. */
export const changeTypes = [
  'member.converted', 'member.inserted', 'lead.inserted', 'contact.updated', 'member.lapsed', 'lead.deleted', 'contact.linked',
] as const;
export type ChangeType = (typeof changeTypes)[number];
export type DecisionType = Exclude<ChangeType, 'contact.linked'>;
