import type { Row } from '../../scripting/records.js';

export interface LinkedEmail {
  readonly id: string;
  readonly email_address: string;
}

/** A lead as scripts see it: texts as they were meant, not HTML-escaped; no key for what is empty. */
export interface Lead extends Row {
  id: string;
  deleted: 0 | 1;
  converted: 0 | 1;
  /** Those that are linked and alive, the primary one first. `email1` follows from them. */
  emails: readonly LinkedEmail[];
  email1?: string;
  account_name?: string;
  status?: string;
  birthdate?: string;
  assigned_user_id?: string;
  modified_user_id?: string;
  /** Follow from `createdAt` and `modifiedAt`: UTC, `yyyy-MM-dd HH:mm:ss`. */
  date_entered: string;
  date_modified: string;
}

/** A value of a record as the CRM's databases give it back: a text, empty for what is not there. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string': return value;
    case 'boolean': return value ? '1' : '0';
    case 'number':
    case 'bigint': return String(value);
    default: return '';
  }
}

/** What PHP takes for true, of what comes as JSON: neither 0, nor "0", nor nothing. */
export const isSet = (value: unknown): boolean => !['', '0'].includes(textOf(value));
