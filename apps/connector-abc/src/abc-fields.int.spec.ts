import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import type { ContactSnapshot } from '@intouch/contracts';
import { profile as soap } from './abc-soap.profile.js';
import { profile as rest } from './abc.profile.js';
import { atTheTwin, clubOf, prospectNamed, sentIn } from './testing/twin.js';

const set = atTheTwin();
const lead = rest.lead(1);
const stored = (stand: Stand) => prospectNamed(stand, 'First1');

async function delivered(stand: Stand, contact: ContactSnapshot): Promise<void> {
  await stand.club.save('lead-1', contact);
  await stand.club.delivered('lead-1');
}

/** Saved again and sent once more. */
async function changed(stand: Stand, contact: ContactSnapshot): Promise<void> {
  const before = (await stand.vendor.updates()).length;
  const told = (await stand.instance.activities('lead-1')).length;
  await stand.club.save('lead-1', contact);
  await eventually('the update', async () => (await stand.vendor.updates()).length > before);
  await eventually('its end', async () => (await stand.instance.activities('lead-1')).length > told);
}

describe('REST merges', () => {
  it('an empty text for what was sent before and InTouch has emptied, nothing for the rest', async () => {
    const stand = await set(rest);
    await stand.club.configure();
    await delivered(stand, { ...lead, homePhone: null });
    const { prospectId } = await stored(stand);
    await stand.vendor.record('PUT', `prospects/${prospectId}`, { personal: { addressLine1: '1 Oak St', primaryPhone: '5015550199' } });
    await changed(stand, { ...lead, city: null, email: '' });
    const { personal } = sentIn((await stand.vendor.updates())[0]!.body);
    expect(personal).toEqual({
      firstName: 'First1', lastName: 'Last1', city: '', state: 'OH', countryCode: 'US', postalCode: '43004', email: '', mobilePhone: '6142000001', gender: 'Unknown', misc1: 'lead-1',
    });
    expect((await stored(stand)).personal).toMatchObject({ addressLine1: '1 Oak St', primaryPhone: '5015550199', state: 'OH' });
    // Emptied once: from then on it is the club's again.
    await changed(stand, { ...lead, city: null, email: '', zip: '43005' });
    expect(Object.keys(sentIn((await stand.vendor.updates())[1]!.body).personal)).not.toContain('city');
  });
});

describe('SOAP replaces all', () => {
  const staffTyped = { personal: { city: 'Little Rock', primaryPhone: '(501) 555-0199', middleInitial: 'Q', birthDate: '1991-01-01' }, agreement: { salesPersonId: 'e0000000000000000000000000000005' } };

  it('what the club\'s staff typed stays, what InTouch emptied goes', async () => {
    const stand = await set(soap, { fixture: 'default' });
    await stand.club.configure();
    await delivered(stand, { ...lead, city: null, street: '12 Main St' });
    const { prospectId, agreement: { beginDate } } = await stored(stand);
    await stand.vendor.record('PUT', `prospects/${prospectId}`, staffTyped);
    await changed(stand, { ...lead, city: null, street: null, email: null, zip: '43005' });
    const { personal, agreement } = await stored(stand);
    expect(personal).toMatchObject({
      firstName: 'First1', city: 'Little Rock', primaryPhone: '5015550199', middleInitial: 'Q', birthDate: '1991-01-01', mobilePhone: '6142000001', state: 'OH', postalCode: '43005', gender: 'Unknown',
    });
    expect([personal['email'], personal['addressLine1']]).toEqual([undefined, undefined]);
    expect(agreement).toMatchObject({ salesPersonId: 'e0000000000000000000000000000005', beginDate });
  });

  it('and stays through the next change, though InTouch emptied the field long ago', async () => {
    const stand = await set(soap);
    await stand.club.configure();
    await delivered(stand, lead);
    await changed(stand, { ...lead, city: null });
    const { prospectId } = await stored(stand);
    await stand.vendor.record('PUT', `prospects/${prospectId}`, { personal: { city: 'Little Rock' } });
    await changed(stand, { ...lead, city: null, zip: '43005' });
    expect((await stored(stand)).personal).toMatchObject({ city: 'Little Rock', postalCode: '43005' });
  });

  it('a value that does not fit is left as ABC has it', async () => {
    const stand = await set(soap);
    await stand.club.configure();
    await delivered(stand, lead);
    await changed(stand, { ...lead, mobile: '12', zip: '43005' });
    expect((await stored(stand)).personal).toMatchObject({ mobilePhone: '6142000001', postalCode: '43005' });
    expect(await stand.instance.entries('omitted-invalid', 'lead-1')).toHaveLength(1);
  });
});

