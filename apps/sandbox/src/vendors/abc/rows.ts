import { isObject, type JsonObject } from '../../http/json-body.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import { localDate } from '../../scripting/local-date.js';
import { writeStamp } from './local-stamp.js';
import type { Member } from './member-records.js';
import { isActive, isProspect, type AbcState, type Club, type Employee, type Prospect } from './state.js';

/** Hazards of kind M that hit this request, name to params. */
export type Changes = ReadonlyMap<string, Params>;

/** Stamps of answers, whatever the club's own zone. */
const stampZone = 'America/Chicago';
const sandboxKeys = new Set(['club', 'createdAt', 'modifiedAt', 'note', 'enabled', 'requiredFields']);

/** What the wire shows of a record: without the sandbox's own keys. */
const shown = (row: JsonObject): JsonObject => Object.fromEntries(Object.entries(row).filter(([key]) => !sandboxKeys.has(key)));

/** Every scalar as a text, absent values without key. */
export function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null && one !== undefined).map(asTexts);
  if (!isObject(value)) return String(value);
  const texts: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined && inner !== null) texts[key] = asTexts(inner);
  return texts;
}

/** Hazard `unknown-field`: an extra key on every object. */
export function withExtraKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withExtraKeys);
  if (!isObject(value)) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withExtraKeys(inner)])), simExtra: 'extra' };
}

export const clubRow = (club: Club): JsonObject => asTexts(shown(club)) as JsonObject;

export const campaignRow = (campaign: JsonObject): JsonObject => asTexts(shown(campaign)) as JsonObject;

export function employeeRow(employee: Employee, changes: Changes): JsonObject {
  const row = asTexts(shown(employee)) as JsonObject;
  if (!changes.has('employee-variants')) return { employeeId: employee.employeeId, ...row };
  const { employeeId: id, employment, ...rest } = row;
  return { id, ...rest, ...(isObject(employment) ? { employment: withDepartmentAsText(employment) } : {}) };
}

function withDepartmentAsText(employment: JsonObject): JsonObject {
  const { departments } = employment;
  if (!isObject(departments) || !Array.isArray(departments['department'])) return employment;
  return { ...employment, departments: { ...departments, department: departments['department'].join(', ') } };
}

/** A row of `/prospects`. */
export function prospectRow(state: AbcState, prospect: Prospect, changes: Changes): JsonObject {
  const { prospectId, personal, agreement, ...rest } = shown(prospect);
  return asTexts({
    prospectId,
    personal: { ...read(state, prospect, personal), ...stamps(prospect, 'createdTimestamp', changes) },
    agreement: agreement ?? {},
    ...rest,
  }) as JsonObject;
}

/** A row of `/members`: a member, or an unconverted prospect in the words of members. */
export function memberRow(state: AbcState, row: Member | Prospect, changes: Changes): JsonObject {
  const { memberId: _member, prospectId: _prospect, agreement, ...rest } = shown(row);
  return asTexts({
    memberId: idOf(row),
    ...rest,
    personal: { ...memberPersonal(state, row), ...stamps(row, 'createTimestamp', changes) },
    agreement: agreement ?? {},
  }) as JsonObject;
}

/** A `member` of `getMemberList`: other stamps, and two dates of its own. */
export function xmlMemberRow(state: AbcState, row: Member | Prospect, changes: Changes): JsonObject {
  const agreement = row.agreement ?? {};
  const { convertedDate } = agreement;
  const contractDate = isProspect(row)
    ? localDate(Date.parse(row.createdAt), state.timeZone(row.club))
    : (convertedDate ?? agreement['sinceDate'] ?? agreement['beginDate']);
  return asTexts({
    memberId: idOf(row),
    personal: memberPersonal(state, row),
    agreement,
    contractDate,
    convertedDate,
    memberUpdateTimestamp: writeStamp(row.modifiedAt, stampZone, changes.has('unpadded-day')),
  }) as JsonObject;
}

export const idOf = (row: Member | Prospect): string => (isProspect(row) ? row.prospectId : row.memberId);

/** `Member` or `Prospect`; a row of members is one unless it says otherwise. */
export const joinStatusOf = (row: Member | Prospect): string =>
  isProspect(row) ? 'Prospect' : String(row.personal?.['joinStatus'] ?? 'Member');

function memberPersonal(state: AbcState, row: Member | Prospect): JsonObject {
  const asProspect = isProspect(row) ? { isConvertedProspect: 'false', homeClub: row.club } : {};
  return { ...read(state, row, row.personal), joinStatus: joinStatusOf(row), ...asProspect };
}

/** The person as read back: a blank work extension is `0000`, and a prospect may have expired. */
function read(state: AbcState, row: Member | Prospect, personal: unknown): JsonObject {
  const shownPersonal: JsonObject = isObject(personal) ? { ...personal } : {};
  if (isFilled(shownPersonal['workPhone']) && !isFilled(shownPersonal['workPhoneExt'])) shownPersonal['workPhoneExt'] = '0000';
  if (isProspect(row) && isActive(state, row) === false) shownPersonal['isActive'] = 'false';
  return shownPersonal;
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== '';

const stamps = (row: Member | Prospect, created: 'createTimestamp' | 'createdTimestamp', changes: Changes): JsonObject => ({
  [created]: writeStamp(row.createdAt, stampZone, changes.has('unpadded-day')),
  lastModifiedTimestamp: writeStamp(row.modifiedAt, stampZone, changes.has('unpadded-day')),
});
