import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { sugarcrm } from './connector.js';

/** How the suite of all connectors reaches SugarCRM's twin over rest-v4_1: the club `north`. */
export const profile: ConnectorProfile = {
  connector: sugarcrm,
  variant: 'v4_1',
  settings: (sandbox) => ({ baseUrl: sandbox.origin, userName: 'sim-user', clubValue: 'north', timeoutMs: 1_000, reconcileDelayMs: 50, pageSize: 3 }),
  credentials: { password: 'not-a-real-password' },
  vendorClub: 'north',
  timeZone: 'America/Chicago',
  operations: { create: 'createLead', update: 'updateLead', staff: 'listUsers', leadSources: 'describe', login: 'login', list: 'listChanges' },
  reports: 'LEAD',
  refusesWithText: false,
  readsLeadsWith: { insertLead: true, updateContact: true, deleteLead: true },
  endsAhead: false,
  createLooks: true,
  hazards: { throttle: 'throttle-429', routeRefused: 'route-not-granted', unknownField: 'unknown-field' },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
  knownStaff: { email: ' JSMITH@myclub.com', vendorId: '00000000-0000-4000-8000-000000000011' },
  knownSource: { name: ' web site', vendorId: 'Web Site' },
};
