import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { salesforce } from './connector.js';

/** How the suite of all connectors reaches Salesforce's twin: the app `sim-client`, club `north`. */
export const profile: ConnectorProfile = {
  connector: salesforce,
  settings: (sandbox) => ({ loginUrl: sandbox.origin, clientId: 'sim-client', clubValue: 'north', timeoutMs: 1_000, reconcileDelayMs: 50, pageSize: 2 }),
  credentials: { clientSecret: 'not-a-real-secret' },
  vendorClub: 'north',
  timeZone: 'America/Chicago',
  operations: { create: 'upsertLead', update: 'updateLead', login: 'token', staff: 'listUsers', leadSources: 'describeLead', list: 'listChanges' },
  reports: 'LEAD',
  createLooks: true,
  // The run-as user's.
  ownerWithout: '005SIM000000001YBA',
  readsLeadsWith: { insertLead: true },
  endsAhead: false,
  hazards: { throttle: 'throttle-429', routeRefused: 'route-not-granted', unknownField: 'unknown-field' },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
  knownStaff: { email: ' JSMITH@myclub.com', vendorId: '005SIM000000002YBA' },
  knownSource: { name: ' web', vendorId: 'Web' },
};
