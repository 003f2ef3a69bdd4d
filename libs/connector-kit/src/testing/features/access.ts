import { expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';
import type { Stand } from '../stand.js';

export function accessFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations, hazards } = profile;

  /** A club whose account is refused, with two leads that wait. */
  async function suspended(name = 'auth-revoked', operation = operations.login ?? operations.create): Promise<Stand> {
    const stand = await set();
    const { club, vendor, instance } = stand;
    await club.configure();
    await vendor.hazard(name, { operation, times: null });
    await club.save('lead-1', profile.lead(1));
    await club.save('lead-2', profile.lead(2));
    await eventually('suspended', async () => (await instance.published(topics.integrationStateChanged)).at(-1)?.state === 'suspended');
    await vendor.calm();
    return stand;
  }

  async function allWell({ club, vendor }: Stand): Promise<void> {
    await club.delivered('lead-1');
    await club.delivered('lead-2');
    expect(await vendor.people()).toHaveLength(2);
  }

  it('suspends the account with one ERROR and keeps what waits', async () => {
    const { vendor, instance } = await suspended();
    expect(await instance.entries('credentials-refused')).toMatchObject([{ level: 'ERROR' }]);
    expect((await instance.published(topics.integrationStateChanged)).at(-1)).toMatchObject({ suspendedReason: 'credentials-refused' });
    expect(await vendor.people()).toEqual([]);
    expect(await instance.database.rows('SELECT 1 FROM delivery WHERE due_at IS NOT NULL')).toHaveLength(2);
  });

  it.each([['resume', { resumes: 1 }], ['the same settings and credentials were saved anew', {}]])('goes on after %s', async (_, change) => {
    const stand = await suspended();
    await stand.club.configure(change);
    await allWell(stand);
    expect(await stand.instance.entries('access-retried')).toMatchObject([{ level: 'INFO' }]);
  });

  it('goes on after a check that passes', async () => {
    const stand = await suspended();
    expect(await stand.club.check()).toEqual(expect.objectContaining({ ok: true, problems: [] }));
    await allWell(stand);
    expect((await stand.instance.published(topics.integrationStateChanged)).at(-1)?.state).toBe('active');
  });

  it('goes on after the probe of five minutes', async () => {
    const stand = await suspended();
    await stand.instance.database.run('UPDATE account SET probe_at = now()');
    await allWell(stand);
  });

  it('goes on with new credentials, and says why not with wrong ones', async () => {
    const { club, instance, vendor } = await set();
    const [name] = Object.keys(profile.credentials);
    await club.configure({ credentials: { ...profile.credentials, [name!]: 'wrong-one' } });
    await club.save('lead-1', profile.lead(1));
    await eventually('suspended', async () => (await instance.published(topics.integrationStateChanged)).at(-1)?.state === 'suspended');
    expect((await club.check()).problems).toMatchObject([{ code: 'credentials-refused' }]);
    await club.configure({ credentials: profile.credentials });
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(1);
  });

  it('a refused account does not stop another account', async () => {
    const stand = await set();
    const other = stand.clubOf(stand.instance, 'club-2');
    const [name] = Object.keys(profile.credentials);
    await stand.club.configure({ credentials: { ...profile.credentials, [name!]: 'wrong-one' } });
    await other.configure();
    await stand.club.save('lead-1', profile.lead(1));
    await other.save('lead-2', profile.lead(2));
    await other.delivered('lead-2');
    await eventually('one suspended', async () => (await stand.instance.published(topics.integrationStateChanged)).some(({ clubId, state }) => clubId === 'club-1' && state === 'suspended'));
    expect((await stand.instance.published(topics.integrationStateChanged)).filter(({ clubId, state }) => clubId === 'club-2' && state === 'suspended')).toEqual([]);
  });

  if (hazards.routeRefused) {
    it('suspends where a right is not granted', async () => {
      const { instance } = await suspended(hazards.routeRefused, operations.create);
      expect(await instance.entries('access-refused')).toHaveLength(1);
    });
  }

  if (hazards.clubRefused) {
    it('suspends only the club that is refused', async () => {
      const stand = await set();
      const { club, vendor, instance, profile: { otherClub } } = stand;
      const other = stand.clubOf(instance, 'club-2');
      await club.configure();
      await other.configure({ settings: otherClub!.settings });
      await vendor.hazard(hazards.clubRefused!, { operation: operations.create, club: profile.vendorClub, times: null });
      await club.save('lead-1', profile.lead(1));
      await eventually('suspended', async () => (await instance.entries('club-refused')).length === 1);
      await other.save('lead-2', profile.lead(2));
      await other.delivered('lead-2');
      expect(await vendor.people()).toMatchObject([{ club: otherClub!.vendorClub }]);
      await vendor.calm();
      // Another club number may be just what was wrong.
      await club.configure({ settings: { timeoutMs: 2_000 } });
      await club.delivered('lead-1');
    });
  }
}
