import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { profile as rest } from './abc.profile.js';

const { routeRefused, empty: _empty, pageDrift: _pageDrift, ...hazards } = rest.hazards;
const { knownSource: _noList, ...same } = rest;

/** The same club over ABC's older services: one list without pages, campaigns linked by hand. */
export const profile: ConnectorProfile = {
  ...same,
  variant: 'soap',
  settings: (sandbox) => ({ ...rest.settings(sandbox), protocol: 'soap', soapBaseUrl: `${sandbox.origin}/ws` }),
  operations: { create: 'soapInsertProspect', update: 'soapUpdateProspect', staff: 'xmlEmployeeList', list: 'xmlMemberList' },
  pages: false,
  hazards: { ...hazards, ...(routeRefused ? { routeRefused } : {}) },
};
