import { defineConnector, Rejected, type VendorLookup } from '@intouch/connector-kit';
import { ParamountClient } from './client.js';
import { description, descriptionKey } from './lead-source-description.js';
import { changedProspect, createOnly, fit, newProspect } from './mapper.js';
import { settings } from './settings.js';
import type { LeadSource } from './wire.js';

/** Paramount: leads out in real time, nothing in; staff linked, lead sources linked and created when missing. */
export const paramount = defineConnector({
  vendor: 'paramount',
  title: 'Paramount',
  settings,
  account: ['baseUrl', 'userName', 'password'],
  switches: [],
  alwaysSends: true,
  schedule: { accepted: false, default: null, sync: false },
  lookupWords: { staff: 'linked by e-mail address, never created', leadSources: 'linked by name, created when missing' },
  // A third call at the same time is turned away, whichever instance it comes from.
  callLimits: { sharedByInstances: true },

  open: (access) => new ParamountClient(access),

  async check(client) {
    await client.activeStaff();
    return [];
  },

  outbound: {
    sends: (contact) => contact.status === 'LEAD',
    fit,
    createOnly,
    oneCreateAtATime: false,
    looksAtOnce: true,
    async create(client, intent, { contactId }) {
      return { vendorContactId: await client.saveProspect(newProspect(intent.content, contactId)) };
    },
    async settle(client, { free }, { contactId }) {
      const found = await client.findProspects(contactId);
      const unclaimed = await free(found);
      const [own, ...others] = found.filter((id) => unclaimed.has(id)).sort((a, b) => Number(a) - Number(b));
      if (own === undefined) return null;
      const duplicate = { code: 'duplicate-at-vendor', detail: `Paramount has more than one prospect of this contact: ${own} is used, ${others.join(', ')} too many.`, howToFix: 'Remove the others at Paramount.' };
      return { vendorContactId: own, warnings: others.length > 0 ? [duplicate] : [] };
    },
    async update(client, vendorContactId, changes, content, { contactId }) {
      await client.saveProspect(changedProspect(vendorContactId, contactId, content, changes));
      return [];
    },
  },

  lookups: {
    async staff(client) {
      return (await client.activeStaff()).map(({ staffId, name, email, active }) => ({ vendorId: staffId, name, email, active }));
    },
    leadSources: async (client) => (await client.leadSources()).map(asLookup),
    leadSourceRules: { key: descriptionKey, several: 'lowest-id', exclusive: true },
    creating: {
      wanted: ({ createLeadSources }) => createLeadSources !== false,
      async leadSource(client, name) {
        const text = description(name);
        if (text === null) throw new Rejected('missing-required', 'Paramount cannot store this name.', 'name');
        return asLookup({ leadSourceId: await client.addLeadSource(text), description: text, active: true });
      },
    },
  },
});

function asLookup({ leadSourceId, description: name, active }: LeadSource): VendorLookup {
  return { vendorId: leadSourceId, name, active };
}
