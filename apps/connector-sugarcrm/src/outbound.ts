import { clean, Gone, type Created, type FitFacts, type Outbound, type Settings } from '@intouch/connector-kit';
import type { CrmAccess, Lead, LeadValues } from './crm-access.js';
import { leadId } from './lead-id.js';
import { changedLead, createOnly, fit, newLead } from './mapper.js';
import { readBack } from './read-back.js';

export const outbound: Outbound<CrmAccess, null> = {
  // That a linked lead has become a member is told where there is a word for it.
  sends: ({ status }, linked, { memberStatus }) => status === 'LEAD' || (status === 'MEMBER' && linked && clean(memberStatus as string | null | undefined) !== null),
  fit,
  createOnly,
  oneCreateAtATime: false,
  looksAtOnce: true,

  create: (client, { content }, facts) => createUnder(leadId(facts), client, newLead(content, facts.settings), facts.settings),

  async settle(client, { intent, look, mayRepeat }, facts) {
    const [id, values] = [leadId(facts), newLead(intent.content, facts.settings)];
    const lead = await client.getLead(id);
    if (lead?.deleted) return { vendorContactId: id, closed: 'deleted' };
    if (lead) return created(id, lead, values, facts.settings);
    // Where a create that is refused cannot be told from one whose lead a replica does not show yet, it is given the time to show.
    if (!mayRepeat || (look === 1 && !client.tellsDeleted)) return null;
    return { ...(await createUnder(id, client, values, facts.settings)), repeated: true };
  },

  read: (client, id) => client.getLead(id),

  async update(client, id, changes, content, { settings }) {
    const values = changedLead(changes, settings);
    const lead = await client.updateLead(id, values, String(content['lastName'] ?? ''));
    // It is written, but nothing more will be.
    if (lead.converted) throw new Gone('converted');
    return readBack(values, lead, settings);
  },

  async remove(client, id) {
    const lead = await client.getLead(id);
    if (lead === null || lead.deleted) throw new Gone('deleted');
    if (lead.converted) throw new Gone('converted');
    await client.deleteLead(id);
    return [];
  },
};

/** Our id may be a lead's that was deleted there: it is known by it, and takes no more writes. */
async function createUnder(id: string, client: CrmAccess, values: LeadValues, settings: FitFacts<null>['settings']): Promise<Created> {
  try {
    return created(id, await client.createLead(id, values), values, settings);
  } catch (error) {
    if (error instanceof Gone && error.reason === 'deleted') return { vendorContactId: id, closed: 'deleted' };
    throw error;
  }
}

function created(vendorContactId: string, lead: Lead, values: LeadValues, settings: Settings): Created {
  return { vendorContactId, ...readBack(values, lead, settings), ...(lead.converted ? { closed: 'converted' as const } : {}) };
}