describe('a club that requires what InTouch does not have', () => {
  const club = clubOf(rest, '9004', 'America/New_York');

  it('refuses the lead until the constants are set', async () => {
    const stand = await set(club);
    await stand.club.configure();
    await stand.club.save('lead-1', lead);
    await stand.club.stands('lead-1', 'parked');
    expect(await stand.instance.entries('vendor-refused', 'lead-1')).toMatchObject([{ level: 'ERROR', detail: expect.stringContaining('employer') }]);
    await stand.club.configure({ settings: { constants: { employer: 'None', occupation: 'Other' } } });
    await stand.club.retryParked();
    await stand.club.delivered('lead-1');
    await changed(stand, { ...lead, city: 'Dublin' });
    expect((await stored(stand)).personal).toMatchObject({ employer: 'None', occupation: 'Other', city: 'Dublin' });
    expect(sentIn((await stand.vendor.updates())[0]!.body).personal).not.toHaveProperty('employer');
  });
});

describe('notes', () => {
  it('go with the create and never again', async () => {
    const stand = await set(rest);
    await stand.club.configure();
    await delivered(stand, { ...lead, notes: 'Asked about yoga' });
    expect((await stored(stand)).note).toEqual({ text: 'Asked about yoga' });
    await stand.club.save('lead-1', { ...lead, notes: 'And about swimming' });
    await eventually('looked at', async () => (await stand.instance.activities('lead-1')).filter(({ delivery }) => delivery).length === 2);
    expect(await stand.vendor.updates()).toEqual([]);
    await changed(stand, { ...lead, notes: 'And about swimming', city: 'Dublin' });
    expect(sentIn((await stand.vendor.updates())[0]!.body)).not.toHaveProperty('note');
    expect((await stand.instance.activities('lead-1')).filter(({ entry }) => entry?.level !== 'INFO' && entry !== null)).toEqual([]);
  });

  it('have no field in SOAP', async () => {
    const stand = await set(soap);
    await stand.club.configure();
    await delivered(stand, { ...lead, notes: 'Asked about yoga' });
    expect((await stand.vendor.creates())[0]!.body).not.toContain('yoga');
  });
});

describe('the extension of a work phone', () => {
  const workPhoneOf = async (stand: Stand): Promise<unknown> => (await stand.club.pull({ full: true })).reports.find(({ fields }) => fields.firstName === 'First1')?.fields.workPhone;

  it('travels both ways, and goes with the number it belonged to', async () => {
    const stand = await set(rest);
    await stand.club.configure();
    await delivered(stand, { ...lead, workPhone: '(501) 555-0102 ext. 1234' });
    expect((await stored(stand)).personal).toMatchObject({ workPhone: '5015550102', workPhoneExt: '1234' });
    expect(await workPhoneOf(stand)).toBe('5015550102 x1234');
    await changed(stand, { ...lead, workPhone: '5015550103' });
    expect((await stored(stand)).personal['workPhoneExt']).toBeUndefined();
    // Read back as 0000.
    expect(await workPhoneOf(stand)).toBe('5015550103');
    await changed(stand, { ...lead, workPhone: null });
    expect((await stored(stand)).personal['workPhone']).toBeUndefined();
    expect(await workPhoneOf(stand)).toBeNull();
  });

  it('has no field in SOAP: dropped with a WARNING, and left to the club\'s staff', async () => {
    const stand = await set(soap);
    await stand.club.configure();
    await delivered(stand, { ...lead, workPhone: '5015550102 x1234' });
    expect(await stand.instance.entries('extension-dropped', 'lead-1')).toMatchObject([{ level: 'WARNING' }]);
    expect((await stored(stand)).personal).toMatchObject({ workPhone: '5015550102' });
    expect(await workPhoneOf(stand)).toBe('5015550102');
  });
});
