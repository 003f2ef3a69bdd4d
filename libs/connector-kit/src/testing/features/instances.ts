import { expect, it } from '@jest/globals';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

export function instanceFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations } = profile;

  it('two at once deliver everybody exactly once', async () => {
    const stand = await set();
    const { club, vendor } = stand;
    (await stand.another()).run();
    await club.configure();
    const leads = Array.from({ length: 60 }, (_, n) => n);
    await Promise.all(leads.map((n) => club.save(`lead-${n}`, profile.lead(n))));
    for (const n of leads) await club.delivered(`lead-${n}`);
    const people = await vendor.people();
    expect(people).toHaveLength(60);
    expect(new Set(people.map(({ email }) => email)).size).toBe(60);
    await Promise.all(leads.map((n) => club.save(`lead-${n}`, { ...profile.lead(n), city: 'Dublin' })));
    await eventually('all updated', async () => (await vendor.people()).every(({ city }) => city === 'Dublin'));
    expect(await vendor.people()).toHaveLength(60);
  }, 60_000);

  it.each(['timeout-before-commit', 'timeout-after-commit'])('a crash between intent and answer leaves one record (%s)', async (hazard) => {
    const stand = await set();
    const { club, vendor, instance } = stand;
    await club.configure();
    await vendor.hazard(hazard, { operation: operations.create, params: { holdMs: 5_000 } });
    await club.save('lead-1', profile.lead(1));
    await eventually('the create', async () => (await instance.database.rows('SELECT 1 FROM delivery WHERE intent IS NOT NULL')).length === 1);
    await eventually('the call', async () => (await vendor.creates()).length === 1);
    const second = await stand.another();
    await instance.crash();
    // The lease of the dead one has run out, and so has the time its answer might have come.
    await second.timePasses();
    second.aheadMs = 60_000;
    second.run();
    await eventually('delivered', async () => (await second.state('lead-1'))?.state === 'delivered', 30_000);
    expect(await vendor.people()).toHaveLength(1);
    expect(await second.database.rows('SELECT 1 FROM link WHERE live')).toHaveLength(1);
  }, 60_000);

  it('one that lost its claim while it waited writes nothing over the one that has it', async () => {
    const stand = await set();
    const { club, vendor, instance } = stand;
    await club.configure();
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    await vendor.hazard('slow', { operation: operations.update, params: { ms: 700 } });
    await club.save('lead-1', { ...profile.lead(1), city: 'First' });
    await eventually('the call', async () => (await vendor.updates()).length === 1);
    const second = await stand.another();
    await second.timePasses();
    await stand.clubOf(second).save('lead-1', { ...profile.lead(1), city: 'Second' });
    second.run();
    await eventually('the newer city', async () => (await vendor.people())[0]?.city === 'Second');
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await vendor.people()).toMatchObject([{ city: 'Second' }]);
    const [row] = await instance.database.rows<{ delivered: { city: string } }>('SELECT delivered FROM delivery');
    expect(row!.delivered.city).toBe('Second');
  }, 30_000);

  it('goes on after a standstill where it was', async () => {
    const stand = await set();
    const { club, vendor, instance } = stand;
    await club.configure();
    for (let n = 0; n < 10; n += 1) await club.save(`lead-${n}`, profile.lead(n));
    await instance.stop();
    const second = await stand.another();
    await second.timePasses();
    second.run();
    await eventually('all ten', async () => (await vendor.people()).length === 10);
    await eventually('all linked', async () => (await second.database.rows('SELECT 1 FROM link')).length === 10);
    expect(await vendor.people()).toHaveLength(10);
  }, 30_000);
}
