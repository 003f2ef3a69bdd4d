import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { abc } from './connector.js';

/** How the suite of all connectors reaches ABC's twin over REST: club 9003; 30123 is another club of the same account. */
export const profile: ConnectorProfile = {
  connector: abc,
  variant: 'rest',
  settings: (sandbox) => ({
    baseUrl: `${sandbox.origin}/rest`, applicationId: 'sim-app', clubNumber: '9003', waiverSignedOn: '2024-01-02', timeoutMs: 1_000, reconcileDelayMs: 50, pageSize: 2, pagePauseMs: 0,
  }),
  credentials: { applicationKey: 'not-a-real-key' },
  vendorClub: '9003',
  timeZone: 'America/Chicago',
  otherClub: { settings: { clubNumber: '30123' }, vendorClub: '30123' },
  operations: { create: 'createProspect', update: 'updateProspect', staff: 'listEmployees', leadSources: 'listCampaigns', list: 'listMembers' },
  updates: 'all-values',
  readsLeadsWith: { insertLead: true },
  endsAhead: false,
  hazards: {
    throttle: 'throttle-429', clubRefused: 'club-not-authorized', routeRefused: 'route-not-granted', empty: 'empty-array', unknownField: 'unknown-field', pageDrift: 'page-drift',
  },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
  knownStaff: { email: ' JSMITH@myclub.com', vendorId: 'e0000000000000000000000000000001' },
  knownSource: { name: ' web', vendorId: 'c0000000000000000000000000000001' },
};
