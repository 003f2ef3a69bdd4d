import type { Settings } from '@intouch/connector-kit';
import type { Lead, LeadValues } from '../crm-access.js';
import { allFieldsOf } from '../lead-fields.js';
import { shownEmail } from './addresses.store.js';

type Row = Readonly<Record<string, unknown>>;

/** Custom fields lie in a table of their own. */
export function isCustom(field: string): boolean {
  return field.endsWith('_c');
}

/** The name of a column, as it may stand in a statement: names come from the settings. @throws {TypeError} it is none */
export function quoted(field: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(field)) throw new TypeError(`"${field}" is no name of a column`);
  return `\`${field}\``;
}

/** An emptied field is NULL: no date is an empty text. */
export function stored([, value]: readonly [field: string, value: string]): string | null {
  return value === '' ? null : value;
}

/** A row's values as texts. No key for what is empty, nor for a date that is none. */
export function textsOf(row: Row): LeadValues {
  const texts = Object.entries(row).map(([column, value]) => [column, value === null || value === undefined ? '' : String(value)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== '' && !text.startsWith('0000-00-00')));
}

/** How leads are read, under the settings of a club: each column by its name, the address that the CRM shows as `email1`. */
export class LeadColumns {
  readonly select: string;

  constructor(settings: Settings) {
    const fields = allFieldsOf(settings).filter((field) => field !== 'email1');
    const columns = fields.map((field) => `${isCustom(field) ? 'c' : 'l'}.${quoted(field)}`);
    const joined = fields.some(isCustom) ? ' LEFT JOIN leads_cstm c ON c.id_c=l.id' : '';
    this.select = `SELECT ${columns.join(', ')}, ${shownEmail('l.id', 'Leads')} AS email1 FROM leads l${joined}`;
  }

  leadOf(row: Row): Lead {
    const values = textsOf(row);
    return { id: values['id']!, deleted: values['deleted'] === '1', converted: values['converted'] === '1', modified: values['date_modified'] ?? '', values };
  }
}
