import { hash } from 'node:crypto';
import type { ContactReported, ReportedFields } from '@intouch/contracts';
import type { Found } from '@intouch/smart-match';

/** What makes a report "the same report": all it says of the person, not when it was read nor what we delivered. */
export function reportHash({ state, holds, secondary, joinDate, endDate, fields }: ContactReported): string {
  return digest([state, holds, secondary, joinDate ?? null, endDate ?? null, content(fields)]);
}

/** What makes an undecided report "the same question" to a person: the record, whom it could be, and why it is not clear. */
export function situationHash(report: string, found: Found): string {
  return digest([report, found.reason, found.candidates.map(({ contactId, tier }) => [contactId, tier])]);
}

/** Whether two versions of a record say the same, however their keys are ordered. */
export function sameContent(a: ReportedFields | null, b: ReportedFields | null): boolean {
  return JSON.stringify(content(a ?? {})) === JSON.stringify(content(b ?? {}));
}

function content({ attributes, ...fields }: ReportedFields): unknown {
  return [...told(fields), ...(attributes ? [['attributes', told(attributes)]] : [])];
}

function told(values: object): unknown[] {
  return Object.entries(values).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
}

function digest(value: unknown): string {
  return hash('sha1', JSON.stringify(value), 'base64url');
}
