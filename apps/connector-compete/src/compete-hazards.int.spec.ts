import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, SandboxProcess, Stand, type VendorPerson } from '@intouch/connector-kit/testing';
import { profile } from './compete.profile.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await Stand.set(profile, sandbox);
  stand.instance.run();
  await stand.club.configure();
});
afterEach(() => stand.clear());

const lead = profile.lead;
const ours = async (): Promise<VendorPerson[]> => (await stand.vendor.people()).filter(({ firstName }) => firstName.startsWith('First'));
const create = 'createMember';
const update = 'updatePersonalInformation';

async function delivered(contactId = 'lead-1', index = 1): Promise<string> {
  await stand.club.save(contactId, lead(index));
  await stand.club.delivered(contactId);
  return (await ours()).find(({ firstName }) => firstName === `First${index}`)!.id;
}

describe('card numbers', () => {
  it('one that was taken right before is asked for anew', async () => {
    await stand.vendor.hazard('barcode-race', { operation: create, times: 3 });
    await delivered();
    expect(await ours()).toHaveLength(1);
    const sent = (await stand.vendor.requests(create)).map(({ body }) => (JSON.parse(body) as { MemberId: string }).MemberId);
    expect(new Set(sent).size).toBe(4);
  });

  it('five in a row are an outage, not a refusal', async () => {
    await stand.vendor.hazard('barcode-race', { operation: create, times: 5 });
    await stand.club.save('lead-1', lead(1));
    await eventually('tried again later', async () => (await stand.instance.state('lead-1'))?.lastError?.includes('taken'));
    await stand.club.delivered('lead-1');
    expect(await ours()).toHaveLength(1);
    expect(await stand.instance.database.rows('SELECT 1 FROM delivery WHERE intent IS NOT NULL')).toEqual([]);
  });

  it('taken by somebody else while our create was unanswered: theirs is not ours', async () => {
    await stand.vendor.hazard('timeout-before-commit', { operation: create, params: { holdMs: 300 } });
    await stand.vendor.hazard('barcode-race', { operation: create, skip: 1 });
    await delivered();
    expect(await ours()).toHaveLength(1);
    expect(await stand.vendor.people()).toHaveLength(2);
  });

  it('a relative with our number, address and phone is not adopted', async () => {
    await stand.club.configure({ settings: { reconcileDelayMs: 400 } });
    await stand.vendor.hazard('timeout-before-commit', { operation: create, params: { holdMs: 100 } });
    await stand.club.save('lead-1', lead(1));
    const [request] = await eventually('the create', async () => {
      const seen = await stand.vendor.requests(create);
      return seen.length > 0 ? seen : undefined;
    });
    const { MemberId } = JSON.parse(request!.body) as { MemberId: string };
    const sister = await stand.vendor.typedIn({ club: '2', status: 'LEAD', firstName: 'Sister', lastName: 'Last1', email: lead(1).email, mobile: lead(1).mobile });
    await stand.vendor.record('PUT', `customers/${sister.id}`, { BarcodeId: MemberId });
    await stand.club.delivered('lead-1');
    const [link] = await stand.instance.published(topics.contactLinked);
    expect(link).toMatchObject({ how: 'created' });
    expect(link!.vendorContactId).not.toBe(sister.id);
    expect(await stand.vendor.people()).toHaveLength(2);
  });

  it('our own record under another contact is not adopted twice', async () => {
    await stand.club.configure({ settings: { reconcileDelayMs: 400 } });
    await stand.vendor.hazard('timeout-after-commit', { operation: create });
    await stand.club.save('lead-1', lead(1));
    const [person] = await eventually('the record', async () => {
      const people = await ours();
      return people.length > 0 ? people : undefined;
    });
    await stand.club.requestLink('lead-2', person!.id);
    await stand.club.delivered('lead-1');
    const links = await stand.instance.published(topics.contactLinked);
    expect(links.find(({ contactId }) => contactId === 'lead-1')!.vendorContactId).not.toBe(person!.id);
  });

  it('what is refused when it is repeated is looked for, not lost', async () => {
    await stand.vendor.hazard('timeout-after-commit', { operation: create });
    await stand.vendor.hazard('field-refused', { operation: create, skip: 1, params: { message: "City 'Columbus' is invalid" } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toHaveLength(1);
    expect(await stand.instance.published(topics.contactLinked)).toMatchObject([{ how: 'adopted' }]);
  });
});

describe('changes', () => {
  it.each(['change-pending', 'change-partial'])('%s is delivered, told with its number, and neither sent again nor asked for', async (hazard) => {
    await delivered();
    await stand.vendor.hazard(hazard, { operation: update });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin', street: '1 Oak St' });
    await eventually('told', async () => (await stand.instance.entries('pending-approval')).length === 1);
    expect(await stand.instance.entries('pending-approval')).toMatchObject([{ level: 'WARNING', detail: expect.stringMatching(/request \d+/) }]);
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin', street: '1 Oak St' });
    await eventually('delivered', async () => (await stand.instance.activities('lead-1')).filter(({ delivery }) => delivery?.state === 'delivered').length === 3);
    expect(await stand.vendor.requests(update)).toHaveLength(1);
  });

  it('change-error parks with the vendor\'s text', async () => {
    await delivered();
    await stand.vendor.hazard('change-error', { operation: update, params: { message: 'Not while on hold' } });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('vendor-refused')).toMatchObject([{ detail: 'Not while on hold' }]);
    // What the vendor has of it is not known: it is sent even where it is what was delivered before.
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.requests(update)).toHaveLength(2);
  });

  it('HTTP 500 is gone only where the customer is: one WARNING, no second record', async () => {
    const id = await delivered();
    await stand.vendor.hazard('error-500', { operation: update });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await eventually('the new city', async () => (await ours())[0]?.city === 'Dublin');
    expect(await stand.instance.entries('deleted-at-vendor')).toEqual([]);
    await stand.vendor.record('DELETE', `customers/${id}`);
    await stand.club.save('lead-1', { ...lead(1), city: 'Later' });
    await stand.club.stands('lead-1', 'closed');
    await stand.club.save('lead-1', { ...lead(1), city: 'Latest' });
    await eventually('told', async () => (await stand.instance.entries('link-closed')).length === 1);
    expect(await stand.instance.entries('deleted-at-vendor')).toHaveLength(1);
    expect(await stand.vendor.people()).toEqual([]);
  });

  it('a member is not sent, and stays as it is', async () => {
    await delivered();
    await stand.club.save('lead-1', { ...lead(1), status: 'MEMBER', city: 'Dublin' });
    await stand.club.stands('lead-1', 'not-sent');
    await stand.club.save('lead-2', { ...lead(2), status: 'MEMBER' });
    await stand.club.stands('lead-2', 'not-sent');
    expect(await stand.vendor.people()).toMatchObject([{ city: 'Columbus' }]);
  });

  it('clears what InTouch has emptied', async () => {
    await delivered();
    await stand.club.save('lead-1', { ...lead(1), email: null, mobile: '' });
    await eventually('cleared', async () => (await ours())[0]?.email === null);
    expect(await ours()).toMatchObject([{ mobile: null, city: 'Columbus' }]);
  });
});

