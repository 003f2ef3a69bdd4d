import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { eventually, SandboxProcess, type Stand, type VendorRequestSeen } from '@intouch/connector-kit/testing';
import { lead, sent, setUp } from './testing/twin.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await setUp(sandbox);
});
afterEach(async () => {
  await stand.vendor.calm();
  await stand.clear();
});

const operation = 'SaveProspect';
const finds = (): Promise<VendorRequestSeen[]> => stand.vendor.requests('FindProspect');

describe('a create that is answered without an id', () => {
  it('is found by our reference and adopted: one prospect', async () => {
    await stand.vendor.hazard('success-without-id', { operation });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toMatchObject([{ id: '5001', firstName: 'First1' }]);
    expect(await stand.vendor.creates()).toHaveLength(1);
    expect((await finds()).map((it) => sent(it, 'ExternalRef'))).toEqual(['lead-1']);
    expect(await stand.instance.published(topics.contactLinked)).toMatchObject([{ vendorContactId: '5001', how: 'adopted' }]);
    expect(await stand.instance.entries('duplicate-at-vendor')).toEqual([]);
  });

  it('is made once more only after two looks that found nobody', async () => {
    await stand.vendor.hazard('timeout-before-commit', { operation, params: { holdMs: 100 } });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toHaveLength(1);
    expect((await stand.vendor.requests()).map((it) => it.operation)).toEqual([operation, 'FindProspect', 'FindProspect', operation]);
  });
});

describe('several prospects under our reference', () => {
  const prospect = (id: number, more: object = {}): Promise<unknown> => stand.vendor.record('PUT', `prospects/${id}`, { club: '1001', ExternalRef: 'lead-1', FirstName: 'First1', LastName: 'Last1', ...more });

  it('the lowest is ours, and one WARNING names the others', async () => {
    await prospect(5009);
    await prospect(5010);
    await prospect(5008, { ExternalRef: 'lead-11' });
    await prospect(5007, { club: '1002' });
    await stand.vendor.hazard('success-without-id', { operation });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    expect(await stand.instance.published(topics.contactLinked)).toMatchObject([{ contactId: 'lead-1', vendorContactId: '5009', how: 'adopted' }]);
    const told = await stand.instance.entries('duplicate-at-vendor', 'lead-1');
    expect(told).toMatchObject([{ level: 'WARNING', detail: expect.stringMatching(/5009 .*5010, 5011/) }]);
    expect(told[0]!.detail).not.toMatch(/5007|5008/);
    // What was adopted is brought to what InTouch has.
    expect((await stand.vendor.updates()).map((it) => [sent(it, 'ProspectId'), sent(it, 'City')])).toEqual([['5009', 'Columbus']]);
  });

  it('one that belongs to another contact is neither ours nor one too many', async () => {
    await prospect(5009);
    await stand.club.requestLink('lead-2', '5009');
    await stand.vendor.hazard('success-without-id', { operation });
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    const links = await stand.instance.published(topics.contactLinked);
    expect(links.filter(({ contactId }) => contactId === 'lead-1')).toMatchObject([{ vendorContactId: '5010', how: 'adopted' }]);
    expect(await stand.instance.entries('duplicate-at-vendor')).toEqual([]);
  });
});

describe('what is not sent', () => {
  it.each(['MEMBER', 'FORMER_MEMBER'] as const)('a %s, known at Paramount or not', async (status) => {
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    await stand.club.save('lead-1', { ...lead(1), status, city: 'Dublin' });
    await stand.club.save('lead-2', { ...lead(2), status });
    for (const contactId of ['lead-1', 'lead-2']) {
      await stand.club.stands(contactId, 'not-sent');
      expect(await stand.instance.entries('not-a-lead', contactId)).toMatchObject([{ level: 'INFO' }]);
    }
    expect(await stand.vendor.people()).toMatchObject([{ city: 'Columbus', status: 'LEAD' }]);
    expect(await stand.vendor.requests(operation)).toHaveLength(1);
  });

  it('a lead whom nobody could reach: parked without a call, mended by the next save', async () => {
    await stand.club.save('lead-1', { ...lead(1), email: 'nonsense', mobile: '12345' });
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('missing-required', 'lead-1')).toMatchObject([{ level: 'ERROR', detail: expect.stringMatching(/e-mail address or a phone/) }]);
    expect(await stand.vendor.requests(operation)).toEqual([]);
    await stand.club.save('lead-1', { ...lead(1), email: null, mobile: null, workPhone: '614 200 0001' });
    await stand.club.delivered('lead-1');
    expect(await stand.vendor.people()).toHaveLength(1);
  });

  it('a linked lead whom nobody could reach any more keeps at Paramount what it has', async () => {
    await stand.club.save('lead-1', lead(1));
    await stand.club.delivered('lead-1');
    await stand.club.save('lead-1', { ...lead(1), email: null, mobile: null });
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.vendor.people()).toMatchObject([{ email: lead(1).email, mobile: lead(1).mobile }]);
    expect(await stand.vendor.updates()).toEqual([]);
  });

  it('a lead whose name Paramount cannot write', async () => {
    await stand.club.save('lead-1', { ...lead(1), firstName: 'Αθηνά' });
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('missing-required', 'lead-1')).toHaveLength(1);
    expect(await stand.vendor.requests(operation)).toEqual([]);
  });
});

it('characters arrive as the vendor can keep them, and what was lost is told', async () => {
  await stand.club.save('lead-1', { ...lead(1), firstName: 'Žofie', lastName: 'Łukasz-Ñandú', street: '🏠 Großer & Co <1>', city: 'Zürich' });
  await stand.club.delivered('lead-1');
  expect(await stand.vendor.people()).toMatchObject([{ firstName: 'Zofie', lastName: '?ukasz-Ñandú', street: '? Großer & Co <1>', city: 'Zürich' }]);
  const told = await stand.instance.entries('char-replaced', 'lead-1');
  expect(told.map(({ level, detail }) => [level, /(\S+) "/.exec(detail!)?.[1]])).toEqual([['WARNING', 'lastName'], ['WARNING', 'street']]);
  // What is stored is what we know of: the same once more is no call.
  await stand.club.save('lead-1', { ...lead(1), firstName: 'Zofie', lastName: 'Łukasz-Ñandú', street: '🏠 Großer & Co <1>', city: 'Zürich' });
  await eventually('looked at', async () => (await stand.instance.activities('lead-1')).filter(({ delivery }) => delivery?.state === 'delivered').length === 2);
  expect(await stand.vendor.requests(operation)).toHaveLength(1);
});
