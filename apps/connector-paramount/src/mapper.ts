import type { ContactSnapshot } from '@intouch/contracts';
import { Fitting, type Content, type FitFacts, type Fitted, type FittedValue } from '@intouch/connector-kit';
import type { Prospect } from './wire.js';

/** InTouch's field to Paramount's element, in the order of the vendor's table (vendors/paramount.md, sections 3.3 and 5). */
const elements = {
  firstName: 'FirstName', lastName: 'LastName', email: 'Email', homePhone: 'HomePhone', workPhone: 'WorkPhone', mobile: 'MobilePhone', street: 'Address1', city: 'City',
  state: 'State', zip: 'Zip', leadSourceId: 'LeadSourceId', ownerStaffId: 'MembershipAdvisorId', notes: 'Notes',
} as const satisfies Readonly<Record<string, keyof Prospect>>;

/** Content keys that only a create carries. */
export const createOnly: Readonly<Record<string, string | null>> = { notes: null };

export function fit(contact: ContactSnapshot, { owner, leadSource }: FitFacts<null>): Fitted {
  const fitting = new Fitting('latin1');
  fitting.cut('firstName', contact.firstName, 15);
  fitting.cut('lastName', contact.lastName, 20);
  fitting.email('email', contact.email, 50);
  for (const phone of ['homePhone', 'workPhone', 'mobile'] as const) fitting.phone10(phone, contact[phone]);
  fitting.cut('street', contact.street, 30);
  fitting.cut('city', contact.city, 20);
  fitting.state2('state', contact.state);
  fitting.zip('zip', contact.zip, 10);
  fitting.cut('notes', contact.notes, 500);
  // Set but not linked, in whatever way: left out. Emptied in InTouch: cleared, like every other field.
  fitting.lookup('leadSourceId', leadSource, { title: 'Paramount' });
  fitting.lookup('ownerStaffId', owner, { title: 'Paramount' });
  return { content: fitting.content, warnings: fitting.warnings, refusal: refusalOf(fitting.content) };
}

/** Two names with a letter in each, and one way to reach the person: without them Paramount takes nobody. */
function refusalOf(content: Content): Fitted['refusal'] {
  for (const key of ['firstName', 'lastName'] as const) {
    if (!/\p{L}/u.test(String(content[key] ?? ''))) {
      return { code: 'missing-required', field: key, detail: `${elements[key]} is required at Paramount and has no letter that Paramount can store.` };
    }
  }
  const reachable = ['email', 'homePhone', 'workPhone', 'mobile'].some((key) => isValue(content[key]));
  return reachable ? undefined : { code: 'missing-required', field: 'contact', detail: 'Paramount requires an e-mail address or a phone number, and there is none that can be sent.' };
}

const isValue = (value: FittedValue | undefined): boolean => value !== null && value !== undefined;

export function newProspect(content: Content, contactId: string): Prospect {
  return prospect('0', contactId, content, []);
}

/** Everything that has a value, null for what InTouch has emptied since it was sent; the rest stays as it is at Paramount. */
export function changedProspect(prospectId: string, contactId: string, content: Content, changes: Content): Prospect {
  const { notes: _notes, ...updatable } = content;
  return prospect(prospectId, contactId, updatable, Object.keys(changes).filter((key) => changes[key] === null));
}

function prospect(prospectId: string, contactId: string, content: Content, cleared: readonly string[]): Prospect {
  const values: Partial<Record<Exclude<keyof Prospect, 'ProspectId' | 'ExternalRef'>, string | null>> = {};
  for (const [key, element] of Object.entries(elements)) {
    const value = content[key];
    if (isValue(value)) values[element] = String(value);
    else if (cleared.includes(key)) values[element] = null;
  }
  return { ProspectId: prospectId, ExternalRef: contactId, ...values };
}
