import { header, type Request } from '../../http/request.js';
import { badRequest, notFound } from '../../http/problem.js';
import type { JsonObject } from '../../http/json-body.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { Records } from '../../scripting/records.js';
import type { Answer } from '../../http/answer.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { Access, type Caller } from './access.js';
import { apply, updatePersonalInformation } from './change-requests.js';
import { createMember } from './create-member.js';
import { getCustomers, getMember, searchMembers } from './customers.js';
import { loadFixture } from './fixture.js';
import { hazards, notAuthorized } from './hazards.js';
import { createMemberNotes } from './notes.js';
import { CompetePeople } from './people.js';
import { getActiveClubs, getEmployees, getNextProspectMemberId, getProspectFields } from './reference.js';
import { CompeteState } from './state.js';
import { failure, withExtraKeys, written, type Outcome } from './wire.js';

const root = '/api/v3/';
const getMemberPath = 'member/getmember/';

/** Path below `/api/v3/`, in lower case as the vendor has it, to method and operation. */
const routes: Readonly<Record<string, readonly [method: string, operation: string]>> = {
  'club/getactiveclubs': ['GET', 'getActiveClubs'],
  'employee/getemployees': ['GET', 'getEmployees'],
  'prospect/getfieldsforprospectcreationbyemployee': ['GET', 'getProspectFields'],
  'prospect/getnextprospectmemberid': ['GET', 'getNextProspectMemberId'],
  'member/createmember': ['POST', 'createMember'],
  'changerequest/updatepersonalinformation': ['POST', 'updatePersonalInformation'],
  'member/getmember': ['GET', 'getMember'],
  'member/searchmembers': ['GET', 'searchMembers'],
  'member/getcustomers': ['GET', 'getCustomers'],
  'member/createmembernotes': ['POST', 'createMemberNotes'],
};

/** The twin of Jonas Compete: REST/JSON v3 under `/api/v3/`. Its shapes are those of https://github.com/tnuzum/API. */
class Compete implements Vendor {
  private readonly state: CompeteState;
  private readonly access: Access;
  readonly people: CompetePeople;
  readonly operations = Object.values(routes).map(([, operation]) => operation);
  readonly hazards = hazards;
  readonly redaction = { headers: ['x-api-key'] };
  readonly records: Vendor['records'];
  readonly actions = {
    'approve-change': (body: JsonObject) => this.decide(body, true),
    'reject-change': (body: JsonObject) => this.decide(body, false),
  };

  constructor({ clock }: Surroundings) {
    this.state = new CompeteState(clock);
    this.access = new Access(this.state);
    this.people = new CompetePeople(this.state);
    const { companies, clubs, employees, membershipTypes, sources, customers, notes } = this.state;
    this.records = { companies, clubs, employees, membershipTypes, sources, customers, notes } as unknown as Record<string, Records>;
  }

  owns(path: string): boolean {
    return path.startsWith(root);
  }

  identify(request: Request): Subject {
    return { operation: routes[routeOf(request.path)]?.[1] ?? 'unknown', club: header(request, 'x-clubid') };
  }

  answer(request: Request, { operation }: Subject, changes: ReadonlyMap<string, Params>): Answer {
    const outcome = this.outcome(request, operation, changes);
    return written(changes.has('unknown-field') ? { ...outcome, value: withExtraKeys(outcome.value) } : outcome);
  }

  reset(fixture: Fixture): void {
    this.access.reset();
    loadFixture(this.state, fixture);
  }

  private outcome(request: Request, operation: string, changes: ReadonlyMap<string, Params>): Outcome {
    const caller = this.access.check(request);
    if ('status' in caller) return caller;
    const route = routes[routeOf(request.path)];
    if (route === undefined) return failure(404, 'Endpoint was not found');
    if (route[0] !== request.method) return notAuthorized;
    return this.access.overLimit(caller) ?? this.perform(operation, request, caller, changes);
  }

  private perform(operation: string, request: Request, caller: Caller, changes: ReadonlyMap<string, Params>): Outcome {
    const { state } = this;
    const look = { yearOne: changes.has('year-0001') };
    const query = new URLSearchParams(request.search);
    switch (operation) {
      case 'getActiveClubs': return getActiveClubs(state);
      case 'getEmployees': return getEmployees(state, query);
      case 'getProspectFields': return getProspectFields(state, caller);
      case 'getNextProspectMemberId': return getNextProspectMemberId(state);
      case 'createMember': return createMember(state, caller, request.body, changes.has('barcode-race'));
      case 'updatePersonalInformation': return updatePersonalInformation(state, caller, request.body, approval(changes));
      case 'getMember': return getMember(state, request.path.slice(root.length + getMemberPath.length), look);
      case 'searchMembers': return searchMembers(state, query, look, changes);
      case 'getCustomers': return getCustomers(state, query, look, changes);
      case 'createMemberNotes': return createMemberNotes(state, caller, request.body);
      default: return failure(404, 'Endpoint was not found');
    }
  }

  private decide({ confirmationNumber }: JsonObject, approved: boolean): { customerId: number } {
    if (!Number.isSafeInteger(confirmationNumber)) throw badRequest('confirmationNumber must be a whole number.');
    const pending = this.state.pendingChanges.get(confirmationNumber as number);
    if (pending === undefined) throw notFound(`No change request waits under ${String(confirmationNumber)}.`);
    this.state.pendingChanges.delete(confirmationNumber as number);
    const stillThere = this.state.customers.get(String(pending.customerId)) !== undefined;
    if (approved && stillThere) apply(this.state, pending.customerId, Object.entries(pending.details));
    return { customerId: pending.customerId };
  }
}

function routeOf(path: string): string {
  const below = path.slice(root.length);
  return below.startsWith(getMemberPath) && below.length > getMemberPath.length ? 'member/getmember' : below;
}

function approval(changes: ReadonlyMap<string, Params>): 'as the club has it' | 'pending' | 'partial' {
  if (changes.has('change-partial')) return 'partial';
  return changes.has('change-pending') ? 'pending' : 'as the club has it';
}

export const createCompete = (surroundings: Surroundings): Vendor => new Compete(surroundings);
