import { withHeaders, type Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import type { HazardCatalogue, Params } from '../../scripting/hazard-catalogue.js';
import type { Records } from '../../scripting/records.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { actionsOf } from './actions.js';
import { ApiUsage } from './api-usage.js';
import { Refusal, type Call } from './call.js';
import { dailyLimit, methodNotAllowed, notFound, sessionInvalid } from './errors.js';
import { loadFixture } from './fixture.js';
import { hazardsOf } from './hazards.js';
import { describeLead } from './leads/describe-lead.js';
import { createLead, deleteLead, readLead, updateLead, upsertLead } from './leads/leads.js';
import { StaffEdits } from './leads/staff-edits.js';
import { Sessions } from './oauth/sessions.js';
import { answerOauth } from './oauth/token.js';
import { SalesforcePeople } from './people.js';
import { redaction } from './redaction.js';
import { operations, root, routeOf, type FieldTarget, type Route } from './routes.js';
import { Cursors } from './soql/cursors.js';
import { query, queryMore } from './soql/query.js';
import { SalesforceState } from './state.js';
import { subjectOf } from './subject.js';
import { highest, isListed, listVersions } from './versions.js';

type Changes = ReadonlyMap<string, Params>;

/**
 * The twin of Salesforce Sales Cloud: OAuth, and the REST API with the object Lead, under `/services/`. Its shapes are
 * those of https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/.
 */
class Salesforce implements Vendor {
  private readonly state: SalesforceState;
  private readonly sessions: Sessions;
  private readonly usage: ApiUsage;
  private readonly cursors = new Cursors();
  private readonly staff: StaffEdits;
  readonly people: SalesforcePeople;
  readonly operations = operations;
  readonly hazards: HazardCatalogue;
  readonly redaction = redaction;
  readonly records: Vendor['records'];
  readonly actions: Vendor['actions'];

  constructor(private readonly surroundings: Surroundings) {
    this.state = new SalesforceState(surroundings.clock);
    this.sessions = new Sessions(this.state);
    this.usage = new ApiUsage(this.state);
    this.staff = new StaffEdits(this.state);
    this.people = new SalesforcePeople(this.state, this.staff);
    this.actions = actionsOf(this.staff);
    this.hazards = hazardsOf(this.state, this.sessions, (request) => this.headersOf(request));
    const { orgs, apps, users, leads } = this.state;
    this.records = { orgs, apps, users, leads } as unknown as Record<string, Records>;
  }

  owns(path: string): boolean {
    return path.startsWith(root);
  }

  identify(request: Request): Subject {
    return subjectOf(this.state, request);
  }

  answer(request: Request, _subject: Subject, changes: Changes): Answer {
    if (changes.has('system-touch')) this.staff.touchAll();
    if (changes.has('token-expired')) this.sessions.endOf(request);
    const answer = this.answerOf(request, routeOf(request), changes);
    return withHeaders(answer, { ...this.headersOf(request, changes), ...answer.headers });
  }

  /** Who is logged in stays so: a reset is about what the vendor keeps, not about who talks to it. */
  reset(fixture: Fixture): void {
    this.usage.reset();
    this.cursors.clear();
    loadFixture(this.state, fixture);
  }

  /** The sandbox's time, and on every REST answer how much of the day's calls is used. */
  private headersOf({ path }: Request, changes?: Changes): Answer['headers'] {
    const date = new Date(this.state.clock.now()).toUTCString();
    return path.startsWith(`${root}data`) ? { date, ...this.usage.header(changes?.get('usage-high')) } : { date };
  }

  /** In the order of section 3.2 of the page: token, version and route, daily limit, then the work. */
  private answerOf(request: Request, route: Route, changes: Changes): Answer {
    const isOauth = request.path.startsWith(`${root}oauth2/`);
    if (isOauth) return answerOauth(this.state, this.sessions, request, this.surroundings.origin(), changes.has('foreign-instance-url'));
    const max = highest(changes.get('old-versions')?.['max']);
    if (route.operation === 'listVersions') return listVersions(max);
    const session = this.sessions.admit(request);
    if (session === null) return withHeaders(sessionInvalid, { 'www-authenticate': 'Token' });
    if (route.allowed.length === 0 || (route.version !== null && !isListed(route.version, max))) return notFound;
    if (route.operation === null) return methodNotAllowed(request.method, route.allowed);
    if (!this.usage.admit()) return dailyLimit;
    const call: Call = { state: this.state, request, version: route.version!, user: session.user, changes };
    try {
      return this.perform(call, route);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  private perform(call: Call, { operation, target, locator }: Route): Answer {
    switch (operation) {
      case 'limits': return this.usage.limits(call.changes.get('usage-high'));
      case 'describeLead': return describeLead(call.state, call.version);
      case 'listUsers': return query(call, this.cursors, false);
      case 'listChanges': return query(call, this.cursors, true);
      case 'queryMore': return queryMore(call, this.cursors, locator!);
      case 'createLead': return createLead(call);
      case 'upsertLead': return upsertLead(call, target as FieldTarget);
      case 'updateLead': return updateLead(call, target!);
      case 'deleteLead': return deleteLead(call, target!);
      case 'getLead':
      case 'findLead': return readLead(call, target!);
      default: return notFound;
    }
  }
}

export const createSalesforce = (surroundings: Surroundings): Vendor => new Salesforce(surroundings);
