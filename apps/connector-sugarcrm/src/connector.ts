import { defineConnector } from '@intouch/connector-kit';
import { check } from './check.js';
import type { CrmAccess } from './crm-access.js';
import { outbound } from './outbound.js';
import { pullLeads } from './pull-leads.js';
import { report } from './report.js';
import { settings } from './settings.js';
import { V11Client } from './v11-client.js';
import { V4Client } from './v4-client.js';

/** SugarCRM and SuiteCRM: leads out in real time, deleted where InTouch archives them; created, changed and deleted leads in by the hour. */
export const sugarcrm = defineConnector({
  vendor: 'sugarcrm',
  title: 'SugarCRM',
  settings,
  // With the password: whoever knows another club's user name alone must not be able to suspend it.
  account: ['baseUrl', 'userName', 'password'],
  switches: ['archiveLead', 'insertLead', 'updateContact', 'deleteLead'],
  alwaysSends: false,
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  assignment: true,
  lookupWords: { staff: 'CRM users, linked by e-mail address, never created', leadSources: 'linked to the CRM\'s drop-down list by name or label, never created' },

  open: (access): CrmAccess => (access.settings['protocol'] === 'rest-v11' ? new V11Client(access) : new V4Client(access)),
  check,
  outbound,
  inbound: { pull: pullLeads, report },
  lookups: {
    staff: (client) => client.listUsers(),
    leadSources: (client) => client.leadSources(),
  },
});
