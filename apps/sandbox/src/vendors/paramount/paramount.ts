import type { Answer } from '../../http/answer.js';
import type { JsonObject } from '../../http/json-body.js';
import { badRequest, notFound } from '../../http/problem.js';
import type { Request } from '../../http/request.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { Records } from '../../scripting/records.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { checkAccess, loginOf } from './access.js';
import { findProspect } from './find-prospect.js';
import { loadFixture } from './fixture.js';
import { hazards } from './hazards.js';
import { addLeadSource, getLeadSources } from './lead-sources.js';
import { ParamountPeople } from './people.js';
import { redaction } from './redaction.js';
import { RunningCalls } from './running-calls.js';
import { saveProspect } from './save-prospect.js';
import { callOf, clubNumberOf, namesItsAction, operations, type SoapCall } from './soap-call.js';
import { getStaff } from './staff.js';
import { ParamountState } from './state.js';
import { serverBusy, unreadableRequest, written, type Outcome } from './wire.js';

type Changes = ReadonlyMap<string, Params>;

/** The twin of Paramount: SOAP 1.1 at `/ProspectService.asmx`. Nothing of its real interface is public; all of it is convention. */
class Paramount implements Vendor {
  private readonly state: ParamountState;
  private readonly running = new RunningCalls();
  readonly people: ParamountPeople;
  readonly operations = operations;
  readonly hazards = hazards;
  readonly redaction = redaction;
  readonly records: Vendor['records'];
  readonly actions = { 'convert-prospect': (body: JsonObject) => this.convert(body) };

  constructor({ clock }: Surroundings) {
    this.state = new ParamountState(clock);
    this.people = new ParamountPeople(this.state);
    const { logins, clubs, staff, leadSources, prospects } = this.state;
    this.records = { logins, clubs, staff, leadSources, prospects } as unknown as Record<string, Records>;
  }

  owns(path: string): boolean {
    return path === '/ProspectService.asmx';
  }

  identify(request: Request): Subject {
    return { operation: callOf(request)?.operation ?? 'unknown', club: clubNumberOf(request) };
  }

  /** Counts the call among those of its login, hazards or not: what is delayed or held open runs. */
  begins(request: Request): (() => void) | undefined {
    const call = callOf(request);
    const userName = call === null ? null : loginOf(this.state, call);
    return userName === null ? undefined : this.running.begin(userName, request);
  }

  answer(request: Request, _subject: Subject, changes: Changes): Answer {
    const call = callOf(request);
    if (call === null || !namesItsAction(request, call)) return unreadableRequest;
    return written(call.operation, this.outcome(request, call, changes), changes.has('unknown-element'));
  }

  reset(fixture: Fixture): void {
    this.running.reset();
    loadFixture(this.state, fixture);
  }

  private outcome(request: Request, call: SoapCall, changes: Changes): Outcome {
    const { state } = this;
    const caller = checkAccess(state, call);
    if ('code' in caller) return caller;
    if (!this.running.admits(caller.userName, request, caller.maxConcurrent)) return serverBusy;
    switch (call.operation) {
      case 'GetStaff': return getStaff(state, caller, call, changes.has('null-emails'));
      case 'GetLeadSources': return getLeadSources(state, caller, changes);
      case 'AddLeadSource': return addLeadSource(state, caller, call, changes);
      case 'SaveProspect': return saveProspect(state, caller, call, changes);
      case 'FindProspect': return findProspect(state, caller, call, changes);
    }
  }

  private convert({ club, prospectId }: JsonObject): { prospectId: number } {
    if (typeof club !== 'string' && typeof club !== 'number') throw badRequest('club must be a ClubNumber, as a text.');
    if (!Number.isSafeInteger(prospectId)) throw badRequest('prospectId must be a whole number.');
    const id = String(prospectId);
    if (this.state.prospectOf(String(club), id) === undefined) throw notFound(`Club ${club} has no prospect ${id}.`);
    this.state.prospects.patch(id, { recordState: 'member' });
    return { prospectId: prospectId as number };
  }
}

export const createParamount = (surroundings: Surroundings): Vendor => new Paramount(surroundings);
