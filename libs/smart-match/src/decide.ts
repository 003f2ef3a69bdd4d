import { normaliseName } from './normalise.js';
import type { Found, PersonStatus, TiePolicy, UndecidedReason } from './tiers.js';

export type ReportedStatus = PersonStatus | 'DELETED';
export type Outcome = 'converted' | 'inserted' | 'lapsed' | 'updated' | 'unchanged' | 'undecided' | 'ignored' | 'rejected';
export type TableChange =
  | 'member.converted' | 'member.inserted' | 'lead.inserted' | 'contact.updated' | 'member.lapsed' | 'lead.deleted';
export type SwitchName =
  | 'insertLead' | 'insertMember' | 'updateContact' | 'convertLeadToMember' | 'convertMemberToFormerMember' | 'deleteLead';

export type DecisionReason =
  | UndecidedReason
  | 'OPTION_OFF' | 'STALE' | 'SAME_REPORT' | 'HOLDS' | 'SECONDARY' | 'ROW_NO_NAME' | 'ARCHIVED' | 'REPLACED_ID'
  | 'NEVER_DEMOTED' | 'FORMER_NEVER_INSERTED' | 'LEAD_NEVER_LAPSES' | 'ALREADY_FORMER' | 'NO_DIFFERENCE'
  | 'DELETED_UNKNOWN' | 'MEMBER_NEVER_DELETED';

/** The part of a report that decides. */
export interface MatchReport {
  state: ReportedStatus;
  /** Frozen and the like: nothing is to change for a known MEMBER or FORMER_MEMBER. */
  holds?: boolean;
  /** A secondary member of an agreement. */
  secondary?: boolean;
  /** RFC 3339 instant: the vendor's own time stamp of the record; where it gives none, the start of the run. */
  stamp: string;
  /** `YYYY-MM-DD`; carried into the change, the table does not look at the dates. */
  joinDate?: string | null;
  endDate?: string | null;
  fields: { firstName?: string | null; lastName?: string | null };
}

/** The integration's options; an absent one is off. */
export interface DecideOptions extends Partial<Record<SwitchName, boolean>> {
  primaryOnly?: boolean;
  /** default `review` */
  tiePolicy?: TiePolicy;
}

export interface DecideContext {
  options: DecideOptions;
  /** RFC 3339 instant: the newest stamp applied to the link of this vendor id; null where nothing was. */
  lastAppliedStamp?: string | null;
  /**
   * What became of this very report when it was last decided; null when its content is new. A report that was ignored
   * does not count as seen and is decided again, so that switching its option on lets it through.
   */
  sameReportOutcome?: Outcome | null;
  /** Whether `changedFields` found anything to update in the match. */
  fieldsDiffer?: boolean;
}

export interface MatchDecision {
  outcome: Outcome;
  change: TableChange | null;
  /** The option that allowed or stopped it; null where no option had a say. */
  option: SwitchName | 'primaryOnly' | null;
  reason: DecisionReason | null;
  /** Whether to request a link of the vendor's id to the match: after every match by tier, whatever the outcome. */
  link: boolean;
  /** Whether a person has to look at it. */
  review: boolean;
}

type Cell =
  | { option: SwitchName; change: TableChange; outcome: Outcome }
  | { outcome: 'ignored' | 'unchanged'; reason: DecisionReason };

const allows = (option: SwitchName, change: TableChange, outcome: Outcome): Cell => ({ option, change, outcome });
const ignored = (reason: DecisionReason): Cell => ({ outcome: 'ignored', reason });

const convert = allows('convertLeadToMember', 'member.converted', 'converted');
const update = allows('updateContact', 'contact.updated', 'updated');

/** What the vendor reports, then what it was matched with. */
export const decisionTable: Readonly<Record<ReportedStatus, Readonly<Record<'NO_MATCH' | PersonStatus, Cell>>>> = {
  LEAD: {
    NO_MATCH: allows('insertLead', 'lead.inserted', 'inserted'),
    LEAD: update,
    MEMBER: ignored('NEVER_DEMOTED'),
    FORMER_MEMBER: ignored('NEVER_DEMOTED'),
  },
  MEMBER: {
    NO_MATCH: allows('insertMember', 'member.inserted', 'inserted'),
    LEAD: convert,
    MEMBER: update,
    FORMER_MEMBER: convert,
  },
  FORMER_MEMBER: {
    NO_MATCH: ignored('FORMER_NEVER_INSERTED'),
    LEAD: ignored('LEAD_NEVER_LAPSES'),
    MEMBER: allows('convertMemberToFormerMember', 'member.lapsed', 'lapsed'),
    FORMER_MEMBER: { outcome: 'unchanged', reason: 'ALREADY_FORMER' },
  },
  DELETED: {
    NO_MATCH: ignored('DELETED_UNKNOWN'),
    // A run counts it as updated: the lead is flagged, never erased.
    LEAD: allows('deleteLead', 'lead.deleted', 'updated'),
    MEMBER: ignored('MEMBER_NEVER_DELETED'),
    FORMER_MEMBER: ignored('MEMBER_NEVER_DELETED'),
  },
};

