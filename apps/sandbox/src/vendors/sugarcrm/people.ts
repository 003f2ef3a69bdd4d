import type { JsonObject } from '../../http/json-body.js';
import { badRequest, notFound } from '../../http/problem.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import { newCrmId } from './crm-id.js';
import { textOf, type Lead } from './lead.js';
import { convertLead, deleteLead } from './staff-work.js';
import type { SugarState } from './state.js';

/** Neutral field to the column of a lead; of gender and membership type the CRM knows nothing. */
const columns = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email1',
  mobile: 'phone_mobile',
  homePhone: 'phone_home',
  workPhone: 'phone_work',
  street: 'primary_address_street',
  city: 'primary_address_city',
  state: 'primary_address_state',
  zip: 'primary_address_postalcode',
  birthDate: 'birthdate',
  owner: 'assigned_user_id',
  leadSource: 'lead_source',
} as const satisfies Partial<Record<keyof TypedFields, string>>;

/** The CRM's leads in the neutral shape: whoever was converted is a MEMBER, and nobody ever stops being one. */
export class SugarPeople implements People {
  constructor(private readonly state: SugarState) {}

  list(): Person[] {
    return [...this.state.leads.values()].map(person);
  }

  get(id: string): Person {
    return person(this.lead(id));
  }

  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    if (status === 'FORMER_MEMBER') throw noEnd();
    const { id } = this.state.leads.patch(newCrmId(), { status: 'New', account_name: club, ...keys(fields) });
    return status === 'MEMBER' ? person(convertLead(this.state, id)) : this.get(id);
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    this.lead(id);
    return person(this.state.leads.patch(id, { ...keys(fields), ...(club === undefined ? {} : { account_name: club }) }));
  }

  sell(id: string, { newId }: { newId: boolean }): Person {
    this.lead(id);
    if (newId) throw badRequest('The CRM keeps the id of the lead it converts.');
    return person(convertLead(this.state, id));
  }

  end(id: string): Person {
    this.lead(id);
    throw noEnd();
  }

  delete(id: string): Person {
    this.lead(id);
    return person(deleteLead(this.state, id));
  }

  private lead(id: string): Lead {
    const lead = this.state.leads.get(id);
    if (lead === undefined) throw notFound(`The CRM has no lead ${id}.`);
    return lead;
  }
}

const noEnd = () => badRequest('The CRM knows nothing of agreements that end.');

function keys(fields: TypedFields): JsonObject {
  const given = Object.entries(columns).filter(([field]) => fields[field as keyof TypedFields] !== undefined);
  return Object.fromEntries(given.map(([field, column]) => [column, fields[field as keyof TypedFields] || null]));
}

function person(lead: Lead): Person {
  const of = (field: keyof typeof columns) => textOf(lead[columns[field]]) || null;
  const birthDate = of('birthDate');
  return {
    id: lead.id,
    club: lead.account_name ?? '',
    status: lead.converted === 1 ? 'MEMBER' : 'LEAD',
    firstName: of('firstName'),
    lastName: of('lastName'),
    email: of('email'),
    mobile: of('mobile'),
    homePhone: of('homePhone'),
    workPhone: of('workPhone'),
    street: of('street'),
    city: of('city'),
    state: of('state'),
    zip: of('zip'),
    birthDate: birthDate === '0000-00-00' ? null : birthDate,
    gender: null,
    owner: of('owner'),
    leadSource: of('leadSource'),
    membershipType: null,
    deleted: lead.deleted === 1,
    createdAt: lead.createdAt,
    modifiedAt: lead.modifiedAt,
  };
}
