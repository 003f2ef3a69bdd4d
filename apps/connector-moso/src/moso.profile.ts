import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { moso } from './connector.js';

/** How the suite of all connectors reaches MoSoClub's twin: login `sim-user`, club 001. */
export const profile: ConnectorProfile = {
  connector: moso,
  settings: (sandbox) => ({
    baseUrl: sandbox.origin, userId: 'sim-user', machineName: 'intouch-suite', homeClub: '001', timeoutMs: 1_000, reconcileDelayMs: 50,
    membershipTypes: [{ code: 'GUEST', status: 'LEAD' }, { code: 'INTCH', status: 'LEAD' }, { code: 'GOLD', status: 'MEMBER' }, { code: 'SILV', status: 'MEMBER' }, { code: 'STAFF', status: 'IGNORE' }], unmappedStatus: 'LEAD',
    defaultLeadType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22, defaultMemberType: 'GOLD',
  }),
  credentials: { password: 'not-a-real-password' },
  vendorClub: '001',
  timeZone: 'America/New_York',
  operations: { create: 'addMember', update: 'updateMember', login: 'authenticate' },
  // A create that is answered without its id; MoSoClub has no field more that it could show.
  hazards: { throttle: 'throttle-429', unknownField: 'success-without-id' },
  lead: (index) => ({
    status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, mobile: `614${2_000_000 + index}`, city: 'Columbus', state: 'OH', zip: '43004',
  }),
};
