import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { paramount } from './connector.js';

/** How the suite of all connectors reaches Paramount's twin: login `sim-user`, club 1001. */
export const profile: ConnectorProfile = {
  connector: paramount,
  settings: (sandbox) => ({ baseUrl: sandbox.origin, userName: 'sim-user', clubNumber: '1001', timeoutMs: 1_000, reconcileDelayMs: 50, maxConcurrent: 2 }),
  credentials: { password: 'not-a-real-password' },
  vendorClub: '1001',
  timeZone: 'America/New_York',
  otherClub: { settings: { clubNumber: '1002' }, vendorClub: '1002' },
  operations: { create: 'SaveProspect', update: 'SaveProspect', staff: 'GetStaff', leadSources: 'GetLeadSources' },
  isUpdate: ({ body }) => !body.includes('<ProspectId>0</ProspectId>'),
  updates: 'all-values',
  hazards: { throttle: 'throttle-429', clubRefused: 'club-not-enabled', unknownField: 'unknown-element' },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
  knownStaff: { email: ' jsmith@MYCLUB.com', vendorId: '11' },
  knownSource: { name: ' facebook', vendorId: '21' },
};
