import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { compete } from './connector.js';

/** How the suite of all connectors reaches Compete's twin: company 101, club 2, which requires little. */
export const profile: ConnectorProfile = {
  connector: compete,
  settings: (sandbox) => ({
    companyId: '101', domain: sandbox.hostname, port: Number(sandbox.port), scheme: 'http', competeClubId: 2,
    timeoutMs: 1_000, requestsPerMinute: 60_000, maxConcurrent: 4, pageSize: 2, reconcileDelayMs: 50,
  }),
  credentials: { apiKey: 'not-a-real-key' },
  vendorClub: '2',
  timeZone: 'America/Chicago',
  otherClub: { settings: { competeClubId: 1 }, vendorClub: '1' },
  operations: { create: 'createMember', update: 'updatePersonalInformation', staff: 'getEmployees', leadSources: 'getProspectFields', list: 'getCustomers' },
  hazards: {
    throttle: 'throttle-429', clubRefused: 'club-inactive', routeRefused: 'route-not-granted', refused200: 'unsuccessful-200',
    empty: 'empty-is-200', unknownField: 'unknown-field', pageDrift: 'page-drift',
  },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
  knownStaff: { email: ' ZERO@myclub.com', vendorId: '0' },
  knownSource: { name: ' FRIEND', vendorId: '3' },
};
