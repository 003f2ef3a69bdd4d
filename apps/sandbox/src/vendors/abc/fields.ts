import type { JsonObject } from '../../http/json-body.js';
import { formats, missing, text, wrongValue, type Format, type Place } from './formats.js';

/** A field of a message: where it is kept in the record, and where it stands in the message if that differs. */
export interface Field {
  readonly group: 'personal' | 'agreement' | 'note';
  readonly key: string;
  readonly format: Format;
  readonly sentIn: string;
  readonly sentAs: string;
  readonly isRequired: boolean;
}

type Row = readonly [path: string, format: Format, more?: { readonly keptAs?: string; readonly isRequired?: true }];

function field([path, format, more = {}]: Row): Field {
  const [sentIn, sentAs] = path.split('.') as [string, string];
  const [group, key] = (more.keptAs ?? path).split('.') as [Field['group'], string];
  return { group, key, format, sentIn, sentAs, isRequired: more.isRequired ?? false };
}

const isRequired = { isRequired: true } as const;

/** `createProspect` and `updateProspect`, in the order of the page's table: the first complaint in it is the answer. */
export const restFields: readonly Field[] = (
  [
    ['personal.firstName', text(15), isRequired],
    ['personal.lastName', text(19), isRequired],
    ['personal.middleInitial', text(1)],
    ['personal.addressLine1', text(40)],
    ['personal.addressLine2', text(40)],
    ['personal.city', text(17)],
    ['personal.state', formats.state],
    ['personal.countryCode', formats.country],
    ['personal.postalCode', text(10)],
    ['personal.email', formats.email],
    ['personal.primaryPhone', formats.phone],
    ['personal.mobilePhone', formats.phone],
    ['personal.workPhone', formats.phone],
    ['personal.workPhoneExt', formats.extension],
    ['personal.birthDate', formats.birthDate],
    ['personal.gender', formats.gender, isRequired],
    ['personal.employer', text(30)],
    ['personal.occupation', text(30)],
    ['personal.misc1', text(40)],
    ['personal.misc2', text(40)],
    ['agreement.salesPersonId', formats.employee],
    ['agreement.campaignId', formats.campaign],
    ['agreement.beginDate', formats.date],
    ['agreement.expirationDate', formats.date],
    ['note.text', text(255)],
  ] satisfies Row[]
).map(field);

/** `insertProspect` and `updateProspect` of SOAP, whose lengths are those of https://help.abcfinancial.com/help/web_services/Content/insertprospect.htm */
export const soapFields: readonly Field[] = (
  [
    ['personal.firstName', text(15), isRequired],
    ['personal.lastName', text(19), isRequired],
    ['personal.middleInitial', text(1)],
    ['personal.gender', formats.gender, isRequired],
    ['personal.dateofBirth', formats.birthDate, { keptAs: 'personal.birthDate' }],
    ['contact.street', text(40), { keptAs: 'personal.addressLine1' }],
    ['contact.city', text(17), { keptAs: 'personal.city' }],
    ['contact.state', formats.state, { keptAs: 'personal.state' }],
    ['contact.zip', text(10), { keptAs: 'personal.postalCode' }],
    ['contact.email', formats.email, { keptAs: 'personal.email' }],
    ['contact.primaryPhone', formats.phone, { keptAs: 'personal.primaryPhone' }],
    ['contact.cellPhone', formats.phone, { keptAs: 'personal.mobilePhone' }],
    ['contact.workPhone', formats.phone, { keptAs: 'personal.workPhone' }],
    ['agreement.salesPersonId', formats.employee],
    ['agreement.campaignId', formats.campaign],
    ['agreement.beginDate', formats.date],
  ] satisfies Row[]
).map(field);

/**
 * What becomes of a field that is absent, and of one that is sent empty: `create` ignores both, `merge` keeps the first and
 * clears the second, `replace` clears both but never `beginDate`.
 */
export type Manner = 'create' | 'merge' | 'replace';

/** The patch of a record that a message comes to, or the first complaint about it. One bad field refuses the whole. */
export function readFields(
  fields: readonly Field[],
  sent: (field: Field) => unknown,
  manner: Manner,
  place: Place,
  alsoRequired: readonly string[] = [],
): { readonly patch: JsonObject } | { readonly complaint: string } {
  const patch: Record<string, JsonObject> = {};
  for (const field of fields) {
    const { group, key, sentAs, format } = field;
    const value = sent(field) ?? undefined;
    if (value === undefined && manner === 'merge') continue;
    if (value === undefined || value === '') {
      if (field.isRequired || alsoRequired.includes(key)) return { complaint: missing(sentAs) };
      const clears = manner === 'merge' || (manner === 'replace' && key !== 'beginDate');
      if (clears) (patch[group] ??= {})[key] = null;
      continue;
    }
    if (typeof value !== 'string' || !format.fits(value, place)) return { complaint: complaintAbout(sentAs, format) };
    (patch[group] ??= {})[key] = format.kept?.(value) ?? value;
  }
  return { patch };
}

const complaintAbout = (name: string, { expected }: Format): string =>
  typeof expected === 'string' ? wrongValue(name, expected) : expected.wholeMessage;
