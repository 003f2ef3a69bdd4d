import { badRequest } from '../../http/problem.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type Row } from '../../scripting/records.js';
import { KeptBeside } from './kept-beside.js';
import { ProspectsByRef } from './prospects-by-ref.js';

export interface Login extends Row {
  password?: string;
  /** Calls at a time. */
  maxConcurrent?: number;
}

export interface Club extends Row {
  /** A user name. */
  login?: string;
  enabled?: boolean;
}

export interface StaffMember extends Row {
  StaffId: number;
  FirstName?: string;
  LastName?: string;
  Email?: string;
  Active?: boolean;
  Title?: string;
}

export interface LeadSource extends Row {
  LeadSourceId: number;
  /** The user name of the login that all its clubs share the source by. */
  login?: string;
  Description?: string;
  Active?: boolean;
}

export interface Prospect extends Row {
  ProspectId: number;
  ExternalRef?: string;
  FirstName?: string;
  LastName?: string;
  Email?: string;
  HomePhone?: string;
  WorkPhone?: string;
  MobilePhone?: string;
  Address1?: string;
  City?: string;
  State?: string;
  Zip?: string;
  LeadSourceId?: number;
  MembershipAdvisorId?: number;
  Notes?: string;
  /** Of the sandbox: `prospect`, `member` or `former`. */
  recordState?: string;
}

/** Everything the imitated Paramount remembers. */
export class ParamountState {
  readonly logins: Records<Login>;
  readonly clubs: Records<Club>;
  readonly staff: Records<StaffMember>;
  readonly leadSources: Records<LeadSource>;
  readonly prospects: Records<Prospect>;
  readonly prospectsByRef = new ProspectsByRef();
  readonly keptBeside = new KeptBeside();
  private lastLeadSourceId = 0;
  private lastProspectId = 0;

  constructor(readonly clock: Clock) {
    this.logins = new Records<Login>(clock, {
      settle: (row, { isNew }) => {
        if (isNew) row.maxConcurrent ??= 2;
      },
    });
    this.clubs = new Records<Club>(clock, {
      settle: (row, { isNew }) => {
        if (!isNew) return;
        row.enabled ??= true;
        row.login ??= 'sim-user';
      },
    });
    this.staff = new Records<StaffMember>(clock, {
      belongsToClub: true,
      settle: (row, { id, isNew }) => {
        row.StaffId = number(id);
        if (isNew) row.Active ??= true;
      },
    });
    this.leadSources = new Records<LeadSource>(clock, {
      settle: (row, { id, isNew }) => {
        row.LeadSourceId = number(id);
        if (!isNew) return;
        if (row.login === undefined) throw badRequest('A new lead source needs its login.');
        row.Active ??= true;
      },
      changed: (_before, after) => {
        if (after !== undefined) this.lastLeadSourceId = Math.max(this.lastLeadSourceId, after.LeadSourceId);
      },
    });
    this.prospects = new Records<Prospect>(clock, {
      belongsToClub: true,
      settle: (row, { id, isNew }) => {
        row.ProspectId = number(id);
        if (isNew) row.recordState ??= 'prospect';
      },
      changed: (before, after) => {
        this.prospectsByRef.replace(before, after);
        if (after === undefined) this.keptBeside.drop(before!.ProspectId);
        else this.lastProspectId = Math.max(this.lastProspectId, after.ProspectId);
      },
    });
  }

  clear(): void {
    for (const records of [this.logins, this.clubs, this.staff, this.leadSources, this.prospects]) records.clear();
    this.prospectsByRef.clear();
    this.keptBeside.clear();
    this.lastLeadSourceId = 26;
    this.lastProspectId = 5000;
  }

  nextLeadSourceId(): string {
    return String(this.lastLeadSourceId + 1);
  }

  nextProspectId(): string {
    return String(this.lastProspectId + 1);
  }

  /** A prospect as a club sees it: those of other clubs are not there. */
  prospectOf(club: string, id: string): Prospect | undefined {
    const prospect = this.prospects.get(id);
    return prospect?.club === club ? prospect : undefined;
  }
}

/** True for a prospect that the club has sold to, or sold to once: nobody may write to it any more. */
export const isSold = ({ recordState }: Prospect): boolean => recordState === 'member' || recordState === 'former';

function number(id: string): number {
  const value = Number(id);
  if (!/^[1-9]\d*$/.test(id) || !Number.isSafeInteger(value)) throw badRequest(`${id} is not a number over 0, as ids of Paramount are.`);
  return value;
}
