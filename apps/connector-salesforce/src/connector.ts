import { defineConnector, Gone } from '@intouch/connector-kit';
import { findings } from './check.js';
import { SalesforceClient } from './client.js';
import { createLead, settleLead, updateLead } from './create-lead.js';
import { readLead } from './read-lead.js';
import { leadSources, staff } from './lookups.js';
import { createOnly, fit, sends } from './mapper.js';
import { pullLeads } from './pull-leads.js';
import { wholeId } from './record-id.js';
import { readLeadForm } from './reference.js';
import { markOf, report } from './report.js';
import { settings } from './settings.js';

const dayMs = 24 * 3_600_000;

/** Salesforce Sales Cloud: leads out in real time, archived ones deleted; leads created, changed and deleted there in by the hour. */
export const salesforce = defineConnector({
  vendor: 'salesforce',
  title: 'Salesforce',
  settings,
  // Whoever knows another club's client id alone must not be able to suspend it.
  account: ['loginUrl', 'clientId', 'clientSecret', 'privateKeyPem'],
  switches: ['archiveLead', 'insertLead', 'updateContact', 'deleteLead'],
  alwaysSends: false,
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  assignment: { userId: wholeId },
  lookupWords: { staff: 'linked to users by e-mail address, never created', leadSources: 'linked to values of the picklist LeadSource by name, never created' },

  open: (access) => new SalesforceClient(access),
  check: (client, access) => findings(client, access),
  reference: { everyMs: dayMs, read: readLeadForm },

  outbound: {
    sends,
    fit,
    createOnly,
    ridesAlong: ['inTouchId'],
    oneCreateAtATime: false,
    looksAtOnce: true,
    create: createLead,
    settle: settleLead,
    read: readLead,
    update: (client, vendorContactId, changes, _content, facts) => updateLead(client, vendorContactId, changes, facts),
    async remove(client, vendorContactId) {
      const lead = await client.getLead(vendorContactId, ['Id', 'IsConverted']);
      if (lead === null) throw new Gone('deleted');
      if (lead['IsConverted'] === true) throw new Gone('converted');
      await client.deleteLead(vendorContactId);
      return [];
    },
  },

  inbound: { pull: pullLeads, markOf, report },

  lookups: { staff, leadSources },
});
