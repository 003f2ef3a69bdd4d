import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { describeConnector } from './describe-connector.js';
import type { ConnectorProfile } from './profile.js';
import { workspaceRoot } from './workspace-root.js';

/**
 * Puts every connector there is through the suite, found by its profile, not listed. One of several parts, so that they can
 * be run beside each other: each profile belongs to one of them.
 */
export async function describeEveryConnector(part: number, parts: number): Promise<void> {
  const root = workspaceRoot();
  const profiles = globSync('apps/connector-*/src/*.profile.ts', { cwd: root }).sort();

  // A connector without its profile fails here.
  it('every connector has a profile', () => {
    const connectors = globSync('apps/connector-*/src/connector.ts', { cwd: root }).map((file) => file.split('/')[1]);
    expect([...new Set(profiles.map((file) => file.split('/')[1]))]).toEqual(connectors.sort());
  });

  for (const file of profiles.filter((_, index) => index % parts === part - 1)) {
    const { profile } = (await import(join(root, file))) as { profile: ConnectorProfile };
    describeConnector(profile);
  }
}
