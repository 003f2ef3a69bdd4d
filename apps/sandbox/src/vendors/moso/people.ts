import type { JsonObject } from '../../http/json-body.js';
import { badRequest, notFound } from '../../http/problem.js';
import { startOfDay } from '../../scripting/local-date.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import { asPhone, dayOf, midnight } from './formats.js';
import { isLeadType, type Member, type MosoState } from './state.js';

/** Neutral field to the key of a member, where the value goes as it is. */
const plainKeys: Partial<Record<keyof TypedFields, string>> = {
  firstName: 'FirstName',
  lastName: 'LastName',
  email: 'Email',
  street: 'Address1',
  city: 'City',
  state: 'State',
  zip: 'Zip',
  gender: 'Gender',
  owner: 'Salesperson',
  leadSource: 'Source',
  membershipType: 'Membership_Type',
};
const phoneKeys = { homePhone: 'Phone1', workPhone: 'Phone2', mobile: 'Phone3' } as const;

const firstLeadType = 'GUEST';
const firstMemberType = 'GOLD';

/** MoSoClub's members and guests in the neutral shape. */
export class MosoPeople implements People {
  constructor(private readonly state: MosoState) {}

  list(): Person[] {
    return [...this.state.members.values()].map((member) => this.person(member));
  }

  get(id: string): Person {
    return this.person(this.member(id));
  }

  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    this.needClub(club);
    const { state } = this;
    const id = state.nextId();
    const isLead = status === 'LEAD';
    state.members.patch(id, {
      HomeClub: club,
      ...keys(fields),
      Membership_Type: fields.membershipType ?? (isLead ? firstLeadType : firstMemberType),
      MemberStatus: 'Active',
      EnteredDate: state.localNow(club),
      ...(isLead ? {} : { MSDate: midnight(state.today(club)) }),
    });
    return status === 'FORMER_MEMBER' ? this.end(id) : this.get(id);
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    this.member(id);
    if (club !== undefined) this.needClub(club);
    return this.store(id, { ...keys(fields), ...(club === undefined ? {} : { HomeClub: club }) });
  }

  sell(id: string, { membershipType = firstMemberType, on, newId }: { membershipType?: string; on?: string; newId: boolean }): Person {
    const { HomeClub } = this.member(id);
    if (newId) throw badRequest('MoSoClub keeps the ID of whom it sells to.');
    const MSDate = midnight(on ?? this.state.today(HomeClub));
    return this.store(id, { Membership_Type: membershipType, MemberStatus: 'Active', MSDate, TermDate: null });
  }

  end(id: string, on?: string): Person {
    const { HomeClub } = this.member(id);
    const today = this.state.today(HomeClub);
    const day = on ?? today;
    if (day <= today) return this.store(id, { TermDate: midnight(day), MemberStatus: 'Terminated' });
    const person = this.store(id, { TermDate: midnight(day) });
    this.state.members.endLater(id, { on: day, at: startOfDay(day, this.state.timeZone(HomeClub)) });
    return person;
  }

  delete(id: string): Person {
    this.member(id);
    throw badRequest('MoSoClub deletes nobody.');
  }

  private store(id: string, patch: JsonObject): Person {
    return this.person(this.state.members.patch(id, patch));
  }

  private needClub(club: string): void {
    if (this.state.clubs.get(club) === undefined) throw badRequest(`MoSoClub has no club ${club}.`);
  }

  private member(id: string): Member {
    const member = this.state.members.get(id);
    if (member === undefined) throw notFound(`MoSoClub has no member ${id}.`);
    return member;
  }

  private person(member: Member): Person {
    const of = (key: string) => textOrNull(member[key]);
    const gender = of('Gender');
    return {
      id: member.ID,
      club: String(member.HomeClub),
      status: this.status(member),
      firstName: of('FirstName'),
      lastName: of('LastName'),
      email: of('Email'),
      mobile: of('Phone3'),
      homePhone: of('Phone1'),
      workPhone: of('Phone2'),
      street: of('Address1'),
      city: of('City'),
      state: of('State'),
      zip: of('Zip'),
      birthDate: dayOf(member['Birthday']),
      gender: gender === 'M' || gender === 'F' ? gender : null,
      owner: of('Salesperson'),
      leadSource: of('Source'),
      membershipType: of('Membership_Type'),
      deleted: false,
      createdAt: member.createdAt,
      modifiedAt: member.modifiedAt,
    };
  }

  /** Section 6 of the page, for one who is seen for the first time. */
  private status(member: Member): PersonStatus {
    if (isLeadType(member.Membership_Type)) return 'LEAD';
    const today = this.state.today(member.HomeClub);
    const ends = dayOf(member.TermDate);
    const since = dayOf(member.MSDate);
    switch (String(member.MemberStatus ?? '').trim().toLowerCase()) {
      case 'terminated':
      case 'expired': return ends === null || ends <= today ? 'FORMER_MEMBER' : 'MEMBER';
      case 'inactive': return ends !== null && ends <= today ? 'FORMER_MEMBER' : 'MEMBER';
      case 'active': return ends !== null && ends < today && (since === null || since <= ends) ? 'FORMER_MEMBER' : 'MEMBER';
      default: return 'MEMBER';
    }
  }
}

const textOrNull = (value: unknown) => (value === undefined || value === null || value === '' ? null : String(value));

function keys(fields: TypedFields): JsonObject {
  const patch: JsonObject = {};
  for (const [field, key] of Object.entries(plainKeys)) {
    const value = fields[field as keyof TypedFields];
    if (value !== undefined) patch[key] = value;
  }
  for (const [field, key] of Object.entries(phoneKeys)) {
    const value = fields[field as keyof typeof phoneKeys];
    if (value !== undefined) patch[key] = value === null ? null : asPhone(value);
  }
  if (fields.birthDate !== undefined) patch['Birthday'] = fields.birthDate === null ? null : midnight(fields.birthDate);
  return patch;
}
