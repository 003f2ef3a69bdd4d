import { badRequest, notFound } from '../../http/problem.js';
import type { JsonObject } from '../../http/json-body.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import type { CompeteState, Customer } from './state.js';

/** Neutral field to the key of a customer, where the value goes as it is. */
const plainKeys: Partial<Record<keyof TypedFields, string>> = {
  firstName: 'FirstName',
  lastName: 'LastName',
  email: 'Email',
  mobile: 'CellPhone',
  homePhone: 'HomePhone',
  workPhone: 'WorkPhone',
  city: 'City',
  state: 'State',
  zip: 'ZipCode',
  gender: 'Gender',
  membershipType: 'MembershipType',
};

const midnight = (date: string) => `${date}T00:00:00`;
const textOrNull = (value: unknown) => (value === undefined || value === null || value === '' ? null : String(value));

/** Compete's customers in the neutral shape. */
export class CompetePeople implements People {
  constructor(private readonly state: CompeteState) {}

  list(): Person[] {
    return [...this.state.customers.values()].map((customer) => this.person(customer));
  }

  get(id: string): Person {
    return this.person(this.customer(id));
  }

  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    if (this.state.clubs.get(club) === undefined) throw badRequest(`Compete has no club ${club}.`);
    const id = String(this.state.nextCustomerId());
    this.state.customers.patch(id, {
      BarcodeId: this.state.cardNumbers.next(),
      club,
      Status: 'OK',
      ...keys(fields),
      ...(status === 'LEAD' ? { MemberType: 'Prospect', MembershipType: 'Prospect', StatusDate: midnight(this.state.today(Number(club))) } : {}),
    });
    if (status !== 'LEAD') this.sell(id, { newId: false, membershipType: fields.membershipType ?? undefined });
    return status === 'FORMER_MEMBER' ? this.end(id) : this.get(id);
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    this.customer(id);
    if (club !== undefined && this.state.clubs.get(club) === undefined) throw badRequest(`Compete has no club ${club}.`);
    return this.person(this.state.customers.patch(id, { ...keys(fields), ...(club === undefined ? {} : { club }) }));
  }

  sell(id: string, { membershipType = 'Athletic', on, newId }: { membershipType?: string | undefined; on?: string; newId: boolean }): Person {
    const old = this.customer(id);
    const day = midnight(on ?? this.state.today(old.HomeClubNumber));
    const sale = { MemberType: 'Member', MembershipType: membershipType, Status: 'OK', StatusDate: day, JoinDate: day, MembershipExpires: null };
    if (!newId) return this.person(this.state.customers.patch(id, sale));
    const { createdAt: _createdAt, modifiedAt: _modifiedAt, StatusID: _statusId, ...kept } = old;
    const [nextId, nextCard] = [String(this.state.nextCustomerId()), this.state.cardNumbers.next()];
    this.state.customers.delete(id);
    return this.person(this.state.customers.patch(nextId, { ...kept, ...sale, BarcodeId: nextCard }));
  }

  end(id: string, on?: string): Person {
    const customer = this.customer(id);
    return this.person(this.state.customers.patch(id, { Status: 'Terminate', StatusDate: midnight(on ?? this.state.today(customer.HomeClubNumber)) }));
  }

  delete(id: string): Person {
    this.customer(id);
    throw badRequest('Compete deletes nobody.');
  }

  private customer(id: string): Customer {
    const customer = this.state.customers.get(id);
    if (customer === undefined) throw notFound(`Compete has no customer ${id}.`);
    return customer;
  }

  private person(customer: Customer): Person {
    const of = (key: string) => textOrNull(customer[key]);
    const birthDate = of('DateOfBirth')?.slice(0, 10) ?? null;
    const gender = of('Gender');
    return {
      id: String(customer.Id),
      club: String(customer.HomeClubNumber),
      status: this.status(customer),
      firstName: of('FirstName'),
      lastName: of('LastName'),
      email: of('Email'),
      mobile: of('CellPhone'),
      homePhone: of('HomePhone'),
      workPhone: of('WorkPhone'),
      street: [of('Address1'), of('Address2')].filter((line) => line !== null).join(', ') || null,
      city: of('City'),
      state: of('State'),
      zip: of('ZipCode'),
      birthDate: birthDate?.startsWith('0001') ? null : birthDate,
      gender: gender === 'M' || gender === 'F' ? gender : null,
      owner: of('SalespersonID'),
      leadSource: of('SourceID'),
      membershipType: of('MembershipType'),
      deleted: false,
      createdAt: customer.createdAt,
      modifiedAt: customer.modifiedAt,
    };
  }

  private status(customer: Customer): PersonStatus {
    if (customer.MemberType === 'Prospect') return 'LEAD';
    const ended = String(customer.Status).toLowerCase() === 'terminate';
    return ended && (customer.StatusDate ?? '').slice(0, 10) <= this.state.today(customer.HomeClubNumber) ? 'FORMER_MEMBER' : 'MEMBER';
  }
}

/** @throws {Problem} 400 when owner or lead source is no number, as ids of Compete are */
function keys(fields: TypedFields): JsonObject {
  const patch: JsonObject = {};
  for (const [field, key] of Object.entries(plainKeys)) {
    const value = fields[field as keyof TypedFields];
    if (value !== undefined) patch[key] = value;
  }
  if (fields.street !== undefined) Object.assign(patch, { Address1: fields.street, Address2: null });
  if (fields.birthDate !== undefined) patch['DateOfBirth'] = fields.birthDate === null ? null : midnight(fields.birthDate);
  if (fields.owner !== undefined) patch['SalespersonID'] = idOf('owner', fields.owner);
  if (fields.leadSource !== undefined) patch['SourceID'] = idOf('leadSource', fields.leadSource);
  return patch;
}

function idOf(field: string, value: string | null): number | null {
  if (value === null) return null;
  if (!/^\d{1,15}$/.test(value)) throw badRequest(`${field} must be an id of Compete, a number.`);
  return Number(value);
}
