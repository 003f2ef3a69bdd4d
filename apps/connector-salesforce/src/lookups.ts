import { clean, type VendorLookup } from '@intouch/connector-kit';
import type { SalesforceClient } from './client.js';
import { wholeId } from './record-id.js';
import { textIn } from './wire.js';

export async function staff(client: SalesforceClient): Promise<readonly VendorLookup[]> {
  const users = await client.users();
  return users.flatMap((user) => {
    const id = textIn(user, 'Id');
    const name = `${textIn(user, 'FirstName') ?? ''} ${textIn(user, 'LastName') ?? ''}`.trim();
    return id === null ? [] : [{ vendorId: wholeId(id), name, email: textIn(user, 'Email'), active: user['IsActive'] === true }];
  });
}

/** The values of the picklist, known by value and by label. */
export async function leadSources(client: SalesforceClient): Promise<readonly VendorLookup[]> {
  const field = (await client.describeLead()).find(({ name }) => name === 'LeadSource');
  return (field?.picklistValues ?? []).flatMap(({ value, label, active }) => {
    const names = fold(value) === fold(label) ? [label] : [value, label];
    return names.map((name) => ({ vendorId: value, name, active }));
  });
}

const fold = (text: string): string => clean(text)?.toLowerCase() ?? '';
