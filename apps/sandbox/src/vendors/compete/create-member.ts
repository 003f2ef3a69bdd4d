import { isObject, type JsonObject } from '../../http/json-body.js';
import type { Caller } from './access.js';
import { fitted, formats, type TextFormat } from './formats.js';
import type { CompeteState } from './state.js';
import { bare, failure, invalid, required, type Outcome } from './wire.js';

type Rule =
  | { readonly text: TextFormat; readonly storedAs: string }
  | { readonly check: (value: unknown, state: CompeteState) => boolean; readonly storedAs?: string }
  | { readonly cardNumber: true };

const text = (storedAs: string, format: TextFormat): Rule => ({ text: format, storedAs });
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const isFlag = (value: unknown) => typeof value === 'boolean' || value === 'true' || value === 'false';
const flag = (storedAs: string): Rule => ({ check: isFlag, storedAs });
const anything = (storedAs: string): Rule => ({ check: () => true, storedAs });

// In the order of the page's table: the first complaint in this order is the answer.
const rules: Readonly<Record<string, Rule>> = {
  MemberId: { cardNumber: true },
  HomeClubId: { check: (value, { clubs }) => isNumber(value) && isActive(clubs.get(String(value))), storedAs: 'HomeClubNumber' },
  FirstName: text('FirstName', formats.text25),
  LastName: text('LastName', formats.text30),
  MembershipTypeId: { check: (value, { membershipTypes }) => isNumber(value) && membershipTypes.get(String(value)) !== undefined },
  Address1: text('Address1', formats.text40),
  Address2: text('Address2', formats.text40),
  City: text('City', formats.text30),
  State: text('State', formats.state),
  PostalCode: text('ZipCode', formats.text10),
  Gender: text('Gender', formats.gender),
  DateOfBirth: text('DateOfBirth', formats.date),
  HomePhone: text('HomePhone', formats.phone),
  MobilePhone: text('CellPhone', formats.phone),
  WorkPhone: text('WorkPhone', formats.phone),
  PreferredPhoneType: text('PreferredPhone', formats.phoneType),
  EmailAddress: text('Email', formats.email),
  SalespersonID: { check: (value, { employees }) => isNumber(value) && employees.get(String(value))?.IsActive === true, storedAs: 'SalespersonID' },
  SourceID: { check: (value, { sources }) => isNumber(value) && sources.get(String(value)) !== undefined, storedAs: 'SourceID' },
  Title: text('Title', formats.text10),
  Occupation: text('Occupation', formats.text30),
  MiddleInitial: text('MiddleInitial', formats.anyText),
  Employer: text('Employer', formats.anyText),
  HeadOfHousehold: anything('HeadOfHousehold'),
  IncomeChoiceId: anything('IncomeChoiceId'),
  PriorityId: anything('PriorityId'),
  SocialSecurityNumber: anything('SocialSecurityNumber'),
  DriverLicense: anything('DriverLicense'),
  OkToContactHomePhone: flag('HomePhoneContactConsent'),
  OkToContactMobilePhone: flag('MobilePhoneContactConsent'),
  OkToContactWorkPhone: flag('WorkPhoneContactConsent'),
  OkToContactEmailAddress: flag('EmailContactConsent'),
  DoNotMail: flag('DoNotMail'),
  DoNotMarket: flag('DoNotMarket'),
};

const alwaysRequired = ['MemberId', 'HomeClubId', 'FirstName', 'LastName', 'MembershipTypeId'];

/** FieldNames of the metadata whose create key has another name. */
const createKeys: Readonly<Record<string, string>> = {
  CategoryID: 'MembershipTypeId',
  BarcodeID: 'MemberId',
  CellPhone: 'MobilePhone',
  Email: 'EmailAddress',
  Zipcode: 'PostalCode',
};

/**
 * `POST member/createmember`. Never detects duplicates.
 * @param barcodeRace hazard: another customer gets the card number right before
 */
export function createMember(state: CompeteState, caller: Caller, body: string, barcodeRace: boolean): Outcome {
  const sent = tolerantObject(body);
  if (sent === null) return failure(400, 'The request is invalid.');
  if (barcodeRace) takeCardNumber(state, caller, sent['MemberId']);

  const needed = new Set([...alwaysRequired, ...(caller.club.requiredFields ?? []).map((field) => createKeys[field] ?? field)]);
  const stored: JsonObject = {};
  for (const [key, rule] of Object.entries(rules)) {
    const value = sent[key] ?? null;
    if (isAbsent(value, rule)) {
      if (needed.has(key)) return required(key);
      if (value === null) continue;
    }
    const complaint = take(stored, key, value, rule, state, caller);
    if (complaint !== null) return complaint;
  }
  for (const key of needed) if (!(key in rules) && (sent[key] ?? '') === '') return required(key);

  const { Id, BarcodeId } = store(state, stored, state.membershipTypes.get(String(sent['MembershipTypeId']))?.Value ?? '');
  return bare({ Successful: true, CustomerId: Id, MemberId: BarcodeId });
}

/** An empty card number is not "missing" but "invalid"; other required texts must hold something. */
function isAbsent(value: unknown, rule: Rule): boolean {
  return value === null || (!('cardNumber' in rule) && typeof value === 'string' && value.trim() === '');
}

function take(stored: JsonObject, key: string, value: unknown, rule: Rule, state: CompeteState, { company }: Caller): Outcome | null {
  if ('cardNumber' in rule) {
    const long = typeof value === 'string' && value.length > 20;
    if (typeof value !== 'string' || (long && company.overLength !== 'truncate')) return invalid(key, value);
    const cardNumber = value.slice(0, 20);
    if (cardNumber.trim() === '' || state.cardNumbers.isTaken(cardNumber)) return invalid('BarcodeId', cardNumber);
    stored['BarcodeId'] = cardNumber;
  } else if ('text' in rule) {
    const kept = fitted(value, rule.text, company.overLength);
    if (kept === null) return invalid(key, value);
    if (kept !== '') stored[rule.storedAs] = rule.text === formats.date ? `${kept}T00:00:00` : kept;
  } else {
    if (!rule.check(value, state)) return invalid(key, value);
    if (rule.storedAs !== undefined) stored[rule.storedAs] = value;
  }
  return null;
}

function store(state: CompeteState, fields: JsonObject, membershipType: string) {
  const club = fields['HomeClubNumber'] as number;
  return state.customers.patch(String(state.nextCustomerId()), {
    ...fields,
    MemberType: membershipType === 'Prospect' ? 'Prospect' : 'Member',
    MembershipType: membershipType,
    Status: 'OK',
    StatusDate: `${state.today(club)}T00:00:00`,
  });
}

function takeCardNumber(state: CompeteState, { club }: Caller, cardNumber: unknown): void {
  if (typeof cardNumber !== 'string' || cardNumber === '') return;
  store(state, { HomeClubNumber: club.Id, FirstName: 'Quick', LastName: 'Walker', BarcodeId: cardNumber }, 'Prospect');
}

const isActive = (club: { active?: boolean } | undefined) => club !== undefined && club.active !== false;

/** A trailing comma before the last brace is tolerated, as the vendor's own suite sends one. */
function tolerantObject(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body.replace(/,\s*\}\s*$/, '}'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
