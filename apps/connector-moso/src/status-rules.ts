import { plusDays, type Settings } from '@intouch/connector-kit';
import type { MosoRow } from './file-rows.js';

/** What a row says of a person's status. Dates are club-local, `YYYY-MM-DD`. */
export type StatusVerdict = { readonly kind: 'ignore'; readonly code: string; readonly detail: string; readonly quiet: boolean } | StatusFound;

export interface StatusFound {
  readonly kind: 'state';
  readonly state: 'LEAD' | 'MEMBER' | 'FORMER_MEMBER';
  /** Frozen: nothing changes for who is a member, or was one. */
  readonly holds: boolean;
  readonly endDate: string | null;
  /** The day on which the same row says something else. */
  readonly againOn: string | null;
}

const words = ['Active', 'InActive', 'Terminated', 'Frozen', 'Expired'] as const;

/** The rules of vendors/moso.md, section 6, first match; `today` is the club's local date. */
export function statusOf(row: MosoRow, settings: Settings, today: string): StatusVerdict {
  const code = codeOf(row);
  const type = types(settings).get(code) ?? settings['unmappedStatus'];
  if (type === 'IGNORE') return ignore('type-ignored', `${code} is IGNORE in membershipTypes.`);
  const word = wordOf(row, settings);
  if (word === undefined) return unknownWord(row);
  if (type === 'LEAD') return word === 'Active' || word === 'Frozen' ? found('LEAD') : ignore('status-no-lead', `A lead that is ${said(row)}.`);

  const { TermDate: end = null, MSDate: since = null } = row;
  const isOver = end !== null && end <= today;
  switch (word) {
    case 'Terminated':
    case 'Expired':
      return end === null || isOver ? found('FORMER_MEMBER', end) : found('MEMBER', end, end);
    case 'InActive':
      return isOver ? found('FORMER_MEMBER', end) : ignore('status-no-change', `${said(row)} changes nothing.`);
    case 'Active':
      // The last day counts as a member's, and who came back after the end is one again.
      if (end !== null && end < today) return since === null || since <= end ? found('FORMER_MEMBER', end) : found('MEMBER');
      return found('MEMBER', end, end === null ? null : dayAfter(end));
    case 'Frozen':
      return { ...found('MEMBER', end !== null && end >= today ? end : null), holds: true };
  }
}

/** The row's membership type, trimmed and in capitals, where `membershipTypes` does not have it; null: it does. A row may have none: an empty text. */
export function unmapped(row: MosoRow, settings: Settings): string | null {
  const code = codeOf(row);
  return isMapped(code, settings) ? null : code;
}

/** A word of the club's own that nobody explained: of leads too, or all of them would be lost in silence. */
function unknownWord(row: MosoRow): StatusVerdict {
  return { ...ignore('status-unknown', `MemberStatus is ${said(row)}, which is not known. Say in memberStatusMap which of ${words.join(', ')} it means.`), quiet: false };
}

export function isMapped(code: string, settings: Settings): boolean {
  return types(settings).has(code);
}

function found(state: StatusFound['state'], endDate: string | null = null, againOn: string | null = null): StatusFound {
  return { kind: 'state', state, holds: false, endDate, againOn };
}

function ignore(code: string, detail: string): Extract<StatusVerdict, { kind: 'ignore' }> {
  return { kind: 'ignore', code, detail, quiet: true };
}

/** null: there is none that can be written so. 12/31/9999 is how some write "never". */
function dayAfter(date: string): string | null {
  return date === '9999-12-31' ? null : plusDays(date, 1);
}

function said({ MemberStatus }: MosoRow): string {
  return MemberStatus === undefined ? 'empty' : `"${MemberStatus}"`;
}

function codeOf({ Membership_Type = '' }: MosoRow): string {
  return Membership_Type.trim().toUpperCase();
}

/** undefined: neither one of the five nor in the club's own list. */
function wordOf({ MemberStatus = '' }: MosoRow, settings: Settings): (typeof words)[number] | undefined {
  const own = MemberStatus.trim().toLowerCase();
  const meant = ownWords(settings).get(own) ?? own;
  return words.find((word) => word.toLowerCase() === meant);
}

/** Status by code. */
const types = madeOnce((settings) => {
  const list = (settings['membershipTypes'] ?? []) as readonly { readonly code: string; readonly status: string }[];
  return new Map(list.map(({ code, status }) => [code.trim().toUpperCase(), status.trim().toUpperCase()]));
});

/** The club's own words, in small letters both sides. */
const ownWords = madeOnce((settings) => {
  const map = (settings['memberStatusMap'] ?? {}) as Readonly<Record<string, string>>;
  return new Map(Object.entries(map).map(([own, meant]) => [own.trim().toLowerCase(), meant.trim().toLowerCase()]));
});

/** A table made of the settings once, not for each of a million rows. */
function madeOnce(make: (settings: Settings) => ReadonlyMap<string, string>): (settings: Settings) => ReadonlyMap<string, string> {
  const made = new WeakMap<Settings, ReadonlyMap<string, string>>();
  return (settings) => {
    const known = made.get(settings) ?? make(settings);
    made.set(settings, known);
    return known;
  };
}
