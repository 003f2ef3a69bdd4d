import type { Content, FitFacts, LinkedLookup, Settings } from '@intouch/connector-kit';
import { settings as rows } from '../settings.js';
import type { AbcClub, AbcRecord } from '../wire.js';

/** The page's defaults, and club 9003. */
export const settings: Settings = {
  ...Object.fromEntries(rows.map(({ name, default: given }) => [name, given])),
  baseUrl: 'https://abc.example/rest', soapBaseUrl: 'https://abc.example/ws', applicationId: 'app', clubNumber: '9003', waiverSignedOn: '2024-01-02', pagePauseMs: 0,
};

export const soap: Settings = { protocol: 'soap' };

export const club = { clientId: 'client', name: 'Club', timeZone: 'America/Chicago', country: 'US' };

export function facts({ set, ...more }: Partial<FitFacts<AbcClub>> & { readonly set?: Settings } = {}): FitFacts<AbcClub> {
  return { clubId: 'club-1', contactId: 'lead-1', settings: { ...settings, ...set }, club, today: '2026-11-25', reference: { timeZone: null }, owner: null, leadSource: null, generation: 0, creating: true, ...more };
}

export function lookup(vendorId: string | null, status = vendorId === null ? 'not-found' : 'matched'): LinkedLookup {
  return { id: 'x', name: 'Zoe Zero', vendorId, status };
}

export const employee = 'e0000000000000000000000000000001';
export const campaign = 'c0000000000000000000000000000001';

/** What `fit` makes of a contact with every field. */
export const whole: Content = {
  firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', mobile: '5015550101', homePhone: '5015550100', workPhone: '5015550102 x1234', street: '12 Main St', city: 'Sherwood',
  state: 'AR', zip: '72120', birthDate: '1990-04-02', gender: 'Unknown', country: 'US', notes: 'Asked about yoga', ownerStaffId: employee, leadSourceId: campaign,
};

/** JANE DOE of the page's sample. */
export function member(more: { readonly personal?: AbcRecord['personal']; readonly agreement?: AbcRecord['agreement']; readonly from?: AbcRecord['from'] } = {}): AbcRecord {
  return {
    id: 'a0000000000000000000000000000001',
    from: more.from ?? 'members',
    personal: {
      firstName: 'JANE', lastName: 'DOE', addressLine1: '12 MAIN ST', city: 'SHERWOOD', state: 'AR', postalCode: '72120', countryCode: 'US', email: 'jane@example.com',
      primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '0000', birthDate: '1990-04-02', gender: 'Female', isActive: 'true',
      memberStatus: 'Need Phone Number', joinStatus: 'Member', ...more.personal,
    },
    agreement: {
      isPrimaryMember: 'true', isNonMember: 'false', salesPersonId: employee, campaignId: campaign, sinceDate: '2024-07-07', beginDate: '2024-07-06', convertedDate: '2024-07-08',
      expirationDate: '2025-07-07', ...more.agreement,
    },
    created: '2024-07-08 06:35:41.088000',
    modified: '2024-07-08 07:36:23.829511',
  };
}

/** Without the keys: absent at ABC. */
export function without(record: AbcRecord, ...keys: readonly string[]): AbcRecord {
  const rest = (texts: AbcRecord['personal']): AbcRecord['personal'] => Object.fromEntries(Object.entries(texts).filter(([key]) => !keys.includes(key)));
  return { ...record, personal: rest(record.personal), agreement: rest(record.agreement) };
}

/** Ann Lee of the page's sample, or somebody like her. */
export function prospect(id: string, personal: AbcRecord['personal'] = {}, more: Partial<AbcRecord> = {}): AbcRecord {
  return {
    id, from: 'prospects', personal: { firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com', mobilePhone: '5015550111', gender: 'Unknown', isActive: 'true', ...personal },
    agreement: {}, created: '2024-07-08 06:35:41.088000', modified: '2024-07-08 06:35:41.088000', ...more,
  };
}
