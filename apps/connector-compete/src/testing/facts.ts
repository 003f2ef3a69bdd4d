import type { FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import type { ProspectForm } from '../reference.js';
import { settings as rows } from '../settings.js';
import type { Customer } from '../wire.js';

export const form: ProspectForm = { prospectTypeId: 2, prospectTypeName: 'Prospect', required: ['FirstName', 'LastName', 'CategoryID', 'BarcodeID'], lengths: {}, numeric: ['CategoryID', 'SourceID'] };

/** The page's defaults, and club 1. */
export const settings: Settings = { ...Object.fromEntries(rows.map(({ name, default: given }) => [name, given])), competeClubId: 1 };

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/New_York', country: 'US' };

export function facts(more: Partial<FitFacts<ProspectForm>> & { readonly set?: Settings; readonly form?: Partial<ProspectForm> } = {}): FitFacts<ProspectForm> {
  const { set, form: changed, ...rest } = more;
  return { clubId: 'club-1', contactId: 'lead-1', settings: { ...settings, ...set }, club, today: '2026-11-25', reference: { ...form, ...changed }, owner: null, leadSource: null, generation: 0, creating: true, ...rest };
}

export function lookup(vendorId: string | null, status = vendorId === null ? 'not-found' : 'matched'): LinkedLookup {
  return { id: 'x', name: 'Zoe Zero', vendorId, status };
}

/** Mary Member of the page's sample. */
export function customer(more: Partial<Customer> = {}): Customer {
  return {
    Id: 1002, BarcodeId: '500002', FirstName: 'Mary', LastName: 'Member', Address1: '1 Oak St', Address2: null, City: 'Columbus', State: 'OH', ZipCode: '43004',
    Email: 'mary@example.com', CellPhone: '6142001002', WorkPhone: null, DateOfBirth: '1985-05-05T00:00:00', Gender: 'F', JoinDate: '2024-07-01T00:00:00',
    MembershipType: 'Athletic', MembershipExpires: null, MemberType: 'Member', Status: 'OK', StatusDate: '2024-07-01T00:00:00', SourceID: 3, ...more,
  };
}
