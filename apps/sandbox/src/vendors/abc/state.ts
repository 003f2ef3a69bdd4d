import { randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from '../../http/json-body.js';
import type { Clock } from '../../scripting/clock.js';
import { localDate } from '../../scripting/local-date.js';
import { Records, type Row } from '../../scripting/records.js';
import { Drifts } from './drifts.js';
import { MemberRecords, type Member } from './member-records.js';

export interface Club extends Row {
  enabled?: boolean;
  timeZone?: string;
  /** `employer`, `occupation`: what `createProspect` must have beyond the vendor's own demands. */
  requiredFields?: string[];
}

export interface Employee extends Row {
  employeeId: string;
  employment?: JsonObject;
}

export interface Campaign extends Row {
  campaignId: string;
  campaignName?: string;
}

export interface Prospect extends Row {
  prospectId: string;
  club: string;
  personal?: JsonObject;
  agreement?: JsonObject;
  /** Stored with create and never read back on the wire; here so that a script can look at it. */
  note?: JsonObject;
}

const fallbackZone = 'America/Chicago';

/** Everything the imitated DataTrak remembers. */
export class AbcState {
  readonly clubs: Records<Club>;
  readonly employees: Records<Employee>;
  readonly campaigns: Records<Campaign>;
  readonly members: MemberRecords;
  readonly prospects: Records<Prospect>;
  readonly drifts = new Drifts();
  /** Member or prospect id to its place in the order of arrival; a conversion that keeps the id keeps the place. */
  private readonly arrivals = new Map<string, number>();
  private lastArrival = 0;

  constructor(readonly clock: Clock) {
    this.clubs = new Records<Club>(clock, {
      settle: (row, { id, isNew }) => {
        if (!isNew) return;
        row['name'] ??= `SIM ${id}`;
        row['shortName'] ??= `S${id}`;
        row.enabled ??= true;
        row.timeZone ??= fallbackZone;
        row.requiredFields ??= [];
      },
    });
    const identified = (key: string) => (row: Row, { id }: { id: string }) => {
      row[key] = id;
      // Scripts may write a club number as the number it looks like.
      if (row.club !== undefined) row.club = String(row.club);
    };
    this.employees = new Records<Employee>(clock, { belongsToClub: true, settle: identified('employeeId') });
    this.campaigns = new Records<Campaign>(clock, { belongsToClub: true, settle: identified('campaignId') });
    const settleMember = identified('memberId');
    const settleProspect = identified('prospectId');
    this.members = new MemberRecords(clock, {
      belongsToClub: true,
      settle: (row, { id, patch }) => {
        settleMember(row, { id });
        // The home club follows the club the record belongs to; a patch that names it has the last word.
        const named = isObject(patch['personal']) && 'homeClub' in patch['personal'];
        if ('club' in patch && !named) row.personal = { ...row.personal, homeClub: row.club };
      },
      changed: (before, after) => this.noteArrival(before?.memberId, after?.memberId),
    });
    this.prospects = new Records<Prospect>(clock, {
      belongsToClub: true,
      settle: (row, { id, patch }) => {
        settleProspect(row, { id });
        const given = isObject(patch['agreement']) ? patch['agreement'] : {};
        if ('campaignId' in given && !('campaignName' in given)) this.nameCampaign(row);
      },
      changed: (before, after) => this.noteArrival(before?.prospectId, after?.prospectId),
    });
  }

  clear(): void {
    for (const records of [this.clubs, this.employees, this.campaigns, this.members, this.prospects]) records.clear();
    this.drifts.clear();
    this.arrivals.clear();
    this.lastArrival = 0;
  }

  /** 32 hex digits, as the vendor's ids are. */
  newId(): string {
    return randomBytes(16).toString('hex');
  }

  timeZone(club: string): string {
    return this.clubs.get(club)?.timeZone ?? fallbackZone;
  }

  /** The club's date, `yyyy-MM-dd`. */
  today(club: string): string {
    return localDate(this.clock.now(), this.timeZone(club));
  }

  /** The prospect, when it is one of this club. */
  prospectOf(club: string, id: string): Prospect | undefined {
    const prospect = this.prospects.get(id);
    return prospect?.club === club ? prospect : undefined;
  }

  arrival(id: string): number {
    return this.arrivals.get(id) ?? 0;
  }

  private noteArrival(before: string | undefined, after: string | undefined): void {
    if (after !== undefined && !this.arrivals.has(after)) this.arrivals.set(after, ++this.lastArrival);
    const gone = after === undefined && before !== undefined && this.members.get(before) === undefined && this.prospects.get(before) === undefined;
    if (gone) this.arrivals.delete(before);
  }

  private nameCampaign(row: Prospect): void {
    const { campaignName: _old, ...agreement } = row.agreement ?? {};
    const campaignName = this.campaigns.get(String(agreement['campaignId']))?.campaignName;
    row.agreement = campaignName === undefined ? agreement : { ...agreement, campaignName };
  }
}

export const isTrue = (value: unknown): boolean => String(value).toLowerCase() === 'true';
export const isFalse = (value: unknown): boolean => String(value).toLowerCase() === 'false';

/**
 * Whether a record is active: the vendor's own word, but a prospect past its `expirationDate` is not.
 * @returns undefined when the record does not say
 */
export function isActive(state: AbcState, row: Member | Prospect): boolean | undefined {
  const said = row.personal?.['isActive'];
  const expires = row.agreement?.['expirationDate'];
  if (isProspect(row) && typeof expires === 'string' && expires !== '' && expires < state.today(row.club)) return false;
  return isTrue(said) ? true : isFalse(said) ? false : undefined;
}

export const isProspect = (row: Member | Prospect): row is Prospect => 'prospectId' in row;
