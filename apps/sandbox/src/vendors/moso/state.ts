import { badRequest } from '../../http/problem.js';
import type { Clock } from '../../scripting/clock.js';
import { localDate, wallClock } from '../../scripting/local-date.js';
import { Records, type Row } from '../../scripting/records.js';
import { ChangedSince } from './changed-since.js';
import { IdsByStatus } from './ids-by-status.js';
import { MemberRecords } from './member-records.js';

export interface Club extends Row {
  timeZone?: string;
}

export interface Agreement extends Row {
  RefAgreementID?: number;
  RefAgreementPriceID?: number;
}

export interface Member extends Row {
  ID: string;
  FirstName?: string;
  LastName?: string;
  Phone1?: string;
  Phone2?: string;
  Phone3?: string;
  HomeClub?: string;
  Membership_Type?: string;
  MemberStatus?: string;
  EnteredDate?: string;
  MSDate?: string;
  TermDate?: string;
}

const fallbackZone = 'America/New_York';
/** The fixture's last id, used up even where the fixture is `empty`. */
const lastOfFixture = 102_289;
/** Ids have ten digits at most: what a script puts beyond this does not move the vendor's own count. */
const highestCounted = 9_900_000_000;

/** The types of people who have not bought anything. */
export const isLeadType = (type: unknown): boolean => ['GUEST', 'INTCH'].includes(String(type ?? '').trim().toUpperCase());

/** Everything the imitated MoSoClub remembers. */
export class MosoState {
  readonly clubs: Records<Club>;
  readonly membershipTypes: Records;
  readonly agreements: Records<Agreement>;
  readonly members: MemberRecords;
  readonly drops: Records;
  readonly changedSince = new ChangedSince();
  private readonly idsByStatus = new IdsByStatus();
  private lastId = 0;

  constructor(readonly clock: Clock) {
    this.clubs = new Records<Club>(clock, {
      settle: (row, { isNew }) => {
        if (isNew) row.timeZone ??= fallbackZone;
      },
    });
    this.membershipTypes = new Records(clock);
    this.agreements = new Records<Agreement>(clock);
    this.drops = new Records(clock);
    this.members = new MemberRecords(clock, {
      belongsToClub: true,
      settle: (row, { id, patch, isNew }) => {
        if (!/^\d{1,10}$/.test(id)) throw badRequest(`${id} is not 1 to 10 digits, as ids of MoSoClub are.`);
        row.ID = id;
        if (!('HomeClub' in patch) && 'club' in patch) row.HomeClub = String(patch['club']);
        if (row.HomeClub === undefined) delete row.club;
        else row.club = String(row.HomeClub);
        if (isNew && !('MemberStatus' in patch)) row.MemberStatus = 'Active';
      },
      changed: (before, after) => {
        this.changedSince.note(before, after);
        if (before?.MemberStatus === after?.MemberStatus && before !== undefined && after !== undefined) return;
        if (before !== undefined) this.idsByStatus.remove(before.MemberStatus, before.ID);
        if (after === undefined) return;
        this.idsByStatus.add(after.MemberStatus, after.ID);
        if (Number(after.ID) <= highestCounted) this.lastId = Math.max(this.lastId, Number(after.ID));
      },
    });
  }

  clear(): void {
    for (const records of [this.clubs, this.membershipTypes, this.agreements, this.members, this.drops]) records.clear();
    this.changedSince.clear();
    this.idsByStatus.clear();
    this.lastId = lastOfFixture;
  }

  nextId(): string {
    return String(this.lastId + 1);
  }

  /** Ids of those who have this status today, ascending as numbers. To be read only. */
  withStatus(status: string): readonly string[] {
    this.members.endDue();
    return this.idsByStatus.list(status);
  }

  timeZone(club: string | undefined): string {
    return this.clubs.get(String(club))?.timeZone ?? fallbackZone;
  }

  /** The club's date, `yyyy-MM-dd`, `plusDays` from today. */
  today(club: string | undefined, plusDays = 0): string {
    return localDate(this.clock.now(), this.timeZone(club), plusDays);
  }

  /** The club's wall clock, `yyyy-MM-ddTHH:mm:ss`. */
  localNow(club: string | undefined): string {
    return new Date(wallClock(this.clock.now(), this.timeZone(club))).toISOString().slice(0, 19);
  }
}
