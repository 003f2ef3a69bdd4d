import type { Caller } from './access.js';
import { latin1, lengthOf } from './latin1.js';
import { isLeadSourceOf } from './lead-sources.js';
import { wholeNumber } from './soap-call.js';
import { isStaffOf } from './staff.js';
import type { ParamountState } from './state.js';
import { leadSourceNotFound, staffNotFound, wrong, type Refusal } from './wire.js';

const states = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD ' +
    'TN TX UT VT VA WA WV WI WY DC PR VI GU AS MP AB BC MB NB NL NS NT NU ON PE QC SK YT'
  ).split(' '),
);

interface Context {
  readonly name: string;
  readonly state: ParamountState;
  readonly caller: Caller;
}

interface Field {
  readonly name: string;
  /** Needed when new, and never to be cleared. */
  readonly isRequired?: true;
  /** What is stored of a text that is not empty, or why it is refused. */
  readonly fit: (text: string, context: Context) => string | number | Refusal;
}

const atMost = (length: number, isValid: (text: string) => boolean = () => true): Field['fit'] => (text, { name }) => {
  if (lengthOf(text) > length) return wrong(name, `maximum length is ${length}`);
  return isValid(text) ? latin1(text) : wrong(name, 'is not valid');
};

const phone: Field['fit'] = (text, { name }) => (/^\d{10}$/.test(text) ? text : wrong(name, 'must be 10 digits'));
const listedState: Field['fit'] = (text, { name }) => (states.has(text) ? text : wrong(name, 'is not valid'));

const leadSource: Field['fit'] = (text, { state, caller }) => {
  const id = wholeNumber(text);
  return id !== null && isLeadSourceOf(state, caller.userName, id) ? Number(id) : leadSourceNotFound(id ?? text);
};

const advisor: Field['fit'] = (text, { state, caller }) => {
  const id = wholeNumber(text);
  return id !== null && isStaffOf(state, caller.clubNumber, id) ? Number(id) : staffNotFound(id ?? text);
};

/** The elements of a `Prospect` after its id. In the order of the page's table: the first complaint in this order is the answer. */
export const prospectFields: readonly Field[] = [
  { name: 'ExternalRef', fit: atMost(36) },
  { name: 'FirstName', isRequired: true, fit: atMost(15) },
  { name: 'LastName', isRequired: true, fit: atMost(20) },
  { name: 'Email', fit: atMost(50, (text) => text.split('@').length === 2) },
  { name: 'HomePhone', fit: phone },
  { name: 'WorkPhone', fit: phone },
  { name: 'MobilePhone', fit: phone },
  { name: 'Address1', fit: atMost(30) },
  { name: 'City', fit: atMost(20) },
  { name: 'State', fit: listedState },
  { name: 'Zip', fit: atMost(10) },
  { name: 'LeadSourceId', fit: leadSource },
  { name: 'MembershipAdvisorId', fit: advisor },
  { name: 'Notes', fit: atMost(500) },
];
