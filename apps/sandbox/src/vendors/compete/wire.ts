import { json, type Answer } from '../../http/answer.js';
import type { Customer } from './state.js';

/** What an operation came to, before it is written down: an HTTP status and a JSON body. */
export interface Outcome {
  readonly status: number;
  readonly value: unknown;
  readonly delayMs?: number;
}

/** The usual envelope. */
export const result = (value: unknown): Outcome => ({ status: 200, value: { Status: 200, Message: null, Result: value } });
export const bare = (value: unknown): Outcome => ({ status: 200, value });
export const failure = (status: number, message: string): Outcome => ({ status, value: { Status: status, Message: message, Result: null } });

export const invalid = (key: string, value: unknown): Outcome => failure(400, `${key} '${String(value)}' is invalid`);
export const required = (key: string): Outcome => failure(400, `The ${key} field is required.`);
export const nothingFound = failure(404, 'Nothing found');
export const serverError = failure(500, 'An error has occurred.');
/** Compete's spelling of an empty list. */
export const noResults: Outcome = { status: 400, value: { Status: 204, Message: 'No results returned.' } };

export const written = ({ status, value, delayMs }: Outcome): Answer =>
  delayMs === undefined ? json(status, value) : { ...json(status, value), delayMs };

/** How the hazards of this request make values look. */
export interface Look {
  /** Empty dates as year 1. */
  readonly yearOne: boolean;
}

const yearOne = '0001-01-01T00:00:00';

/** A date as Compete answers it, `yyyy-MM-ddTHH:mm:ss`, club-local. */
function date(value: unknown, { yearOne: asYearOne }: Look): unknown {
  if (value === undefined || value === null || value === '') return asYearOne ? yearOne : null;
  return typeof value === 'string' && value.length === 10 ? `${value}T00:00:00` : value;
}

const furtherKeys = new Set([
  'EmailContactConsent', 'HomePhoneContactConsent', 'MobilePhoneContactConsent', 'WorkPhoneContactConsent', 'MaritalStatus',
  'Employer', 'EmergencyContact', 'EmergencyPhone', 'MarketingSourceID', 'MarketingSourceDescription', 'ReferringCustomerId',
  'GroupName', 'GroupNumber', 'DataExchangeID', 'Last30DaysCheckinCount', 'Last90DaysCheckinCount', 'AllowCharges', 'CreditLimit',
  'CurrentBalance', ...Array.from({ length: 15 }, (_, index) => `UserEntry${index + 2}`),
]);

/** A row of `getCustomers`. There is no home phone in it. */
export function customerRow(customer: Customer, look: Look): Record<string, unknown> {
  const of = (key: string): unknown => customer[key] ?? null;
  const row: Record<string, unknown> = {
    Id: customer.Id,
    BarcodeId: of('BarcodeId'),
    FirstName: of('FirstName'),
    MiddleInitial: of('MiddleInitial'),
    LastName: of('LastName'),
    DisplayName: of('DisplayName'),
    Title: of('Title'),
    Address1: of('Address1'),
    Address2: of('Address2'),
    City: of('City'),
    State: of('State'),
    ZipCode: of('ZipCode'),
    Email: of('Email'),
    CellPhone: of('CellPhone'),
    WorkPhone: of('WorkPhone'),
    PreferredPhone: of('PreferredPhone'),
    DateOfBirth: date(customer['DateOfBirth'], look),
    Gender: of('Gender'),
    HomeClubName: of('HomeClubName'),
    HomeClubNumber: of('HomeClubNumber'),
    JoinDate: date(customer.JoinDate, look),
    MembershipType: of('MembershipType'),
    MembershipExpires: date(customer.MembershipExpires, look),
    MemberType: of('MemberType'),
    Status: of('Status'),
    StatusID: of('StatusID'),
    StatusDate: date(customer.StatusDate, look),
    StatusReason: of('StatusReason'),
    SalespersonID: of('SalespersonID'),
    SalespersonName: of('SalespersonName'),
    SourceID: of('SourceID'),
    LastVisitDate: date(customer['LastVisitDate'], look),
    Interests: customer['Interests'] ?? [],
    UserEntry1: of('UserEntry1'),
  };
  for (const key in customer) if (furtherKeys.has(key)) row[key] = customer[key];
  return row;
}

/** The object of `getMember`; other words for the same things. */
export function memberObject(customer: Customer, look: Look): Record<string, unknown> {
  const of = (key: string): unknown => customer[key] ?? null;
  const phone = (key: string, type: string, extension: unknown = null) =>
    customer[key] === undefined ? null : { Number: customer[key], Extension: extension, PhoneType: type };
  return {
    MemberID: of('BarcodeId'),
    Name: {
      DisplayName: of('DisplayName'),
      FirstName: of('FirstName'),
      LastName: of('LastName'),
      MiddleInitial: of('MiddleInitial'),
      PreferredName: of('PreferredName'),
    },
    Address: {
      AddressLine1: of('Address1'),
      AddressLine2: of('Address2'),
      City: of('City'),
      StateProvince: of('State'),
      PostalCode: of('ZipCode'),
      Country: null,
    },
    EmailAddress: of('Email'),
    HomePhoneNumber: phone('HomePhone', 'home'),
    MobilePhoneNumber: phone('CellPhone', 'mobile'),
    WorkPhoneNumber: phone('WorkPhone', 'work', of('WorkPhoneExtension')),
    PreferredPhoneType: of('PreferredPhone'),
    DateOfBirth: date(customer['DateOfBirth'], look),
    HomeClubNumber: of('HomeClubNumber'),
    MemberExpireDate: date(customer.MembershipExpires, look),
  };
}

/** Hazard `unknown-field`: an extra key on every object. */
export function withExtraKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withExtraKeys);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) copy[key] = withExtraKeys(inner);
  return { ...copy, SimExtra: 'extra' };
}

