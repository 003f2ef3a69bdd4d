import type { JsonObject } from '../../http/json-body.js';
import { badRequest, notFound } from '../../http/problem.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import type { Beside } from './kept-beside.js';
import type { ParamountState, Prospect } from './state.js';

/** Neutral field to the element of a prospect, where the value goes as it is. */
const plainKeys = {
  firstName: 'FirstName',
  lastName: 'LastName',
  email: 'Email',
  mobile: 'MobilePhone',
  homePhone: 'HomePhone',
  workPhone: 'WorkPhone',
  street: 'Address1',
  city: 'City',
  state: 'State',
  zip: 'Zip',
} as const satisfies Partial<Record<keyof TypedFields, string>>;

const recordStates: Readonly<Record<PersonStatus, string>> = { LEAD: 'prospect', MEMBER: 'member', FORMER_MEMBER: 'former' };

/** Paramount's prospects in the neutral shape. It knows no dates of a membership: what is sold or ended is so at once. */
export class ParamountPeople implements People {
  constructor(private readonly state: ParamountState) {}

  list(): Person[] {
    return [...this.state.prospects.values()].map((prospect) => this.person(prospect));
  }

  get(id: string): Person {
    return this.person(this.prospect(id));
  }

  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    this.needClub(club);
    return this.store(this.state.nextProspectId(), fields, { club, recordState: recordStates[status] });
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    this.prospect(id);
    if (club !== undefined) this.needClub(club);
    return this.store(id, fields, club === undefined ? {} : { club });
  }

  sell(id: string, { membershipType, newId }: { membershipType?: string; newId: boolean }): Person {
    this.prospect(id);
    if (newId) throw badRequest('Paramount keeps the id of whom it sells to.');
    return this.store(id, membershipType === undefined ? {} : { membershipType }, { recordState: 'member' });
  }

  end(id: string): Person {
    this.prospect(id);
    return this.store(id, {}, { recordState: 'former' });
  }

  delete(id: string): Person {
    this.prospect(id);
    throw badRequest('Paramount deletes nobody.');
  }

  private store(id: string, fields: TypedFields, further: JsonObject): Person {
    const prospect = this.state.prospects.patch(id, { ...keys(fields), ...further });
    const beside = besideOf(fields);
    if (Object.keys(beside).length > 0) this.state.keptBeside.add(prospect.ProspectId, beside);
    return this.person(prospect);
  }

  private needClub(club: string): void {
    if (this.state.clubs.get(club) === undefined) throw badRequest(`Paramount has no club ${club}.`);
  }

  private prospect(id: string): Prospect {
    const prospect = this.state.prospects.get(id);
    if (prospect === undefined) throw notFound(`Paramount has no prospect ${id}.`);
    return prospect;
  }

  private person(prospect: Prospect): Person {
    const of = (key: keyof Prospect) => textOrNull(prospect[key]);
    const { birthDate = null, gender = null, membershipType = null } = this.state.keptBeside.get(prospect.ProspectId);
    return {
      id: String(prospect.ProspectId),
      club: String(prospect.club),
      status: statusOf(prospect),
      firstName: of('FirstName'),
      lastName: of('LastName'),
      email: of('Email'),
      mobile: of('MobilePhone'),
      homePhone: of('HomePhone'),
      workPhone: of('WorkPhone'),
      street: of('Address1'),
      city: of('City'),
      state: of('State'),
      zip: of('Zip'),
      birthDate,
      gender,
      owner: of('MembershipAdvisorId'),
      leadSource: of('LeadSourceId'),
      membershipType,
      deleted: false,
      createdAt: prospect.createdAt,
      modifiedAt: prospect.modifiedAt,
    };
  }
}

const textOrNull = (value: unknown) => (value === undefined || value === null || value === '' ? null : String(value));

function statusOf({ recordState }: Prospect): PersonStatus {
  if (recordState === 'member') return 'MEMBER';
  return recordState === 'former' ? 'FORMER_MEMBER' : 'LEAD';
}

/** @throws {Problem} 400 when owner or lead source is no number, as ids of Paramount are */
function keys(fields: TypedFields): JsonObject {
  const patch: JsonObject = {};
  for (const [field, key] of Object.entries(plainKeys)) {
    const value = fields[field as keyof TypedFields];
    if (value !== undefined) patch[key] = value;
  }
  if (fields.owner !== undefined) patch['MembershipAdvisorId'] = idOf('owner', fields.owner);
  if (fields.leadSource !== undefined) patch['LeadSourceId'] = idOf('leadSource', fields.leadSource);
  return patch;
}

function besideOf({ birthDate, gender, membershipType }: TypedFields): Beside {
  return {
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    ...(membershipType === undefined ? {} : { membershipType }),
  };
}

function idOf(field: string, value: string | null): number | null {
  if (value === null) return null;
  if (!/^\d{1,15}$/.test(value)) throw badRequest(`${field} must be an id of Paramount, a number.`);
  return Number(value);
}
