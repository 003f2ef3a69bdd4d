import type { JsonObject } from '../../http/json-body.js';
import { badRequest } from '../../http/problem.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type Row } from '../../scripting/records.js';
import { IdRecords } from './id-records.js';
import { completed, numbered, numberOf, staffUser } from './ids.js';
import { LateCommits } from './leads/late-commits.js';
import { LeadsByValue } from './leads/leads-by-value.js';
import { fieldsOf, type Fields } from './leads/org-fields.js';
import { defaultStatus, type Org } from './org.js';

/** A connected app; its key is the client id. */
export interface App extends Row {
  clientSecret?: string;
  /** With it the signature of an assertion is checked. */
  publicKeyPem?: string;
  /** Id of the user as whom it acts. */
  runAs?: string;
}

export interface User extends Row {
  Id: string;
  FirstName?: string;
  LastName?: string;
  Email?: string;
  IsActive?: boolean;
  UserType?: string;
}

export interface Lead extends Row {
  Id: string;
  IsDeleted?: boolean;
  IsConverted?: boolean;
  MasterRecordId?: string;
  FirstName?: string;
  LastName?: string;
  Email?: string;
  OwnerId?: string;
  Status?: string;
  LastModifiedById?: string;
  InTouch_Id__c?: string;
  InTouch_Club__c?: string;
}

/** The fixture's last lead, used up even where the fixture is `empty`. */
const lastOfFixture = 5;
/** What a script puts beyond this does not move the vendor's own count. */
const highestCounted = 900_000_000;
const shownStamps = { CreatedDate: 'createdAt', SystemModstamp: 'modifiedAt' } as const;

/** Everything the imitated org remembers. */
export class SalesforceState {
  readonly orgs: Records<Org>;
  readonly apps: Records<App>;
  readonly users: IdRecords<User>;
  readonly leads: IdRecords<Lead>;
  readonly lateCommits = new LateCommits();
  readonly byExternalId: LeadsByValue;
  private lastLead = 0;

  constructor(readonly clock: Clock) {
    this.orgs = new Records<Org>(clock);
    this.apps = new Records<App>(clock);
    this.users = new IdRecords<User>(clock, '005', { settle: (row, { id, isNew }) => settleUser(row, id, isNew) });
    this.byExternalId = new LeadsByValue('InTouch_Id__c');
    this.leads = new IdRecords<Lead>(clock, '00Q', {
      settle: (row, change) => this.settleLead(row, change),
      changed: (before, after) => {
        this.byExternalId.note(before, after);
        const n = after === undefined ? null : numberOf(after.Id);
        if (n !== null && n <= highestCounted) this.lastLead = Math.max(this.lastLead, n);
      },
    });
  }

  clear(): void {
    for (const records of [this.orgs, this.apps, this.users, this.leads]) records.clear();
    this.byExternalId.clear();
    this.lateCommits.clear();
    this.lastLead = lastOfFixture;
  }

  get org(): Org | undefined {
    return this.orgs.get('default');
  }

  get fields(): Fields {
    return fieldsOf(this.org);
  }

  nextLeadId(): string {
    return numbered('00Q', this.lastLead + 1);
  }

  /** Leads that are not deleted and have this value in the field, oldest first. */
  liveWith(field: string, value: string): Lead[] {
    const candidates = field === this.byExternalId.field ? this.byExternalId.ids(value) : null;
    const leads = candidates === null ? [...this.leads.values()] : candidates.map((id) => this.leads.need(id));
    return leads.filter((lead) => lead[field] === value && lead.IsDeleted !== true);
  }

  private settleLead(row: Lead, { id, patch, isNew }: { id: string; patch: JsonObject; isNew: boolean }): void {
    row.Id = id;
    for (const [shown, kept] of Object.entries(shownStamps)) {
      if (typeof row[shown] === 'string' && !(kept in patch)) row[kept] = instant(row[shown]);
      delete row[shown];
    }
    if (!('LastModifiedById' in patch)) row.LastModifiedById = staffUser;
    for (const key of ['OwnerId', 'MasterRecordId', 'LastModifiedById'] as const) if (typeof row[key] === 'string') row[key] = completed(row[key]);
    if (!isNew) return;
    row.IsDeleted ??= false;
    row.IsConverted ??= false;
    row.OwnerId ??= row.LastModifiedById;
    row.Status ??= defaultStatus(this.org);
  }
}

function settleUser(row: User, id: string, isNew: boolean): void {
  row.Id = id;
  if (!isNew) return;
  row.IsActive ??= true;
  row.UserType ??= 'Standard';
}

function instant(value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw badRequest(`${value} is no instant.`);
  return new Date(at).toISOString();
}
