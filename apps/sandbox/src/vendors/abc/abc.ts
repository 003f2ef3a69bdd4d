import type { Answer } from '../../http/answer.js';
import { badRequest, notFound } from '../../http/problem.js';
import { isObject, type JsonObject } from '../../http/json-body.js';
import type { Request } from '../../http/request.js';
import type { Records } from '../../scripting/records.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { door } from './access.js';
import { convertProspect } from './conversion.js';
import { bare, written, type Outcome } from './envelope.js';
import { loadFixture } from './fixture.js';
import type { Place } from './formats.js';
import { empty, hazards, notAuthorized } from './hazards.js';
import { AbcPeople } from './people.js';
import { createProspect, updateProspect } from './prospects.js';
import { getClub, getMember, getProspect, listCampaigns, listEmployees, listMembers, listProspects } from './rest-reads.js';
import { operations, restRoot, routeOf, soapRoot, soapUnknown, type Route } from './routes.js';
import type { Changes } from './rows.js';
import { manageProspect } from './soap-prospects.js';
import { AbcState } from './state.js';
import { xmlEmployeeList, xmlMemberList } from './xml-lists.js';

/**
 * The twin of ABC Financial DataTrak: REST/JSON under `/rest/`, SOAP writes and XML reads under `/ws/`, over one state.
 * Its shapes are those of https://github.com/dmzobel/tap-abcfinancial and https://help.abcfinancial.com/help/web_services.
 */
class Abc implements Vendor {
  private readonly state: AbcState;
  readonly people: AbcPeople;
  readonly operations = operations;
  readonly hazards = hazards;
  readonly redaction = { headers: ['app_key', 'authorization'] };
  readonly records: Vendor['records'];
  readonly actions = { 'convert-prospect': (body: JsonObject) => this.convert(body) };

  constructor({ clock }: Surroundings) {
    this.state = new AbcState(clock);
    this.people = new AbcPeople(this.state);
    const { clubs, employees, campaigns, members, prospects } = this.state;
    this.records = { clubs, employees, campaigns, members, prospects } as unknown as Record<string, Records>;
  }

  /** All below `/rest/` and `/ws/` but what begins like SugarCRM's `/rest/v10`. */
  owns(path: string): boolean {
    return (path.startsWith(restRoot) && !path.startsWith('/rest/v1')) || path.startsWith(soapRoot);
  }

  identify(request: Request): Subject {
    const { operation, club } = routeOf(request);
    return { operation: operation === null || operation === soapUnknown ? 'unknown' : operation, club: club === '' ? null : club };
  }

  answer(request: Request, _subject: Subject, changes: Changes): Answer {
    const route = routeOf(request);
    switch (door(this.state, request, route)) {
      case 'no-club-number': return empty(404);
      case 'bad-credentials': return notAuthorized('Unauthorized', request);
      case 'club-not-authorized': return notAuthorized('Not Authorized', request);
      case 'open':
    }
    if (route.operation === null) return empty(route.refusal);
    const place = { state: this.state, club: route.club };
    if (route.protocol === 'rest') return written(this.rest(place, route, request, changes), request, changes);
    switch (route.operation) {
      case 'xmlEmployeeList': return xmlEmployeeList(place, request.search, changes);
      case 'xmlMemberList': return xmlMemberList(place, request.search, changes);
      default: return manageProspect(place, route.operation, request.body, changes);
    }
  }

  reset(fixture: Fixture): void {
    loadFixture(this.state, fixture);
  }

  private rest(place: Place, { operation, id }: Route, { search, body }: Request, changes: Changes): Outcome {
    switch (operation) {
      case 'getClub': return getClub(place, search);
      case 'listCampaigns': return listCampaigns(place, search, changes);
      case 'listEmployees': return listEmployees(place, search, changes);
      case 'listMembers': return listMembers(place, search, changes);
      case 'getMember': return getMember(place, search, id, changes);
      case 'listProspects': return listProspects(place, search, changes);
      case 'getProspect': return getProspect(place, search, id, changes);
      case 'createProspect': return createProspect(place, search, body, changes);
      case 'updateProspect': return updateProspect(place, search, id, body, changes);
      default: return bare(404);
    }
  }

  private convert({ club, prospectId, keepId = true, agreement = {} }: JsonObject): { memberId: string } {
    if (typeof prospectId !== 'string') throw badRequest('prospectId must be a text.');
    if (club !== undefined && typeof club !== 'string' && typeof club !== 'number') throw badRequest('club must be a club number.');
    if (typeof keepId !== 'boolean') throw badRequest('keepId must be true or false.');
    if (!isObject(agreement)) throw badRequest('agreement must be an object.');
    const prospect = this.state.prospects.get(prospectId);
    const isThere = prospect !== undefined && (club === undefined || prospect.club === String(club));
    if (!isThere) throw notFound(`There is no prospect ${prospectId}${club === undefined ? '' : ` in club ${String(club)}`}.`);
    return { memberId: convertProspect(this.state, prospect, keepId, agreement) };
  }
}

export const createAbc = (surroundings: Surroundings): Vendor => new Abc(surroundings);
