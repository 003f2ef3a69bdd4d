import type { JsonObject } from '../../http/json-body.js';
import { badRequest, notFound } from '../../http/problem.js';
import type { People, Person, PersonStatus, TypedFields } from '../../scripting/people.js';
import type { StaffEdits } from './leads/staff-edits.js';
import type { Lead, SalesforceState } from './state.js';

/** Neutral field to the key of a lead. A lead has nowhere to put the others. */
const keys: Partial<Record<keyof TypedFields, string>> = {
  firstName: 'FirstName',
  lastName: 'LastName',
  email: 'Email',
  mobile: 'MobilePhone',
  homePhone: 'Phone',
  street: 'Street',
  city: 'City',
  state: 'State',
  zip: 'PostalCode',
  owner: 'OwnerId',
  leadSource: 'LeadSource',
};

/** Salesforce's leads in the neutral shape; one that is converted counts as a member. */
export class SalesforcePeople implements People {
  constructor(
    private readonly state: SalesforceState,
    private readonly staff: StaffEdits,
  ) {}

  list(): Person[] {
    return [...this.state.leads.values()].map((lead) => this.person(lead));
  }

  get(id: string): Person {
    return this.person(this.lead(id));
  }

  /** Any club will do: it is a text on the lead and nothing else. */
  add(club: string, status: PersonStatus, fields: TypedFields): Person {
    if (status === 'FORMER_MEMBER') throw badRequest('Salesforce has no former members.');
    const id = this.state.nextLeadId();
    this.state.leads.patch(id, { Company: '[not provided]', InTouch_Club__c: club, ...this.patchOf(fields) });
    return this.person(status === 'MEMBER' ? this.staff.convert(id) : this.lead(id));
  }

  edit(id: string, { club, ...fields }: TypedFields & { club?: string }): Person {
    return this.person(this.state.leads.patch(this.lead(id).Id, { ...this.patchOf(fields), ...(club === undefined ? {} : { InTouch_Club__c: club }) }));
  }

  sell(id: string, { newId }: { newId: boolean }): Person {
    this.lead(id);
    if (newId) throw badRequest('Salesforce keeps the id of a lead that it converts.');
    return this.person(this.staff.convert(id));
  }

  end(id: string): Person {
    this.lead(id);
    throw badRequest('Salesforce has no memberships that could end.');
  }

  delete(id: string): Person {
    this.lead(id);
    return this.person(this.staff.delete(id));
  }

  private lead(id: string): Lead {
    const lead = this.state.leads.get(id);
    if (lead === undefined) throw notFound(`Salesforce has no lead ${id}.`);
    return lead;
  }

  private patchOf(fields: TypedFields): JsonObject {
    const patch: JsonObject = {};
    for (const [field, key] of Object.entries(keys)) {
      const value = fields[field as keyof TypedFields];
      if (value !== undefined) patch[key] = value;
    }
    if ('State' in patch && this.hasCodes()) patch['StateCode'] = patch['State'];
    return patch;
  }

  private hasCodes(): boolean {
    return this.state.org?.stateCountryPicklists === true;
  }

  private person(lead: Lead): Person {
    const of = (key: string) => {
      const value = lead[key] ?? null;
      return value === null || value === '' ? null : String(value);
    };
    return {
      id: lead.Id,
      club: of('InTouch_Club__c'),
      status: lead.IsConverted === true ? 'MEMBER' : 'LEAD',
      firstName: of('FirstName'),
      lastName: of('LastName'),
      email: of('Email'),
      mobile: of('MobilePhone'),
      homePhone: of('Phone'),
      workPhone: null,
      street: of('Street'),
      city: of('City'),
      state: this.hasCodes() ? (of('StateCode') ?? of('State')) : of('State'),
      zip: of('PostalCode'),
      birthDate: null,
      gender: null,
      owner: of('OwnerId'),
      leadSource: of('LeadSource'),
      membershipType: null,
      deleted: lead.IsDeleted === true,
      createdAt: lead.createdAt,
      modifiedAt: lead.modifiedAt,
    };
  }
}
