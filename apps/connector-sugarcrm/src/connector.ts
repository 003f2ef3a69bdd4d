import { defineConnector, type Access } from '@intouch/connector-kit';
import { check } from './check.js';
import type { CrmAccess } from './crm-access.js';
import { DatabaseClient } from './database-client.js';
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
  account: ['baseUrl', 'userName', 'password', 'dbHost', 'dbPort', 'dbName', 'dbUser', 'dbPassword'],
  switches: ['archiveLead', 'insertLead', 'updateContact', 'deleteLead'],
  alwaysSends: false,
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  assignment: true,
  lookupWords: { staff: 'CRM users, linked by e-mail address, never created', leadSources: 'linked to the CRM\'s drop-down list by name or label, never created' },

  open,
  check,
  outbound,
  inbound: { pull: pullLeads, report },
  lookups: {
    staff: (client) => client.listUsers(),
    leadSources: (client) => client.leadSources(),
  },
});

function open(access: Access): CrmAccess {
  switch (access.settings['protocol']) {
    case 'database':
      return new DatabaseClient(access);
    case 'rest-v11':
      return new V11Client(access);
    default:
      return new V4Client(access);
  }
}
