import type { FitFacts } from '@intouch/connector-kit';
import type { SalesforceClient } from './client.js';
import { leadFields } from './query.js';
import type { LeadForm } from './reference.js';
import { contactIn } from './report.js';
import type { LeadRecord } from './wire.js';

/** The lead as it stands, by the fields of the feed; null: deleted, or never there. */
export async function readLead(client: SalesforceClient, id: string, { settings, reference }: FitFacts<LeadForm>): Promise<LeadRecord | null> {
  const row = await client.getLead(id, leadFields(settings, reference.stateCodes !== null));
  return row === null ? null : { row, contactId: contactIn(row, client.clubId) };
}
