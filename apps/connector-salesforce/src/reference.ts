import type { SalesforceClient } from './client.js';

/** How the org has its leads; differs by org and is read from it (vendors/salesforce.md, 3.6). */
export interface LeadForm {
  /** Characters by field, where the org tells them. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Code per state, by code and name in lower case, where states and countries are picklists; null: they are texts. */
  readonly stateCodes: Readonly<Record<string, string>> | null;
}

export async function readLeadForm(client: SalesforceClient): Promise<LeadForm> {
  const fields = await client.describeLead();
  const states = fields.find(({ name }) => name === 'StateCode');
  return {
    lengths: Object.fromEntries(fields.filter(({ length }) => length > 0).map(({ name, length }) => [name, length])),
    stateCodes: states ? Object.fromEntries(states.picklistValues.flatMap(({ value, label }) => [[label.toLowerCase(), value], [value.toLowerCase(), value]])) : null,
  };
}
