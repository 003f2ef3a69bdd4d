import type { FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import type { ContactSnapshot } from '@intouch/contracts';
import { settings as rows } from '../settings.js';

/** The page's defaults, and club 1001 of the sandbox's login. */
export const settings: Settings = {
  ...Object.fromEntries(rows.map(({ name, default: given }) => [name, given])), baseUrl: 'https://paramount.example/api', userName: 'sim-user', clubNumber: '1001',
};

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/New_York', country: 'US' };

export function facts(more: Partial<FitFacts<null>> = {}): FitFacts<null> {
  return { clubId: 'club-1', contactId: 'lead-1', settings, club, today: '2026-11-25', reference: null, owner: null, leadSource: null, generation: 0, creating: true, ...more };
}

export function lookup(vendorId: string | null, status = vendorId === null ? 'not-found' : 'matched'): LinkedLookup {
  return { id: 'x', name: 'Zoe Zero', vendorId, status };
}

/** Jane Doe of the page's sample, with more. */
export const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'Jane@example.com', homePhone: '(617) 555-0100', workPhone: '+1 617 555 0102 x7', mobile: '617.555.0101', street: '12 Main St',
  city: 'Boston', state: 'Massachusetts', zip: '02134', country: 'US', birthDate: '1990-04-02', gender: 'F', contactMethod: 'Web', notes: 'Asked  about yoga',
};
