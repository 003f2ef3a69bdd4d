import type { FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import type { Lead } from '../crm-access.js';
import { settings as rows } from '../settings.js';

/** The page's defaults, and the club `north`. */
export const settings: Settings = {
  ...Object.fromEntries(rows.filter(({ secret }) => !secret).map(({ name, default: given }) => [name, given])),
  baseUrl: 'https://crm.example/suite', userName: 'sim-user', clubValue: 'north',
};

export const v11: Settings = { protocol: 'rest-v11' };

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/New_York', country: 'US' };

export function facts({ set, ...more }: Partial<FitFacts<null>> & { readonly set?: Settings } = {}): FitFacts<null> {
  return { clubId: 'c1', contactId: 'lead-9', settings: { ...settings, ...set }, club, today: '2026-11-25', reference: null, owner: null, leadSource: null, generation: 0, creating: true, ...more };
}

export function lookup(vendorId: string | null, status = vendorId === null ? 'not-found' : 'matched'): LinkedLookup {
  return { id: 'x', name: 'Zoe Zero', vendorId, status };
}

export const user = '00000000-0000-4000-8000-000000000011';
/** Of `c1:lead-9:0`, by the page. */
export const ownId = '96fc1593-82bd-5430-ad00-a8c28d536462';

export const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'O\'Brien', email: 'Jane@example.com', mobile: '+1 614 200 1000', homePhone: '(614) 200-1001', workPhone: '614.200.1002 x12', street: '12  Main St',
  city: 'Boston', state: 'Massachusetts', zip: '02134-a', country: 'US', birthDate: '1990-04-02', gender: 'F', notes: 'Asked  about yoga', contactMethod: 'Web',
};

/** A lead as the CRM shows it. */
export function lead(more: Partial<Omit<Lead, 'values'>> = {}, values: Lead['values'] = {}): Lead {
  const { id = '18fb3213-9d0d-5329-8db3-c4ca01d11c21', deleted = false, converted = false, modified = '2026-11-22 02:02:30' } = more;
  return { id, deleted, converted, modified, values: { id, first_name: 'Jane', last_name: 'O\'Brien', email1: 'jane@example.com', account_name: 'north', status: 'New', ...values } };
}
