import type { Finding, Settings } from '@intouch/connector-kit';
import type { CrmDescription } from './crm-access.js';
import { allFieldsOf, ownFieldsOf } from './lead-fields.js';
import type { CatalogueStore, Column } from './store/catalogue.store.js';
import { isCustom } from './store/lead-columns.js';
import type { UsersStore } from './store/users.store.js';

/** What we read and write besides the fields that settings name (vendors/sugarcrm.md, 3.7). */
const written: Readonly<Record<string, readonly string[]>> = {
  email_addresses: ['id', 'email_address', 'email_address_caps', 'invalid_email', 'opt_out', 'date_created', 'date_modified', 'deleted'],
  email_addr_bean_rel: ['id', 'email_address_id', 'bean_id', 'bean_module', 'primary_address', 'reply_to_address', 'date_created', 'date_modified', 'deleted'],
};
const read: Readonly<Record<string, readonly string[]>> = { users: ['id', 'user_name', 'first_name', 'last_name', 'status', 'deleted', 'is_group', 'portal_only'] };
const howToGrant = 'Give the database user SELECT, INSERT and UPDATE on leads, leads_cstm, email_addresses and email_addr_bean_rel, and SELECT on users (docs/operate.md).';

/**
 * Whether the database is a SugarCRM's, ours to read and to write, and quick to read.
 * @throws {Unauthorized} a table or column may not be read · @throws {SchemaDiffers} it is not there
 */
export async function described(catalogue: CatalogueStore, users: UsersStore, settings: Settings): Promise<CrmDescription> {
  const own = ownFieldsOf(settings);
  const leads = [...allFieldsOf(settings), 'created_by'].filter((field) => field !== 'email1' && !own.includes(field));
  const columns = new Map((await catalogue.columns()).map((column) => [`${column.table}.${column.name}`, column]));
  const needed = { leads, ...written, ...read };
  for (const [table, names] of Object.entries(needed)) {
    if (!names.every((name) => columns.has(`${table}.${name}`))) await catalogue.probe(table, names);
  }
  const fields = own.map((field) => `${isCustom(field) ? 'leads_cstm' : 'leads'}.${field}`);
  const toWrite = [...Object.entries({ leads, ...written }).flatMap(([table, names]) => names.map((name) => `${table}.${name}`)), ...fields];
  return {
    missingFields: own.filter((_, index) => !columns.has(fields[index]!)),
    problems: [
      ...readOnly(toWrite.flatMap((name) => columns.get(name) ?? [])),
      ...(await catalogue.withoutTransactions()).filter((table) => table in needed || table === 'leads_cstm').map(withoutTransactions),
      ...((await users.isActive(String(settings['crmUserId']))) ? [] : [unknownAuthor]),
      ...((await catalogue.hasIndexOn('leads', 'date_modified')) ? [] : [noIndex]),
    ],
  };
}

function readOnly(columns: readonly Column[]): readonly Finding[] {
  const tables = new Set(columns.filter(({ privileges }) => !['insert', 'update'].every((right) => privileges.split(',').includes(right))).map(({ table }) => table));
  return [...tables].map((table) => ({ code: 'no-access', detail: `${table} may not be written by this database user.`, howToFix: howToGrant }));
}

function withoutTransactions(table: string): Finding {
  return { code: 'schema-differs', detail: `${table} is not kept by InnoDB: a write that is broken off would stay half done.`, howToFix: `Have ${table} converted to InnoDB, or use rest-v4_1.` };
}

const unknownAuthor: Finding = { code: 'crm-user-unknown', detail: 'crmUserId is no active user of SugarCRM.', howToFix: 'Put the id of an active user into crmUserId: our changes are signed with it.' };
const noIndex: Finding = {
  code: 'no-date-modified-index', detail: 'leads has no index on date_modified, so that each reading of changes looks at every lead.',
  howToFix: 'Where there are many leads, ask whoever looks after the database for such an index.', harmless: true,
};
