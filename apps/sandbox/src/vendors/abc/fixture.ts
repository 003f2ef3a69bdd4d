import type { JsonObject } from '../../http/json-body.js';
import type { Fixture } from '../vendor.js';
import type { AbcState } from './state.js';

const thirtyDays = 30 * 86_400_000;
const home = '9003';
const id = (letter: string, digit: number) => `${letter}${String(digit).padStart(31, '0')}`;

/** Section 8.3 of the page. `empty`: the clubs only; nothing else of this vendor is a code table. */
export function loadFixture(state: AbcState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = (fields: JsonObject) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });

  const club = (number: string, timeZone: string, fields: JsonObject = {}) =>
    state.clubs.patch(number, stamped({ ...sherwood, timeZone, email: `club${number}@example.com`, enabled: true, requiredFields: [], ...fields }));
  club('9003', 'America/Chicago');
  club('9004', 'America/New_York', { requiredFields: ['employer', 'occupation'] });
  club('30123', 'America/Los_Angeles');
  club('9099', 'America/Chicago', { enabled: false });
  if (fixture === 'empty') return;

  for (const [index, [firstName, lastName, email, employment]] of staff.entries()) {
    state.employees.patch(id('e', index + 1), stamped({
      club: home,
      personal: { firstName, lastName, ...(email === null ? {} : { email }) },
      employment: { employeeStatus: 'active', ...employment },
    }));
  }
  for (const [index, [campaignName, campaignGroup]] of campaigns.entries()) {
    state.campaigns.patch(id('c', index + 1), stamped({ club: home, campaignName, campaignGroup }));
  }
  for (const [index, { personal, agreement }] of members.entries()) {
    state.members.patch(id('a', index + 1), stamped({
      club: home,
      personal: { isActive: 'true', memberStatus: 'Active', joinStatus: 'Member', isConvertedProspect: 'false', ...personal },
      agreement: { isPrimaryMember: 'true', isNonMember: 'false', membershipType: 'BASIC', ...agreement },
    }));
  }
  state.prospects.patch(id('b', 1), stamped({ club: home, ...ann }));
}

const sherwood = { address1: '1 Test Way', city: 'Sherwood', state: 'AR', postalCode: '72120', country: 'US' };

const staff: readonly (readonly [firstName: string, lastName: string, email: string | null, employment: JsonObject])[] = [
  ['JOHN', 'SMITH', 'jsmith@myclub.com', { departments: { department: ['Sales', 'Front Desk'] } }],
  ['ABC', 'SUPPORT', null, {}],
  ['Amy', 'Fox', 'front@myclub.com', { departments: { department: 'Front Desk' } }],
  ['Bob', 'Fox', 'front@myclub.com', { departments: { department: ['Front Desk'] } }],
  [' Ana ', 'Silva', 'ASilva@MyClub.com ', { departments: { department: ['Sales'] } }],
  ['Old', 'Timer', 'old@myclub.com', { employeeStatus: 'inactive', departments: { department: ['Sales'] } }],
];

const campaigns = [['Web', 'Internet'], ['Facebook', 'Internet'], ['Import', 'Other'], ['Radio', 'Media'], ['Radio', 'Media']] as const;

const members: readonly { readonly personal: JsonObject; readonly agreement: JsonObject }[] = [
  {
    personal: {
      firstName: 'JANE', lastName: 'DOE', addressLine1: '12 MAIN ST', city: 'SHERWOOD', state: 'AR', postalCode: '72120', countryCode: 'US',
      email: 'jane@example.com', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '0000', birthDate: '1990-04-02',
      gender: 'Female', memberStatus: 'Need Phone Number', isConvertedProspect: 'true',
    },
    agreement: {
      agreementNumber: '900312345', salesPersonId: id('e', 1), campaignId: id('c', 1),
      sinceDate: '2024-07-08', beginDate: '2024-07-08', convertedDate: '2024-07-08', expirationDate: '2025-07-07',
    },
  },
  { personal: { firstName: 'TIM', lastName: 'DOE' }, agreement: { isPrimaryMember: 'false', sinceDate: '2024-07-08', beginDate: '2024-07-08' } },
  {
    personal: { firstName: 'SAM', lastName: 'OLD', isActive: 'false', memberStatus: 'Cancelled' },
    agreement: { sinceDate: '2023-07-01', beginDate: '2023-07-01', expirationDate: '2024-06-30' },
  },
  {
    personal: { firstName: 'ICE', lastName: 'COLE', isActive: 'false', memberStatus: 'Frozen' },
    agreement: { sinceDate: '2023-07-01', beginDate: '2023-07-01' },
  },
  {
    personal: { firstName: 'NON', lastName: 'PAYER' },
    agreement: { isNonMember: 'true', sinceDate: '2023-07-01', beginDate: '2023-07-01' },
  },
];

const ann = {
  personal: {
    firstName: 'Ann', lastName: 'Lee', state: 'AR', countryCode: 'US', email: 'ann@example.com', primaryPhone: '5015550110',
    mobilePhone: '5015550111', gender: 'Unknown', isActive: 'true',
  },
  agreement: { salesPersonId: id('e', 1), campaignId: id('c', 1), beginDate: '2024-07-08' },
};
