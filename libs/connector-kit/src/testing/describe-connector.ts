import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { workspaceRoot } from './workspace-root.js';
import { accessFeatures } from './features/access.js';
import { deliveryFeatures } from './features/delivery.js';
import { hazardFeatures } from './features/hazards.js';
import { inboundFeatures } from './features/inbound.js';
import { instanceFeatures } from './features/instances.js';
import { linkFeatures } from './features/links.js';
import { lookupFeatures } from './features/lookups.js';
import type { ConnectorProfile } from './profile.js';
import { SandboxProcess } from './sandbox-process.js';
import { Stand } from './stand.js';

/** Sets up the world of one test; its instance is at work, and it is cleared after the test. */
export type SetStand = (options?: { readonly fixture?: 'default' | 'empty'; readonly now?: string | null }) => Promise<Stand>;

/**
 * The one suite that every connector passes: its definition driven by the kit, with a real PostgreSQL, against the vendor's
 * twin in the sandbox. What only one vendor does stands in that connector's own specs.
 */
export function describeConnector(profile: ConnectorProfile): void {
  describe(['connector', profile.connector.vendor, ...(profile.variant ? [profile.variant] : [])].join(' '), () => {
    let sandbox: SandboxProcess;
    const stands: Stand[] = [];
    beforeAll(async () => {
      sandbox = await SandboxProcess.start(workspaceRoot());
    }, 30_000);
    afterAll(() => sandbox.stop());
    afterEach(async () => {
      await sandbox.vendor(profile.connector.vendor).calm();
      await Promise.all(stands.splice(0).map((stand) => stand.clear()));
    });
    const set: SetStand = async (options) => {
      const stand = await Stand.set(profile, sandbox, options);
      stands.push(stand);
      stand.instance.run();
      return stand;
    };

    describe('delivers', () => deliveryFeatures(profile, set));
    describe('under hazards', () => hazardFeatures(profile, set));
    describe('access', () => accessFeatures(profile, set));
    describe('instances', () => instanceFeatures(profile, set));
    describe('links', () => linkFeatures(profile, set));
    if (profile.connector.lookups) describe('look-ups', () => lookupFeatures(profile, set));
    if (profile.connector.inbound?.pull) describe('inbound', () => inboundFeatures(profile, set));
  });
}
