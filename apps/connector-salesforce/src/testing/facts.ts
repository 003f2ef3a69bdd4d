import type { ContactSnapshot } from '@intouch/contracts';
import type { FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import type { LeadForm } from '../reference.js';
import { settings as rows } from '../settings.js';
import type { LeadRecord, Row } from '../wire.js';

/** The page's defaults, and club north. */
export const settings: Settings = {
  ...Object.fromEntries(rows.filter(({ secret }) => !secret).map(({ name, default: given }) => [name, given])),
  loginUrl: 'https://myclub.my.salesforce.com', clientId: 'app', clubValue: 'north',
};

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/New_York', country: 'US' };

export const form: LeadForm = { lengths: {}, stateCodes: null };
export const withCodes: LeadForm = { lengths: {}, stateCodes: { ohio: 'OH', oh: 'OH', bavaria: 'BY', by: 'BY' } };

export function facts({ set, ...more }: Partial<FitFacts<LeadForm>> & { readonly set?: Settings } = {}): FitFacts<LeadForm> {
  return {
    clubId: 'c1', contactId: 'lead-9', settings: { ...settings, ...set }, club, today: '2026-11-25', reference: form, owner: null, leadSource: null, generation: 0, creating: true, ...more,
  };
}

export function lookup(vendorId: string | null, status = vendorId === null ? 'not-found' : 'matched'): LinkedLookup {
  return { id: 'x', name: 'Zoe Zero', vendorId, status };
}

export const john = '005SIM000000002YBA';
export const leadId = (n: number): string => `00QSIM00000000${n}2BA`;

/** Jane Doe of the page's sample. */
export const jane: ContactSnapshot = {
  status: 'LEAD', firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '+1 614 200 1000', homePhone: null, workPhone: '614 200 1002', street: '12 Main St', city: 'Columbus',
  state: 'OH', zip: '43004', country: 'US', notes: 'prefers mornings', attributes: { 'form.goal': 'strength' },
};

/** As the vendor answers a lead; null where nothing is said. */
export function leadRow(more: Row = {}): Row {
  return {
    Id: leadId(1), IsDeleted: false, MasterRecordId: null, IsConverted: false, FirstName: 'Ann', LastName: 'Lead', Company: '[not provided]', Email: 'ann@example.com', MobilePhone: '6142001051',
    Phone: null, Street: null, City: null, State: null, PostalCode: null, Country: null, LeadSource: null, Status: 'Open - Not Contacted', Description: null, OwnerId: john, InTouch_Id__c: null,
    InTouch_Club__c: 'north', CreatedDate: '2026-11-22T02:00:00.000+0000', LastModifiedById: john, SystemModstamp: '2026-11-22T02:00:05.000+0000', ...more,
  };
}

export function leadRecord(more: Row = {}, contactId: string | null = null): LeadRecord {
  return { row: leadRow(more), contactId };
}
