import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, SandboxProcess, type Stand, type VendorPerson } from '@intouch/connector-kit/testing';
import { lead, sent, setUp } from './testing/twin.js';

let sandbox: SandboxProcess;
let stand: Stand;
beforeAll(async () => {
  sandbox = await SandboxProcess.start(process.cwd());
}, 30_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  stand = await setUp(sandbox);
  await stand.club.staff('staff-0', ' jsmith@MYCLUB.com', 'John Smith');
  await stand.club.source('source-0', 'facebook');
  await stand.club.lookup('leadSources', 'source-0', ({ vendorId }) => vendorId === '21');
  await stand.club.lookup('staff', 'staff-0', ({ vendorId }) => vendorId === '11');
});
afterEach(async () => {
  await stand.vendor.calm();
  await stand.clear();
});

const operation = 'SaveProspect';
const linked = { ownerStaffId: 'staff-0', leadSourceId: 'source-0' };
const person = async (): Promise<VendorPerson> => (await stand.vendor.people())[0]!;

async function delivered(more: object = {}): Promise<void> {
  await stand.club.save('lead-1', { ...lead(1), ...more });
  await stand.club.delivered('lead-1');
}

/** How often the lead was brought up to date, with a call or without. */
const rounds = async (): Promise<number> => (await stand.instance.activities('lead-1')).filter(({ delivery }) => delivery?.state === 'delivered').length;

/** Saves the lead anew and waits until that is done, and until the twin shows it. */
async function saved(more: object, wanted: Partial<VendorPerson>): Promise<void> {
  const before = await rounds();
  await stand.club.save('lead-1', { ...lead(1), ...more });
  await eventually(JSON.stringify(wanted), async () => {
    expect(await person()).toMatchObject(wanted);
    return (await rounds()) > before;
  });
}

describe('nil', () => {
  it('clears what was sent and emptied; what was never sent is left out', async () => {
    await delivered({ homePhone: '6142000009' });
    await stand.vendor.edited((await person()).id, { workPhone: '6142009999', street: '1 Oak St' });
    await saved({ homePhone: null, city: null }, { city: null, homePhone: null } as Partial<VendorPerson>);
    const [update] = await stand.vendor.updates();
    expect(['FirstName', 'LastName', 'Email', 'HomePhone', 'WorkPhone', 'MobilePhone', 'Address1', 'City', 'State', 'LeadSourceId', 'MembershipAdvisorId', 'Notes'].map((name) => sent(update!, name))).toEqual(
      ['First1', 'Last1', lead(1).email, '', null, lead(1).mobile, null, '', 'OH', null, null, null],
    );
    expect(update!.body.match(/xsi:nil="true"/g)).toHaveLength(2);
    expect(await person()).toMatchObject({ workPhone: '6142009999', street: '1 Oak St' });
    // Cleared once is enough.
    await saved({ homePhone: null, city: null, zip: '43017' }, { zip: '43017' } as Partial<VendorPerson>);
    expect((await stand.vendor.updates()).map((it) => sent(it, 'City'))).toEqual(['', null]);
  });

  it('takes owner and lead source away where InTouch has none any more', async () => {
    await delivered(linked);
    expect(await person()).toMatchObject({ owner: '11', leadSource: '21' });
    await saved({ ownerStaffId: null, leadSourceId: 'source-0' }, { owner: null, leadSource: '21' });
    await saved({}, { owner: null, leadSource: null });
    expect((await stand.vendor.updates()).map((it) => [sent(it, 'LeadSourceId'), sent(it, 'MembershipAdvisorId')])).toEqual([['21', ''], ['', null]]);
  });

  it('never takes away an owner that is set, but not linked', async () => {
    await delivered(linked);
    await stand.club.staff('staff-9', 'nobody@example.com', 'No Body');
    await saved({ ...linked, ownerStaffId: 'staff-9', city: 'Dublin' }, { city: 'Dublin', owner: '11', leadSource: '21' });
    expect(await stand.instance.entries('owner-unlinked', 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining('No Body') }]);
  });

  it('notes go with the create only', async () => {
    await delivered({ notes: 'Asked about yoga' });
    await saved({ notes: 'Asked about spin', city: 'Dublin' }, { city: 'Dublin' });
    await stand.club.save('lead-1', { ...lead(1), notes: null, city: 'Dublin' });
    await eventually('looked at', async () => (await rounds()) === 3);
    expect((await stand.vendor.requests(operation)).map((it) => sent(it, 'Notes'))).toEqual(['Asked about yoga', null]);
  });
});

