import { json, type Answer } from '../../http/answer.js';
import type { Member } from './state.js';

export const good = (data: unknown): Answer => json(200, { Data: data, Success: true, Message: null });
export const refused = (message: string, status = 400): Answer => json(status, { Data: null, Success: false, Message: message });
export const empty = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, headers, body: '' });

export const wrongLogin = refused('Invalid user id or password.', 401);
export const notLoggedIn = empty(302, { location: '/Account/Login' });
export const memberNotFound = refused('Member not found.', 404);
/** A body that is no JSON object; the page has no text for it. */
export const unreadable = refused('The request is invalid.');

/** The keys of the member object, in the order of the page; the second half nobody needs. */
const keys = [
  'ID', 'FirstName', 'LastName', 'Address1', 'City', 'State', 'Zip', 'Phone1', 'Phone2', 'Phone3', 'Email', 'Gender', 'Birthday', 'HomeClub',
  'Membership_Type', 'RefAgreementID', 'RefAgreementPriceID', 'Source', 'Salesperson', 'Salesperson3', 'Memo', 'MemberStatus', 'EnteredDate',
  'MSDate', 'ReDate', 'TermDate',
  'Address2', 'Company', 'Occupation', 'DriveLic', 'Barcode', 'Salesperson2', 'FirstBillDate', 'FreezeStartDate', 'FreezeEndDate', 'PG_MemberID',
  'RESPID', 'AutoBill', 'DoNotEmail', 'DoNotSendTextMessages', 'Acctnote', 'Emercon', 'EmerPhone', 'EmerExt',
] as const;

/** The member object. Absent values are null, or blank texts as a hazard demands; the sandbox's own keys stay at home. */
export function memberObject(member: Member, blankStrings: boolean): Record<string, unknown> {
  const number = Number(member.ID);
  // Ids that nobody should take for the ID.
  const further: Record<string, unknown> = { Barcode: `B${member.ID}`, PG_MemberID: number + 500_000, AutoBill: false, DoNotEmail: false, DoNotSendTextMessages: false };
  const absent = blankStrings ? '  ' : null;
  return Object.fromEntries(keys.map((key) => [key, present(member[key]) ?? further[key] ?? absent]));
}

const present = (value: unknown): unknown => (value === '' ? undefined : value);
