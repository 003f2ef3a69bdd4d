import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeConnector } from './describe-connector.js';
import type { ConnectorProfile } from './profile.js';
import { workspaceRoot } from './workspace-root.js';

const root = workspaceRoot();
const profiles = globSync('apps/connector-*/src/*.profile.ts', { cwd: root }).sort();

// Found, not listed: a connector without its profile fails here.
it('every connector has a profile', () => {
  const connectors = globSync('apps/connector-*/src/connector.ts', { cwd: root }).map((file) => file.split('/')[1]);
  expect([...new Set(profiles.map((file) => file.split('/')[1]))]).toEqual(connectors.sort());
});

for (const file of profiles) {
  const { profile } = (await import(join(root, file))) as { profile: ConnectorProfile };
  describeConnector(profile);
}
