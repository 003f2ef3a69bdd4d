import type { ConnectorProfile } from '@intouch/connector-kit/testing';
import { profile as v4 } from './sugarcrm.profile.js';

/** The same club over rest-v11, where a second look comes before a second create. */
export const profile: ConnectorProfile = { ...v4, variant: 'v11', createLooks: false, refusesWithText: true, settings: (sandbox) => ({ ...v4.settings(sandbox), protocol: 'rest-v11' }) };