/**
 * Decides what becomes of a report. Pure: what is known of the past and the options come in as `context`.
 *
 * In this order: a stale report, one that was decided before, a link to an archived contact, a match that is undecided,
 * one that holds, and then the table.
 */
export function decide(report: MatchReport, found: Found, context: DecideContext): MatchDecision {
  const decision = decideMatch(report, found, context);
  return { ...decision, link: found.by === 'tier' };
}

function decideMatch(report: MatchReport, found: Found, context: DecideContext): MatchDecision {
  if (isOlder(report.stamp, context.lastAppliedStamp)) return stop('ignored', 'STALE');
  if (hidesRepetition(context.sameReportOutcome)) return stop('unchanged', 'SAME_REPORT');
  if (found.archived) return stop('ignored', 'ARCHIVED');
  if (found.by === 'undecided') return decideUndecided(report, found, context);
  if (found.status === null) return decideUnknown(report, context);
  if (holdsFor(report, found.status)) return stop('unchanged', 'HOLDS');
  // Whoever rejoined under a new id still has the old agreement's record there. Its end, or its removal, is not the end of
  // the agreement that replaced it.
  if (found.replaced && (report.state === 'FORMER_MEMBER' || report.state === 'DELETED')) return stop('ignored', 'REPLACED_ID');

  const cell = decisionTable[report.state][found.status];
  if ('reason' in cell) return stop(cell.outcome, cell.reason);
  if (!context.options[cell.option]) return stop('ignored', 'OPTION_OFF', cell.option);
  if (cell.change === 'contact.updated' && !context.fieldsDiffer) return stop('unchanged', 'NO_DIFFERENCE', cell.option);
  return go(cell);
}

function decideUnknown(report: MatchReport, { options }: DecideContext): MatchDecision {
  const cell = decisionTable[report.state].NO_MATCH;
  if ('reason' in cell) return stop(cell.outcome, cell.reason);
  if (normaliseName(report.fields.firstName) === null || normaliseName(report.fields.lastName) === null) {
    return stop('ignored', 'ROW_NO_NAME');
  }
  if (!options[cell.option]) return stop('ignored', 'OPTION_OFF', cell.option);
  if (report.state === 'MEMBER' && report.secondary && options.primaryOnly) return stop('ignored', 'SECONDARY', 'primaryOnly');
  return go(cell);
}

/** A review only where the report could change one of the candidates; an old lapse that could concern two leads needs nobody's time. */
function decideUndecided(report: MatchReport, found: Found, context: DecideContext): MatchDecision {
  if (found.reason === 'SEVERAL_CANDIDATES' && context.options.tiePolicy === 'insert') {
    const decision = decideUnknown(report, context);
    return decision.outcome === 'inserted' ? { ...decision, reason: found.reason } : decision;
  }
  let stoppedBy: SwitchName | null = null;
  for (const { status } of found.candidates) {
    const cell = decisionTable[report.state][status];
    if ('reason' in cell || holdsFor(report, status)) continue;
    if (context.options[cell.option]) return { ...stop('undecided', found.reason), option: cell.option, review: true };
    stoppedBy ??= cell.option;
  }
  return stoppedBy === null ? stop('ignored', found.reason) : stop('ignored', 'OPTION_OFF', stoppedBy);
}

function holdsFor(report: MatchReport, status: PersonStatus): boolean {
  return report.holds === true && status !== 'LEAD';
}

function hidesRepetition(outcome: Outcome | null | undefined): boolean {
  return outcome != null && outcome !== 'ignored' && outcome !== 'rejected';
}

/** Compared as instants, since one is told in whole seconds and the other is not. */
function isOlder(stamp: string, than: string | null | undefined): boolean {
  return than != null && Date.parse(stamp) < Date.parse(than);
}

function stop(outcome: Outcome, reason: DecisionReason | null, option: MatchDecision['option'] = null): MatchDecision {
  return { outcome, change: null, option, reason, link: false, review: false };
}

function go({ outcome, change, option }: { option: SwitchName; change: TableChange; outcome: Outcome }): MatchDecision {
  return { outcome, change, option, reason: null, link: false, review: false };
}
