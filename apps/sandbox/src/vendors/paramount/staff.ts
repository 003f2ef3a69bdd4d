import { element, nil, type XmlNode } from '../../http/xml.js';
import type { Caller } from './access.js';
import { textOf, type SoapCall } from './soap-call.js';
import type { ParamountState, StaffMember } from './state.js';
import { wrong, type Outcome } from './wire.js';

/** `GetStaff`: of the club of the header, by id. @param nullEmails hazard: every e-mail nil */
export function getStaff(state: ParamountState, { clubNumber }: Caller, { payload }: SoapCall, nullEmails: boolean): Outcome {
  const activeOnly = textOf(payload, 'ActiveOnly')?.trim() ?? '';
  if (activeOnly === '') return wrong('ActiveOnly', 'is required');
  if (activeOnly !== 'true' && activeOnly !== 'false') return wrong('ActiveOnly', 'is not valid');
  const found: StaffMember[] = [];
  for (const one of state.staff.values()) {
    if (one.club === clubNumber && (activeOnly === 'false' || isActive(one))) found.push(one);
  }
  found.sort((a, b) => a.StaffId - b.StaffId);
  return { data: [element('Staff', found.map((one) => staffMember(one, nullEmails)))] };
}

/** True for an active staff member of the club. */
export function isStaffOf(state: ParamountState, club: string, id: string): boolean {
  const one = state.staff.get(id);
  return one !== undefined && one.club === club && isActive(one);
}

const isActive = ({ Active }: StaffMember): boolean => Active !== false;

const staffMember = (one: StaffMember, nullEmails: boolean): XmlNode =>
  element('StaffMember', [
    element('StaffId', String(one.StaffId)),
    element('FirstName', one.FirstName ?? ''),
    element('LastName', one.LastName ?? ''),
    element('Email', nullEmails ? nil : (one.Email ?? nil)),
    element('Active', String(isActive(one))),
    element('Title', one.Title ?? nil),
  ]);
