import { isObject } from '../../http/json-body.js';
import type { Caller } from './access.js';
import { fitted, formats, type TextFormat } from './formats.js';
import type { CompeteState, Customer } from './state.js';
import { failure, invalid, required, result, serverError, type Outcome } from './wire.js';

/** FieldName to the key of the record and its format. */
const fields: Readonly<Record<string, { readonly storedAs: string; readonly format: TextFormat }>> = {
  FirstName: { storedAs: 'FirstName', format: formats.text25 },
  LastName: { storedAs: 'LastName', format: formats.text30 },
  Address1: { storedAs: 'Address1', format: formats.text40 },
  Address2: { storedAs: 'Address2', format: formats.text40 },
  City: { storedAs: 'City', format: formats.text30 },
  State: { storedAs: 'State', format: formats.state },
  ZipCode: { storedAs: 'ZipCode', format: formats.text10 },
  EmailAddress: { storedAs: 'Email', format: formats.email },
  HomePhone: { storedAs: 'HomePhone', format: formats.phone },
  MobilePhone: { storedAs: 'CellPhone', format: formats.phone },
  WorkPhone: { storedAs: 'WorkPhone', format: formats.phone },
  DateOfBirth: { storedAs: 'DateOfBirth', format: formats.date },
  PreferredPhone: { storedAs: 'PreferredPhone', format: formats.phoneType },
  BarcodeId: { storedAs: 'BarcodeId', format: { length: 20, fits: (value) => value.trim() !== '' } },
  ...Object.fromEntries(
    [
      'MiddleInitial', 'DisplayName', 'PreferredName', 'WorkPhoneExtension', 'DriversLicenseNumber', 'EmergencyContactName',
      'EmergencyContactPhoneNumber', 'AllowOnlineSearch', 'RestrictMemberFromSearch',
    ].map((name) => [name, { storedAs: name, format: formats.anyText }]),
  ),
};

const neverEmpty = new Set(['FirstName', 'LastName', 'BarcodeId']);

/** What the hazards do to the approval. */
export type Approval = 'as the club has it' | 'pending' | 'partial';

type Change = readonly [storedAs: string, value: string | null];

/** `POST changerequest/updatepersonalinformation`: approved at once, pending, or split. An unknown customer is a 500. */
export function updatePersonalInformation(state: CompeteState, { company }: Caller, body: string, approval: Approval): Outcome {
  const sent = parsed(body);
  if (!isObject(sent)) return failure(400, 'The request is invalid.');
  if ((sent['CustomerId'] ?? null) === null) return required('CustomerId');
  const details = sent['ChangeDetails'];
  if (!Array.isArray(details) || details.length === 0) return required('ChangeDetails');
  const customer = typeof sent['CustomerId'] === 'number' ? state.customers.get(String(sent['CustomerId'])) : undefined;
  if (customer === undefined) return serverError;

  const changes: Change[] = [];
  for (const detail of details as unknown[]) {
    const change = readDetail(state, customer, detail, company.overLength);
    if ('status' in change) return change;
    changes.push(change);
  }
  const { auto, pending } = split(changes, approval, state.clubs.get(String(customer.HomeClubNumber))?.changeApproval);
  if (auto.length > 0) apply(state, customer.Id, auto);
  const autoNumber = auto.length > 0 ? state.nextConfirmation() : null;
  const pendingNumber = pending.length > 0 ? state.nextConfirmation() : null;
  if (pendingNumber !== null) state.pendingChanges.set(pendingNumber, { customerId: customer.Id, details: Object.fromEntries(pending) });
  return result({ AutoApprovedConfirmationNumber: autoNumber, PendingConfirmationNumber: pendingNumber, ErrorMessages: 'None' });
}

/** Does what was asked for; null clears. */
export function apply(state: CompeteState, customerId: number, changes: readonly Change[]): void {
  state.customers.patch(String(customerId), Object.fromEntries(changes));
}

function readDetail(state: CompeteState, customer: Customer, detail: unknown, overLength: string | undefined): Change | Outcome {
  const { FieldName: name, NewValue: value } = isObject(detail) ? detail : {};
  const field = typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name]! : undefined;
  if (field === undefined) return invalid('FieldName', name ?? '');
  if (value === '' && !neverEmpty.has(name as string)) return [field.storedAs, null];
  const kept = typeof value === 'string' && value.trim() === '' ? null : fitted(value, field.format, overLength);
  if (kept === null) return invalid(name as string, value ?? '');
  if (field.storedAs === 'BarcodeId' && kept !== customer.BarcodeId && state.cardNumbers.isTaken(kept)) return invalid('BarcodeId', kept);
  return [field.storedAs, field.format === formats.date ? `${kept}T00:00:00` : kept];
}

function split(changes: readonly Change[], approval: Approval, club: 'auto' | 'pending' | undefined): { auto: readonly Change[]; pending: readonly Change[] } {
  if (approval === 'partial') return { auto: changes.slice(0, 1), pending: changes.slice(1) };
  const waits = approval === 'pending' || club === 'pending';
  return waits ? { auto: [], pending: changes } : { auto: changes, pending: [] };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}
