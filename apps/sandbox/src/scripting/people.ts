import { json } from '../http/answer.js';
import type { JsonObject } from '../http/json-body.js';
import { badRequest } from '../http/problem.js';
import type { Router } from '../http/router.js';
import { isDate } from './local-date.js';

export const personStatuses = ['LEAD', 'MEMBER', 'FORMER_MEMBER'] as const;
export type PersonStatus = (typeof personStatuses)[number];

/** What somebody at the vendor can type in; absent keys are left as they are. */
export interface TypedFields {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  mobile?: string | null;
  homePhone?: string | null;
  workPhone?: string | null;
  street?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
  /** `yyyy-MM-dd` */
  birthDate?: string | null;
  gender?: 'M' | 'F' | null;
  /** The vendor's id or name, as text. */
  owner?: string | null;
  leadSource?: string | null;
  membershipType?: string | null;
}

/** A person at any vendor, in one shape; absent values are null, instants RFC 3339 UTC. */
export type Person = Required<TypedFields> & {
  id: string;
  /** The vendor's club id, as text; null at a vendor whose records need not have one. */
  club: string | null;
  status: PersonStatus;
  deleted: boolean;
  createdAt: string;
  modifiedAt: string;
};

/**
 * The people of one vendor. `on` is a club-local date, absent: today. Every method that takes an id throws a `Problem`:
 * 404 for an unknown one, 400 for what the vendor has no notion of.
 */
export interface People {
  list(): Person[];
  get(id: string): Person;
  /** @throws {Problem} 400 for a club the vendor does not have */
  add(club: string, status: PersonStatus, fields: TypedFields): Person;
  edit(id: string, fields: TypedFields & { club?: string }): Person;
  sell(id: string, sale: { membershipType?: string; on?: string; newId: boolean }): Person;
  end(id: string, on?: string): Person;
  delete(id: string): Person;
}

const textFields = [
  'firstName', 'lastName', 'email', 'mobile', 'homePhone', 'workPhone', 'street', 'city', 'state', 'zip', 'membershipType',
] as const;
const idFields = ['owner', 'leadSource'] as const;
const fixedFields = ['id', 'status', 'deleted', 'createdAt', 'modifiedAt'] as const;

/** Adds the calls under `/__sandbox/{vendor}/people`. */
export function addPeopleRoutes(router: Router, root: string, people: People): void {
  router
    .on(`GET ${root}/people`, ({ query }) => {
      const club = query.get('club');
      const found = people.list().filter((person) => club === null || person.club === club);
      return json(200, { people: found.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)) });
    })
    .on(`POST ${root}/people`, (call) => {
      const { club, status, ...rest } = call.body();
      if (!personStatuses.includes(status as PersonStatus)) throw badRequest(`status must be one of ${personStatuses.join(', ')}.`);
      return json(201, people.add(readClub(club), status as PersonStatus, readFields(rest)));
    })
    .on(`GET ${root}/people/{id}`, ({ params }) => json(200, people.get(params['id']!)))
    .on(`PATCH ${root}/people/{id}`, (call) => {
      const person = people.get(call.params['id']!);
      const { club, ...rest } = call.body();
      for (const field of fixedFields) {
        if (field in rest && rest[field] !== person[field]) throw badRequest(`${field} cannot be edited; a membership is sold or ended.`);
        delete rest[field];
      }
      return json(200, people.edit(person.id, { ...readFields(rest), ...(club === undefined ? {} : { club: readClub(club) }) }));
    })
    .on(`POST ${root}/people/{id}/sell`, (call) => {
      const { membershipType, newId = false, on } = call.body();
      if (typeof newId !== 'boolean') throw badRequest('newId must be true or false.');
      if (membershipType !== undefined && membershipType !== null && typeof membershipType !== 'string') throw badRequest('membershipType must be a text.');
      return json(200, people.sell(call.params['id']!, { newId, ...(membershipType ? { membershipType } : {}), ...readOn(on) }));
    })
    .on(`POST ${root}/people/{id}/end`, (call) => json(200, people.end(call.params['id']!, readOn(call.body()['on']).on)))
    .on(`POST ${root}/people/{id}/delete`, (call) => json(200, people.delete(call.params['id']!)));
}

function readClub(club: unknown): string {
  if (typeof club === 'number') return String(club);
  if (typeof club !== 'string' || club === '') throw badRequest("club must be the vendor's club id, as a text.");
  return club;
}

function readOn(on: unknown): { on?: string } {
  if (on === undefined || on === null) return {};
  if (!isDate(on)) throw badRequest('on must be a date, yyyy-MM-dd.');
  return { on };
}

function readFields(body: JsonObject): TypedFields {
  const fields: JsonObject = {};
  for (const [field, given] of Object.entries(body)) {
    const isId = (idFields as readonly string[]).includes(field);
    const value = isId && typeof given === 'number' ? String(given) : given;
    const complaint = value === null && isKnown(field) ? null : complaintAbout(field, value);
    if (complaint !== null) throw badRequest(complaint);
    fields[field] = value;
  }
  return fields;
}

const isKnown = (field: string) => field === 'birthDate' || field === 'gender' || ([...textFields, ...idFields] as string[]).includes(field);

function complaintAbout(field: string, value: unknown): string | null {
  if (!isKnown(field)) return `A person has no field ${field}.`;
  if (field === 'birthDate') return isDate(value) ? null : 'birthDate must be a date, yyyy-MM-dd, or null.';
  if (field === 'gender') return value === 'M' || value === 'F' ? null : 'gender must be M, F or null.';
  return typeof value === 'string' ? null : `${field} must be a text or null.`;
}
