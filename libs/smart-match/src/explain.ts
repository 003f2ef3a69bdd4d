import { attributeIn } from './attributes.js';
import type { DecisionReason, MatchDecision, MatchReport } from './decide.js';
import type { Conflict, PersonField } from './merge.js';
import type { Found, KeyField } from './tiers.js';

/**
 * Why a report came to what it came to, in words a club manager understands. Names of fields and options only, never a
 * value of the person's; so it may go into any log.
 * @param conflicts of `changedFields`, where the outcome is an update
 */
export function explain(
  report: Pick<MatchReport, 'state'>, found: Found, decision: MatchDecision, conflicts: readonly Conflict[] = [],
): string {
  return [
    howFound(report, found),
    whatBecame(report, found, decision),
    ...conflicts.map(whoLost),
    ...(decision.link ? ["The vendor's id is linked to the contact from now on."] : []),
  ].join(' ');
}

const plainField: Readonly<Record<string, string>> = {
  firstName: 'first name', lastName: 'last name', email: 'email', mobile: 'mobile', birthDate: 'birth date',
  homePhone: 'home phone', workPhone: 'work phone', street: 'street', city: 'city', state: 'state', zip: 'zip',
  country: 'country', gender: 'gender',
};

const plainState: Record<MatchReport['state'], string> = {
  LEAD: 'a lead', MEMBER: 'a member', FORMER_MEMBER: 'a former member', DELETED: 'a deletion',
};

function howFound(report: Pick<MatchReport, 'state'>, found: Found): string {
  const reported = `The vendor reports ${plainState[report.state]}.`;
  const fields = comparison(found);
  switch (found.by) {
    case 'vendor-id':
      return `${reported} Matched by the vendor's id${fields && ` (${fields})`}.`;
    case 'tier':
      return `${reported} Matched by tier ${found.tier} (${fields}).`;
    case 'none':
      return `${reported} No contact of the club matches.`;
    case 'undecided':
      return `${reported} ${undecided[found.reason ?? 'SEVERAL_CANDIDATES'](found)}`;
  }
}

const undecided: Record<NonNullable<Found['reason']>, (found: Found) => string> = {
  SEVERAL_CANDIDATES: ({ candidates }) => `Undecided: ${candidates.length} contacts could be this person.`,
  BIRTH_DATE_CONFLICT: (found) => `Undecided: ${theOnes(found, 'has', 'have')} another birth date${inBrackets(found)}.`,
  LINKED_ELSEWHERE: (found) =>
    `Undecided: ${theOnes(found, 'is', 'are')} linked to another record of this vendor${inBrackets(found)}.`,
  BELOW_AUTO_TIER: (found) =>
    `Undecided: the best match, by tier ${found.candidates[0]?.tier}, is weaker than 'autoMatchThroughTier' accepts${inBrackets(found)}.`,
};

function theOnes({ candidates }: Found, singular: string, plural: string): string {
  return candidates.length > 1 ? `the ${candidates.length} contacts that match ${plural}` : `the only match ${singular}`;
}

const done: Record<NonNullable<MatchDecision['change']>, string> = {
  'member.converted': 'Converted to a member',
  'member.inserted': 'Inserted as a new member',
  'lead.inserted': 'Inserted as a new lead',
  'contact.updated': 'Updated',
  'member.lapsed': 'Made a former member',
  'lead.deleted': 'Flagged as deleted at the vendor',
};

const stopped: Partial<Record<DecisionReason, string>> = {
  STALE: 'Ignored: a newer version of this record was applied before.',
  SAME_REPORT: 'Unchanged: this very report was decided before.',
  HOLDS: 'Unchanged: the record is frozen or on hold at the vendor.',
  SECONDARY: "Ignored: a secondary member, and 'primaryOnly' is on.",
  ROW_NO_NAME: 'Ignored: without first and last name a record is found by its id only, and never inserted.',
  ARCHIVED: "Ignored: the vendor's id belongs to a contact that is archived in InTouch. Restore the contact, or unlink it, to let this record in.",
  REPLACED_ID: "Ignored: the contact has a newer id at the vendor, and the record under its old id does not end that.",
  NEVER_DEMOTED: 'Ignored: a member or former member never becomes a lead again.',
  FORMER_NEVER_INSERTED: 'Ignored: former members are never inserted.',
  LEAD_NEVER_LAPSES: 'Ignored: a lead has no membership that could end.',
  ALREADY_FORMER: 'Unchanged: the contact is a former member already.',
  NO_DIFFERENCE: 'Unchanged: no field has changed at the vendor.',
  DELETED_UNKNOWN: 'Ignored: a deleted record that is linked to nobody.',
  MEMBER_NEVER_DELETED: 'Ignored: only leads are flagged as deleted.',
};

function whatBecame(report: Pick<MatchReport, 'state'>, found: Found, { outcome, change, option, reason, review }: MatchDecision): string {
  if (change !== null) {
    const rejoined = change === 'member.converted' && found.status === 'FORMER_MEMBER' ? ' (rejoined)' : '';
    const tie = reason === 'SEVERAL_CANDIDATES' ? " and 'tiePolicy' is insert" : '';
    return `${done[change]}${rejoined} because '${option}' is on${tie}.`;
  }
  if (review) return 'A person has to decide; nothing was written.';
  if (reason === 'OPTION_OFF') return `Ignored because '${option}' is off.`;
  if (outcome === 'rejected') return 'Rejected: the record cannot be read.';
  return (reason && stopped[reason])
    ?? `Ignored: ${plainState[report.state]} would change none of them.`;
}

function whoLost({ group, fields, winner, loser }: Conflict): string {
  const names = list(fields);
  const where = names === group || attributeIn(group) !== null ? names : `${names} (${group})`;
  return `Of the two sides' ${where}, ${plainSide[winner]}'s is the later one and stays; ${plainSide[loser]}'s is lost.`;
}

const plainSide = { vendor: 'the vendor', InTouch: 'InTouch' };

function comparison({ agrees, differs }: Found): string {
  return [
    agrees.length > 0 ? `${list(agrees)} ${agrees.length === 1 ? 'agrees' : 'agree'}` : '',
    differs.length > 0 ? `${list(differs)} ${differs.length === 1 ? 'differs' : 'differ'}` : '',
  ].filter(Boolean).join('; ');
}

function inBrackets(found: Found): string {
  const fields = comparison(found);
  return fields && ` (${fields})`;
}

function list(fields: readonly (KeyField | PersonField)[]): string {
  const names = fields.map((field) => plainField[field] ?? `attribute ${attributeIn(field)}`);
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
