import { expect, it } from '@jest/globals';
import { eventually } from '../club.js';
import type { SetStand } from '../describe-connector.js';
import type { ConnectorProfile } from '../profile.js';

interface Trouble {
  readonly name: string;
  readonly times?: number;
  readonly params?: Readonly<Record<string, unknown>>;
}

const deadlineMs = 40_000;

export function hazardFeatures(profile: ConnectorProfile, set: SetStand): void {
  const { operations, hazards } = profile;
  const passing: Trouble[] = [
    { name: 'outage-503', times: 2 },
    { name: 'error-500', times: 2 },
    { name: hazards.throttle, params: { retryAfter: 1 } },
    { name: 'html-login-page' },
    { name: 'connection-reset' },
    { name: 'timeout-before-commit', params: { holdMs: 1_500 } },
    { name: 'timeout-after-commit', times: 2 },
    { name: 'truncated-body' },
    { name: 'slow', params: { ms: 600 } },
    { name: hazards.unknownField },
  ];

  it.each(passing)('makes exactly one record of a create through $name', async ({ name, ...more }) => {
    const { club, vendor } = await set();
    await club.configure();
    await vendor.hazard(name, { operation: operations.create, ...more });
    await club.save('lead-1', profile.lead(1));
    await eventually('the record', async () => (await vendor.people()).length > 0, deadlineMs);
    await eventually('delivered', async () => club.delivered('lead-1').then(() => true), deadlineMs);
    expect(await vendor.people()).toMatchObject([{ firstName: 'First1', city: 'Columbus' }]);
  }, 90_000);

  it.each(passing)('brings an update to its end through $name', async ({ name, ...more }) => {
    const { club, vendor } = await set();
    await club.configure();
    await club.save('lead-1', profile.lead(1));
    await club.delivered('lead-1');
    await vendor.hazard(name, { operation: operations.update, ...more });
    await club.save('lead-1', { ...profile.lead(1), city: 'Dublin' });
    await eventually('the new city', async () => (await vendor.people())[0]?.city === 'Dublin', deadlineMs);
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(1);
  }, 90_000);

  it('does not lose what the contact became while its create was unanswered', async () => {
    const { club, vendor } = await set();
    await club.configure();
    for (const [index, name] of ['timeout-before-commit', 'timeout-after-commit'].entries()) {
      const contactId = `lead-${index}`;
      const before = (await vendor.creates()).length;
      await vendor.hazard(name, { operation: operations.create, params: { holdMs: 300 } });
      await club.save(contactId, profile.lead(index));
      await eventually('the create under way', async () => (await vendor.creates()).length > before);
      await club.save(contactId, { ...profile.lead(index), city: 'Newtown' });
      await eventually('the newer city', async () => (await vendor.people()).find(({ firstName }) => firstName === `First${index}`)?.city === 'Newtown', deadlineMs);
    }
    expect(await vendor.people()).toHaveLength(2);
  }, 90_000);

  it('looks twice before it creates again while the lists lag behind', async () => {
    const { club, vendor } = await set();
    await club.configure({ settings: { reconcileDelayMs: 1_300 } });
    await vendor.hazard('stale-read', { times: null, params: { ms: 1_000 } });
    await vendor.hazard('timeout-after-commit', { operation: operations.create });
    await club.save('lead-1', profile.lead(1));
    await eventually('the record', async () => (await vendor.people()).length > 0, deadlineMs);
    await club.delivered('lead-1');
    expect(await vendor.people()).toHaveLength(1);
  }, 60_000);

  if (!profile.createLooks) it('only looks for a record it may have made once the contact is not to be sent any more', async () => {
    const { club, vendor, instance } = await set();
    await club.configure({ settings: { reconcileDelayMs: 300 } });
    await vendor.hazard('timeout-before-commit', { operation: operations.create, params: { holdMs: 100 } });
    await vendor.hazard('timeout-after-commit', { operation: operations.create });
    await club.save('lost', profile.lead(1));
    await eventually('the first try', async () => (await vendor.creates()).length === 1);
    await club.save('stored', profile.lead(2));
    await eventually('the second try', async () => (await vendor.creates()).length === 2);
    await club.archive('lost');
    await club.archive('stored');
    await club.stands('lost', 'not-sent');
    await club.stands('stored', 'not-sent');
    expect(await vendor.people()).toMatchObject([{ firstName: 'First2' }]);
    expect(await instance.database.rows('SELECT contact_id FROM link')).toEqual([{ contact_id: 'stored' }]);
    await club.save('lost', profile.lead(1));
    await club.save('stored', { ...profile.lead(2), city: 'Dublin' });
    await club.delivered('lost');
    await club.delivered('stored');
    expect((await vendor.people()).map(({ city }) => city).sort()).toEqual(['Columbus', 'Dublin']);
  }, 60_000);

  if (profile.refusesWithText !== false) it('parks what the vendor refuses, with its text, until a person or a new save', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    for (const [index, name] of ['field-refused', ...(hazards.refused200 ? [hazards.refused200] : [])].entries()) {
      const contactId = `lead-${index}`;
      await vendor.hazard(name, { operation: operations.create, times: 2, params: { message: "LastName 'x' is wrong" } });
      await club.save(contactId, profile.lead(index));
      await club.stands(contactId, 'parked');
      expect(await instance.entries('vendor-refused', contactId)).toMatchObject([{ level: 'ERROR', detail: expect.stringContaining("LastName 'x' is wrong") }]);
      await club.retryParked();
      await eventually('parked again', async () => (await instance.entries('vendor-refused', contactId)).length === 2);
      await club.save(contactId, { ...profile.lead(index), city: 'Dublin' });
      await club.delivered(contactId);
    }
    expect((await vendor.people()).map(({ city }) => city)).toEqual((await vendor.people()).map(() => 'Dublin'));
  });

  if (profile.refusesWithText !== false) it('never tells a secret, even where the vendor says it, and no names in the service log', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    const secret = Object.values(profile.credentials)[0]!;
    await vendor.hazard('field-refused', { operation: operations.create, params: { message: `LastName '${secret}' of Last1 is wrong` } });
    await club.save('lead-1', profile.lead(1));
    await club.stands('lead-1', 'parked');
    expect(await instance.everyText()).not.toContain(secret);
    expect((await instance.state('lead-1'))!.lastError).toContain('***');
    expect(instance.log.join('\n')).not.toMatch(/Last1|First1|lead1@/);
  });

  it('holds the whole account as long as the vendor asks, then goes on', async () => {
    const { club, vendor } = await set();
    await club.configure();
    await vendor.hazard(hazards.throttle, { operation: operations.create, params: { retryAfter: 2 } });
    for (let n = 1; n <= 6; n += 1) await club.save(`lead-${n}`, profile.lead(n));
    for (let n = 1; n <= 6; n += 1) await club.delivered(`lead-${n}`);
    const creates = await vendor.creates();
    const [refused, ...after] = creates.map(({ at }) => Date.parse(at));
    // Calls that were under way already go on, and the one that took the place of the first of them to end.
    const underWay = Number(profile.settings(new URL('http://127.0.0.1'))['maxConcurrent'] ?? 4);
    expect(after.filter((at) => at - refused! < 1_900).length).toBeLessThanOrEqual(underWay);
    expect(Math.max(...after) - refused!).toBeGreaterThanOrEqual(1_900);
    expect((await vendor.people()).map(({ firstName }) => firstName).sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `First${n}`));
  }, 30_000);

  // Only where a hazard can tell updates from creates.
  if (operations.create !== operations.update) it('lets one contact fail again and again without stopping the others, and holds when nobody gets through', async () => {
    const { club, vendor, instance } = await set();
    await club.configure();
    await club.save('lead-0', profile.lead(0));
    await club.delivered('lead-0');
    await vendor.hazard('outage-503', { operation: operations.update, times: null });
    await club.save('lead-0', { ...profile.lead(0), city: 'Dublin' });
    for (let n = 1; n <= 4; n += 1) {
      await club.save(`lead-${n}`, profile.lead(n));
      await club.delivered(`lead-${n}`);
    }
    expect(await instance.entries('vendor-unavailable')).toEqual([]);
    for (let n = 1; n <= 4; n += 1) await club.save(`lead-${n}`, { ...profile.lead(n), city: 'Dublin' });
    await eventually('the breaker', async () => (await instance.entries('vendor-unavailable')).length === 1);
    await vendor.calm();
    await eventually('all five', async () => (await vendor.people()).every(({ city }) => city === 'Dublin'), deadlineMs);
    await eventually('the good news', async () => (await instance.entries('vendor-available')).length === 1);
  }, 60_000);
}
