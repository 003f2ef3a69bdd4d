import type { Answer } from '../../http/answer.js';
import type { Request } from '../../http/request.js';
import type { Clock } from '../../scripting/clock.js';
import type { HazardCatalogue } from '../../scripting/hazard-catalogue.js';
import type { Records } from '../../scripting/records.js';
import type { Fixture, Subject, Surroundings, Vendor } from '../vendor.js';
import { dated } from './date-header.js';
import { loadFixture } from './fixture.js';
import { hazardsOf } from './hazards.js';
import type { Changes } from './listed-leads.js';
import { Logins } from './logins.js';
import { SugarPeople } from './people.js';
import { redaction } from './redaction.js';
import { actionsOn } from './staff-work.js';
import { SugarState } from './state.js';
import { answerRestPhp } from './v4_1/rest-php.js';
import { answerRestV11 } from './v11/rest-v11.js';
import { aboutOf, isOurs, isV11, operations } from './wires.js';

/**
 * The twin of the SugarCRM family: `rest-v4_1` of SugarCRM CE and SuiteCRM 7 (https://github.com/salesagility/SuiteCRM) and
 * `rest-v11` of commercial Sugar (https://support.sugarcrm.com/documentation/sugar_developer/), both on the same records.
 * The mode `database` has no twin: its tests run on a MariaDB of their own.
 */
class SugarCrm implements Vendor {
  private readonly clock: Clock;
  private readonly state: SugarState;
  private readonly logins: Logins;
  readonly people: SugarPeople;
  readonly operations = operations;
  readonly hazards: HazardCatalogue;
  readonly redaction = redaction;
  readonly records: Vendor['records'];
  readonly actions: Vendor['actions'];

  constructor({ clock }: Surroundings) {
    this.clock = clock;
    this.state = new SugarState(clock);
    this.logins = new Logins(this.state);
    this.people = new SugarPeople(this.state);
    this.hazards = hazardsOf(this.state, this.logins);
    this.actions = actionsOn(this.state);
    const { servers, users, leads } = this.state;
    this.records = { servers, users, leads } as unknown as Record<string, Records>;
  }

  owns(path: string): boolean {
    return isOurs(path);
  }

  identify(request: Request): Subject {
    const { operation, club } = aboutOf(this.state, request);
    return { operation, club };
  }

  answer(request: Request, _subject: Subject, changes: Changes): Answer {
    const answer = isV11(request)
      ? answerRestV11(this.state, this.logins.tokens, request, changes)
      : answerRestPhp(this.state, this.logins.sessions, request, changes);
    return dated(answer, this.clock);
  }

  reset(fixture: Fixture): void {
    loadFixture(this.state, fixture);
  }
}

export const createSugarCrm = (surroundings: Surroundings): Vendor => new SugarCrm(surroundings);
