import type { FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { settings as rows } from '../settings.js';

/** The page's defaults, and club 001 of the sandbox's login. */
export const settings: Settings = {
  ...Object.fromEntries(rows.filter(({ secret }) => !secret).map(({ name, default: given }) => [name, given])),
  baseUrl: 'https://club.mosoclub.example', userId: 'sim-user', machineName: 'intouch-1', homeClub: '001',
  membershipTypes: [{ code: 'GUEST', status: 'LEAD' }, { code: 'INTCH', status: 'LEAD' }, { code: 'GOLD', status: 'MEMBER' }, { code: 'STAFF', status: 'IGNORE' }], unmappedStatus: 'LEAD',
  defaultLeadType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22, defaultMemberType: 'GOLD',
  salespersonMap: { 'staff-1': 'Smith' }, sourceMap: { 'source-1': 'Web' },
};

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/New_York', country: 'US' };

export function facts({ set, ...more }: Partial<FitFacts<null>> & { readonly set?: Settings } = {}): FitFacts<null> {
  return { clubId: 'club-1', contactId: 'lead-1', settings: { ...settings, ...set }, club, today: '2026-11-25', reference: null, owner: null, leadSource: null, generation: 0, creating: true, ...more };
}

/** A staff member or lead source of InTouch, as the kit knows it. */
export function known(id: string, name: string): LinkedLookup {
  return { id, name, vendorId: null, status: 'not-found' };
}

/** Jane Doe of the page's sample, with more. */
export const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', homePhone: '617-200-1000', workPhone: '+1 617 200 1002 x7', mobile: '(617) 200-1001', street: '12  Main St',
  city: 'Boston', state: 'Massachusetts', zip: '02134', country: 'US', birthDate: '1990-04-02', gender: 'F', contactMethod: 'Web', notes: 'Asked  about yoga',
};
