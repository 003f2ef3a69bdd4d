import type { JsonObject } from '../../http/json-body.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type Row } from '../../scripting/records.js';
import { EmailAddresses } from './email-addresses.js';
import { isSet, type Lead } from './lead.js';
import { columnsWith, stockLeadSources } from './lead-columns.js';
import { LateCommits } from './late-commits.js';
import { LeadRecords } from './lead-records.js';
import { instantOf, isTableStamp, tableStamp } from './stamps.js';

/** How this server behaves; there is one, `default`. */
export interface Server extends Row {
  profile?: 'suitecrm7' | 'sugarce65';
  /** How `rest-v4_1` binds the keys of `rest_data`: newer PHP by name, older by position. */
  arguments?: 'named' | 'positional';
  customFields?: string[];
  /** A text is name and label at once. */
  leadSources?: (string | { name: string; label: string })[];
}

export interface User extends Row {
  id: string;
  email1?: string;
}

/** Who edits by script: John Smith of the fixture, one of the CRM's own staff. */
export const staffId = '00000000-0000-4000-8000-000000000011';
/** Whose account the API is used with. */
export const apiUser = { id: '1', name: 'sim-user' };

/** Everything the imitated CRM remembers, but for who is logged in. */
export class SugarState {
  readonly servers: Records<Server>;
  readonly users: Records<User>;
  readonly leads: LeadRecords;
  readonly addresses = new EmailAddresses();
  readonly lateCommits = new LateCommits();

  constructor(readonly clock: Clock) {
    this.servers = new Records<Server>(clock);
    this.users = new Records<User>(clock, {
      settle: (row, { id, isNew }) => {
        row.id = id;
        if (isNew) row['status'] ??= 'Active';
      },
    });
    this.leads = new LeadRecords(clock, { settle: (row, { id, patch }) => this.settleLead(row, id, patch) });
  }

  clear(): void {
    for (const records of [this.servers, this.users, this.leads, this.addresses, this.lateCommits]) records.clear();
  }

  get server(): Partial<Server> {
    return this.servers.get('default') ?? {};
  }

  get isSuite(): boolean {
    return this.server.profile !== 'sugarce65';
  }

  get leadColumns(): ReadonlySet<string> {
    return columnsWith(this.server.customFields ?? []);
  }

  /** Those who are not deleted, by id. */
  get presentUsers(): User[] {
    return [...this.users.values()].filter((user) => !isSet(user['deleted'])).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Name to label, in the order of the list. */
  get leadSources(): ReadonlyMap<string, string> {
    return new Map((this.server.leadSources ?? stockLeadSources).map((one) => (typeof one === 'string' ? [one, one] : [one.name, one.label])));
  }

  /** Keeps in step what follows from other keys. */
  private settleLead(row: Lead, id: string, patch: JsonObject): void {
    row.id = id;
    row.deleted = isSet(row.deleted) ? 1 : 0;
    row.converted = isSet(row.converted) ? 1 : 0;
    if (!('modified_user_id' in patch)) row.modified_user_id = staffId;
    for (const [stamp, instant] of [['date_entered', 'createdAt'], ['date_modified', 'modifiedAt']] as const) {
      if (!(instant in patch) && isTableStamp(patch[stamp])) row[instant] = instantOf(patch[stamp]);
      row[stamp] = tableStamp(row[instant]);
    }
    if ('club' in patch && !('account_name' in patch)) put(row, 'account_name', row.club);
    put(row, 'club', row.account_name);
    row.emails = this.addresses.linksAfter(patch, row);
    put(row, 'email1', row.emails[0]?.email_address);
  }
}

function put<Key extends 'account_name' | 'club' | 'email1'>(row: Lead, key: Key, value: unknown): void {
  if (value === undefined || value === null) delete row[key];
  else row[key] = String(value);
}