describe('lists', () => {
  const list = 'getCustomers';
  const member = (n: number): Promise<VendorPerson> => stand.vendor.typedIn({ club: '2', status: 'MEMBER', firstName: `Mem${n}`, lastName: 'Ber' });

  it('a filter that is ignored is harmless, one that misses is healed by the sweep', async () => {
    await stand.club.configure({ settings: { fullSweepHour: null } });
    await member(1);
    await stand.club.pull();
    await stand.vendor.hazard('filter-ignored', { operation: list });
    expect(await stand.club.pull()).toMatchObject({ phase: 'read-all', counts: { read: 1 } });
    const late = await member(2);
    await stand.vendor.hazard('filter-misses', { operation: list, times: null });
    expect((await stand.club.pull()).reports.map(({ vendorContactId }) => vendorContactId)).not.toContain(late.id);
    await stand.instance.database.run(`UPDATE integration SET cursor = cursor || '{"sweptOn":null}'`);
    await stand.club.configure({ settings: { fullSweepHour: 0 } });
    expect((await stand.club.pull()).reports.map(({ vendorContactId }) => vendorContactId)).toContain(late.id);
  });

  it('year 0001 is no date', async () => {
    await member(1);
    await stand.vendor.hazard('year-0001', { times: null });
    expect((await stand.club.pull()).reports).toMatchObject([{ state: 'MEMBER', endDate: null, fields: { birthDate: null } }]);
  });
});

it('of the fixture every person is what the page says', async () => {
  const now = '2024-07-08T17:00:00Z';
  await stand.vendor.reset('default', now);
  stand.instance.aheadMs = Date.parse(now) - Date.now();
  await stand.club.configure({ settings: { competeClubId: 1 } });
  const { reports } = await stand.club.pull();
  expect(reports.map(({ vendorContactId, state, holds, endDate }) => [vendorContactId, state, holds, endDate !== null])).toEqual([
    ['1001', 'LEAD', false, false], ['1002', 'MEMBER', false, false], ['1003', 'FORMER_MEMBER', false, true], ['1004', 'MEMBER', true, false],
    ['1005', 'MEMBER', false, false], ['1006', 'FORMER_MEMBER', false, true], ['1007', 'MEMBER', false, true],
  ]);
});
