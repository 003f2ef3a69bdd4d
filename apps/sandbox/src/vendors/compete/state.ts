import type { Clock } from '../../scripting/clock.js';
import { localDate } from '../../scripting/local-date.js';
import { Records, type Row } from '../../scripting/records.js';
import { badRequest } from '../../http/problem.js';
import { CardNumbers } from './card-numbers.js';

export interface Company extends Row {
  apiKey?: string;
  /** 0: no limit. */
  rateLimitPerMinute?: number;
  overLength?: 'refuse' | 'truncate';
}

export interface Club extends Row {
  Id: number;
  Name?: string;
  active?: boolean;
  timeZone?: string;
  /** FieldNames of the metadata. */
  requiredFields?: string[];
  changeApproval?: 'auto' | 'pending';
}

export interface Employee extends Row {
  Id: number;
  IsActive?: boolean;
  FirstName?: string;
  LastName?: string;
}

/** A membership type or a lead source. */
export interface ListValue extends Row {
  Id: number;
  Value?: string;
}

export interface Customer extends Row {
  Id: number;
  BarcodeId?: string;
  FirstName?: string;
  LastName?: string;
  HomeClubNumber?: number;
  MemberType?: string;
  MembershipType?: string;
  MembershipExpires?: string;
  Status?: string;
  StatusID?: number;
  StatusDate?: string;
  JoinDate?: string;
  SalespersonID?: number;
  SourceID?: number;
}

/** A change request that waits for the club's staff. `details`: record key to new value, null clears. */
export interface PendingChange {
  readonly customerId: number;
  readonly details: Readonly<Record<string, string | null>>;
}

export const statusIds: Readonly<Record<string, number>> = { ok: 1, freeze: 2, terminate: 3 };
const fallbackZone = 'America/New_York';

/** Everything the imitated Compete remembers. */
export class CompeteState {
  readonly companies: Records<Company>;
  readonly clubs: Records<Club>;
  readonly employees: Records<Employee>;
  readonly membershipTypes: Records<ListValue>;
  readonly sources: Records<ListValue>;
  readonly customers: Records<Customer>;
  /** Not a kind of the page: the notes that came in, so that a script can look at them. */
  readonly notes: Records;
  readonly pendingChanges = new Map<number, PendingChange>();
  readonly cardNumbers: CardNumbers;
  private lastCustomerId = 0;
  private lastConfirmation = 0;

  constructor(readonly clock: Clock) {
    const numbered = { settle: (row: Row, { id }: { id: string }) => void (row['Id'] = number(id)) };
    this.companies = new Records<Company>(clock);
    this.clubs = new Records<Club>(clock, {
      settle: (row, { id, isNew }) => {
        row.Id = number(id);
        if (!isNew) return;
        row.Name ??= `Club ${id}`;
        row.active ??= true;
        row.timeZone ??= fallbackZone;
        row.requiredFields ??= ['FirstName', 'LastName', 'CategoryID', 'BarcodeID'];
        row.changeApproval ??= 'auto';
      },
    });
    this.employees = new Records<Employee>(clock, numbered);
    this.membershipTypes = new Records<ListValue>(clock, numbered);
    this.sources = new Records<ListValue>(clock, numbered);
    this.notes = new Records(clock);
    this.customers = new Records<Customer>(clock, {
      belongsToClub: true,
      settle: (row, { id, patch }) => this.settleCustomer(row, id, patch),
      changed: (before, after) => {
        this.cardNumbers.replace(before?.BarcodeId, after?.BarcodeId);
        if (after !== undefined) this.lastCustomerId = Math.max(this.lastCustomerId, after.Id);
      },
    });
    this.cardNumbers = new CardNumbers(() => this.customers.values());
  }

  clear(): void {
    for (const records of [this.companies, this.clubs, this.employees, this.membershipTypes, this.sources, this.notes, this.customers]) records.clear();
    this.pendingChanges.clear();
    this.cardNumbers.clear();
    this.lastCustomerId = 1200;
    this.lastConfirmation = 9000;
  }

  nextCustomerId(): number {
    return this.lastCustomerId + 1;
  }

  nextConfirmation(): number {
    return ++this.lastConfirmation;
  }

  timeZone(clubNumber: number | undefined): string {
    return this.clubs.get(String(clubNumber))?.timeZone ?? fallbackZone;
  }

  /** The club's date, `yyyy-MM-dd`, `plusDays` from today. */
  today(clubNumber: number | undefined, plusDays = 0): string {
    return localDate(this.clock.now(), this.timeZone(clubNumber), plusDays);
  }

  employeeName(id: unknown): string | undefined {
    const employee = this.employees.get(String(id));
    return employee === undefined ? undefined : `${employee.FirstName ?? ''} ${employee.LastName ?? ''}`.trim();
  }

  /** Keeps what follows from other keys in step, as the vendor's own screens do; a patch that names it has the last word. */
  private settleCustomer(row: Customer, id: string, patch: Record<string, unknown>): void {
    row.Id = number(id);
    if (patch['HomeClubNumber'] === undefined && patch['club'] !== undefined) row.HomeClubNumber = number(patch['club']);
    if (row.HomeClubNumber === undefined) delete row.club;
    else row.club = String(row.HomeClubNumber);
    const derive = (key: string, from: readonly string[], value: unknown): void => {
      if (key in patch || !from.some((name) => name in patch)) return;
      if (value === undefined) delete row[key];
      else row[key] = value;
    };
    derive('DisplayName', ['FirstName', 'LastName'], [row.FirstName, row.LastName].filter(Boolean).join(' ') || undefined);
    derive('StatusID', ['Status'], statusIds[String(row.Status).toLowerCase()]);
    derive('SalespersonName', ['SalespersonID'], this.employeeName(row.SalespersonID));
    derive('HomeClubName', ['HomeClubNumber', 'club'], this.clubs.get(String(row.HomeClubNumber))?.Name);
  }
}

function number(id: unknown): number {
  const value = typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : id;
  if (!Number.isSafeInteger(value)) throw badRequest(`${String(id)} is not a number, as ids of Compete are.`);
  return value as number;
}
