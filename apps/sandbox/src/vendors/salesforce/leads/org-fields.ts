import { isObject } from '../../../http/json-body.js';
import { names, picklist, type Org } from '../org.js';
import { field, picklistAddress, standardFields, type Field } from './standard-fields.js';

export type Fields = ReadonlyMap<string, Field>;

/** What a custom field is that the org lists by its name alone. */
const known: Readonly<Record<string, Partial<Field>>> = {
  InTouch_Id__c: { length: 255, externalId: true, unique: true, caseSensitive: true },
  InTouch_Club__c: { length: 80 },
};

const computed = new WeakMap<Org, Fields>();
const standard: Fields = new Map(standardFields.map((one) => [one.name, one]));

/** The fields of a lead in this org, by name, in the order of a describe. */
export function fieldsOf(org: Org | undefined): Fields {
  if (org === undefined) return standard;
  // An edited org is another object: what was worked out for this one stays true.
  let fields = computed.get(org);
  if (fields === undefined) {
    fields = new Map(all(org).map((one) => [one.name, one]));
    computed.set(org, fields);
  }
  return fields;
}

function all(org: Org): Field[] {
  const values: Readonly<Record<string, unknown>> = { LeadSource: org.leadSources, Status: org.statuses };
  const fields = [...standardFields, ...(org.stateCountryPicklists === true ? picklistAddress : []), ...customFields(org)].map((one) =>
    Object.hasOwn(values, one.name) ? { ...one, picklistValues: picklist(values[one.name]) } : one,
  );
  for (const name of names(org.requiredFields)) {
    const index = fields.findIndex((one) => one.name === name);
    if (index < 0) fields.push({ ...custom({ name }), nillable: false });
    else fields[index] = { ...fields[index]!, nillable: false };
  }
  return fields;
}

function customFields({ customFields: list }: Org): Field[] {
  if (!Array.isArray(list)) return [];
  return list.map((given: unknown) => custom(isObject(given) ? given : { name: given }));
}

/** A script may say of a field whatever a describe says; the rest is that of a text of 255 characters. */
function custom({ name: given, picklistValues, ...said }: Readonly<Record<string, unknown>>): Field {
  const name = String(given);
  const label = name.replace(/__c$/, '').replaceAll('_', ' ');
  const more: Partial<Field> = { ...known[name], ...said, custom: true };
  return { ...field(name, label, 'string', 255, more), ...(picklistValues === undefined ? {} : { picklistValues: picklist(picklistValues) }) };
}