describe.each([
  ['unknown-staff', 'MembershipAdvisorId', 'LeadSourceId', 'owner-unlinked', 'staff-0', 'John Smith'],
  ['unknown-source', 'LeadSourceId', 'MembershipAdvisorId', 'source-unlinked', 'source-0', 'facebook'],
] as const)('%s', (hazard, element, other, code, id, name) => {
  async function linkDropped(): Promise<void> {
    expect(await stand.instance.entries(code, 'lead-1')).toMatchObject([{ level: 'WARNING', detail: expect.stringContaining(name) }]);
    // It may be linked anew already: the refusal is told by the history.
    expect(await stand.instance.database.rows(`SELECT vendor_id, what FROM link_history WHERE id_in_intouch = $1 AND what LIKE 'unlinked%'`, [id]))
      .toEqual([{ vendor_id: element === 'LeadSourceId' ? '21' : '11', what: 'unlinked: refused' }]);
    // Sent once more without this element, and with all the rest.
    const [refused, taken] = (await stand.vendor.requests(operation)).slice(-2);
    expect([sent(refused!, element), sent(taken!, element)]).toEqual([element === 'LeadSourceId' ? '21' : '11', null]);
    expect(sent(taken!, other)).toBe(sent(refused!, other));
  }

  it('on create: one prospect, without the link', async () => {
    await stand.vendor.hazard(hazard, { operation });
    await delivered(linked);
    await linkDropped();
    expect(await stand.vendor.people()).toHaveLength(1);
    expect(await stand.vendor.creates()).toHaveLength(2);
  });

  it('on update: what Paramount has stays, the rest is brought up to date', async () => {
    await delivered(linked);
    await stand.vendor.hazard(hazard, { operation });
    await saved({ ...linked, city: 'Dublin' }, { city: 'Dublin', owner: '11', leadSource: '21' });
    await linkDropped();
    expect(await stand.vendor.updates()).toHaveLength(2);
  });

  it('once linked again, the lead has it', async () => {
    await stand.vendor.hazard(hazard, { operation });
    await delivered(linked);
    await stand.club.resync();
    await eventually('the link at Paramount', async () => (await stand.vendor.updates()).some((it) => sent(it, element) !== null));
    expect(await person()).toMatchObject({ owner: '11', leadSource: '21' });
  });
});

it('a source and an owner that are both refused are both left out', async () => {
  await stand.vendor.hazard('unknown-source', { operation });
  await stand.vendor.hazard('unknown-staff', { operation, skip: 1 });
  await delivered(linked);
  expect(await person()).toMatchObject({ owner: null, leadSource: null });
});

describe.each([['convert-on-update', 'converted-at-vendor'], ['delete-on-update', 'deleted-at-vendor']])('%s', (hazard, code) => {
  it('closes the link with one WARNING; later saves are INFO, and nobody is made in its place', async () => {
    await delivered();
    await stand.vendor.hazard(hazard, { operation });
    await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
    await stand.club.stands('lead-1', 'closed');
    for (const city of ['Later', 'Latest']) {
      await stand.club.save('lead-1', { ...lead(1), city });
      await eventually('told', async () => (await stand.instance.entries('link-closed', 'lead-1')).length === (city === 'Later' ? 1 : 2));
    }
    expect(await stand.instance.entries(code)).toMatchObject([{ level: 'WARNING' }]);
    expect(await stand.instance.entries('link-closed')).toMatchObject([{ level: 'INFO' }, { level: 'INFO' }]);
    expect(await stand.vendor.requests(operation)).toHaveLength(2);
    expect((await stand.vendor.people()).map(({ status, city }) => [status, city])).toEqual(code === 'deleted-at-vendor' ? [] : [['MEMBER', 'Columbus']]);
    // The id is kept: it is still this contact's.
    expect(await stand.instance.database.rows('SELECT contact_id, vendor_contact_id FROM link WHERE closed IS NOT NULL')).toEqual([{ contact_id: 'lead-1', vendor_contact_id: '5001' }]);
  });
});

it('sold at the front desk: the next save finds it so', async () => {
  await delivered();
  await stand.vendor.sold('5001');
  await stand.club.save('lead-1', { ...lead(1), city: 'Dublin' });
  await stand.club.stands('lead-1', 'closed');
  expect(await stand.instance.entries('converted-at-vendor')).toHaveLength(1);
});
