import type { JsonObject } from '../../http/json-body.js';
import type { Fixture } from '../vendor.js';
import { numbered, runAsUser, staffUser } from './ids.js';
import { convertedStatus } from './org.js';
import type { SalesforceState } from './state.js';

const thirtyDays = 30 * 86_400_000;
const company = '[not provided]';

/** Section 8.3 of the page. `empty`: org, app and users only. */
export function loadFixture(state: SalesforceState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = (fields: JsonObject) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });

  state.orgs.patch('default', stamped(org()));
  state.apps.patch('sim-client', stamped({ clientSecret: 'not-a-real-secret', runAs: runAsUser }));
  const user = (n: number, FirstName: string, LastName: string, Email: string | null, IsActive = true) =>
    state.users.patch(numbered('005', n), stamped({ FirstName, LastName, Email, IsActive }));
  user(1, 'Integration', 'User', 'integration@sim.example');
  user(2, 'John', 'Smith', 'jsmith@myclub.com');
  user(3, 'Amy', 'Fox', 'front@myclub.com');
  user(4, 'Bob', 'Fox', 'front@myclub.com');
  user(5, 'No', 'Mail', null);
  user(6, 'Old', 'Timer', 'old@myclub.com', false);
  user(7, 'Ana', 'Silva', 'ASilva@MyClub.com');
  if (fixture === 'empty') return;

  const lead = (n: number, FirstName: string, LastName: string, fields: JsonObject) =>
    state.leads.patch(numbered('00Q', n), stamped({ FirstName, LastName, Company: company, OwnerId: runAsUser, ...fields }));
  lead(1, 'Ann', 'Lead', { Email: 'ann@example.com', MobilePhone: '6142001051', InTouch_Club__c: 'north', OwnerId: staffUser });
  lead(2, 'Del', 'Eted', { IsDeleted: true });
  lead(3, 'Con', 'Verted', { IsConverted: true, Status: convertedStatus });
  lead(4, 'Sam', 'South', { InTouch_Club__c: 'south' });
  lead(5, 'Zoe', "O'Brien & Sons <x>", { InTouch_Club__c: 'north' });
}

function org(): JsonObject {
  const value = (name: string, more = {}) => ({ value: name, label: name, active: true, defaultValue: false, ...more });
  return {
    customFields: [
      { name: 'InTouch_Id__c', label: 'InTouch Id', type: 'string', length: 255, externalId: true, unique: true, caseSensitive: true },
      { name: 'InTouch_Club__c', label: 'InTouch Club', type: 'string', length: 80 },
      { name: 'Goal__c', label: 'Goal', type: 'string', length: 80 },
    ],
    stateCountryPicklists: false,
    requiredFields: [],
    leadSources: [...['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'].map((name) => value(name)), value('Radio', { active: false })],
    statuses: [value('Open - Not Contacted', { defaultValue: true }), value('Working - Contacted'), value(convertedStatus), value('Closed - Not Converted')],
    autoAssignTo: numbered('005', 5),
  };
}
