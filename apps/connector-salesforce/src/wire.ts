/**
 * What is read of Salesforce's REST answers (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/). A
 * row's further keys are its custom fields; null and absent are one.
 */
export type Row = Readonly<Record<string, unknown>>;

/** Fields of a lead by their API names; null clears. */
export type LeadFields = Readonly<Record<string, string | number | boolean | null>>;

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
}

export interface DescribedField {
  readonly name: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly picklistValues: readonly PicklistValue[];
}

/** Calls of the last 24 hours, as every answer tells them. */
export interface Usage {
  readonly used: number;
  readonly allowed: number;
}

/** One answer of a query. */
export interface RowsPage {
  readonly rows: readonly Row[];
  /** Where the rest of this query's rows is; null: there is none. */
  readonly next: string | null;
  /** By the vendor's clock; null: not told. */
  readonly answeredAt: Date | null;
  readonly usage: Usage | null;
}

/** A lead as it was read, and the contact whose id it bears where that is one of this club's. */
export interface LeadRecord {
  readonly row: Row;
  readonly contactId: string | null;
}

export function textIn(row: Row, field: string): string | null {
  const value = row[field];
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return text === '' ? null : text;
}

/** RFC 3339 of `2026-11-22T02:00:00.000+0000`; null: none, or none that can be read. */
export function instantIn(row: Row, field: string): string | null {
  const at = new Date((textIn(row, field) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects of a list; anything else is none. */
export function rowsIn(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function describedField(row: Row): DescribedField {
  return {
    name: textIn(row, 'name') ?? '',
    length: Number(row['length'] ?? 0),
    nillable: row['nillable'] !== false,
    createable: row['createable'] === true,
    defaultedOnCreate: row['defaultedOnCreate'] === true,
    externalId: row['externalId'] === true,
    unique: row['unique'] === true,
    picklistValues: rowsIn(row['picklistValues']).flatMap((it) => {
      const value = textIn(it, 'value');
      return value === null ? [] : [{ value, label: textIn(it, 'label') ?? value, active: it['active'] !== false }];
    }),
  };
}
