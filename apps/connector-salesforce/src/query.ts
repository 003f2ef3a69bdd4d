import type { Settings } from '@intouch/connector-kit';

/** Where reading goes on: after this second, and within it after this id. */
export interface Position {
  /** `2026-11-22T02:00:00Z`: the vendor compares whole seconds. */
  readonly second: string;
  readonly id: string;
}

/** Before every id. */
export const firstId = '000000000000000';
export const fromTheStart: Position = { second: '1970-01-01T00:00:00Z', id: firstId };

export function secondOf(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** What is read of every lead, in the page's order. `codes`: the org keeps states and countries as codes. */
export function leadFields(settings: Settings, codes: boolean): readonly string[] {
  const [state, country] = codes ? ['StateCode', 'CountryCode'] : ['State', 'Country'];
  return [
    'Id', 'IsDeleted', 'MasterRecordId', 'IsConverted', 'FirstName', 'LastName', 'Company', 'Email', 'MobilePhone', 'Phone', 'Street', 'City', state, 'PostalCode', country, 'LeadSource',
    'Status', 'Description', 'OwnerId', ...new Set(['InTouch_Id__c', ...customFields(settings)]), 'CreatedDate', 'LastModifiedById', 'SystemModstamp',
  ];
}

/** vendors/salesforce.md, 3.7. `codes`: the org keeps states and countries as codes. */
export function leadQuery({ second, id }: Position, settings: Settings, codes: boolean): string {
  const after = `(SystemModstamp > ${second} OR (SystemModstamp = ${second} AND Id > '${id}'))`;
  return ['SELECT', leadFields(settings, codes).join(', '), 'FROM Lead WHERE', after, 'ORDER BY SystemModstamp ASC, Id ASC LIMIT', Number(settings['pageSize'] ?? 2_000)].join(' ');
}

/** null: from the first. */
export function userQuery(afterId: string | null): string {
  const after = afterId === null ? [] : [`AND Id > '${afterId}'`];
  return ['SELECT', 'Id, FirstName, LastName, Email, IsActive', "FROM User WHERE UserType = 'Standard'", ...after, 'ORDER BY Id ASC LIMIT 2000'].join(' ');
}

/** Custom fields that the settings name. */
export function customFields(settings: Settings): string[] {
  const named = [settings['clubField'], settings['birthDateField'], settings['genderField'], ...Object.values((settings['attributeFields'] ?? {}) as Settings)];
  return named.filter((name): name is string => typeof name === 'string' && name.endsWith('__c'));
}
