import { Gone, type Access, type VendorLookup } from '@intouch/connector-kit';
import type { CrmAccess, CrmDescription, Lead, LeadValues } from './crm-access.js';
import type { DatabaseConnection } from './database-connection.js';
import { DatabaseConnections } from './database-connections.js';
import { described } from './database-description.js';
import { KeyTaken } from './database-errors.js';
import { AddressesStore } from './store/addresses.store.js';
import { CatalogueStore } from './store/catalogue.store.js';
import { LeadColumns } from './store/lead-columns.js';
import { LeadsStore } from './store/leads.store.js';
import { UsersStore } from './store/users.store.js';
import { ownersAmong, sourcesAmong, withStockSources } from './users.js';

/** What is at hand during one call. */
interface Desk {
  readonly connection: DatabaseConnection;
  readonly leads: LeadsStore;
  readonly addresses: AddressesStore;
}

/**
 * The database of a SugarCRM or SuiteCRM (MySQL, MariaDB), written as the CRM itself writes it (vendors/sugarcrm.md, 3.7). Each write is one
 * transaction, and answers the lead as it stands within it. Hooks, workflows and the search index of the CRM do not see what is written here.
 */
export class DatabaseClient implements CrmAccess {
  readonly tellsDeleted = true;
  private readonly connections: DatabaseConnections;
  private readonly columns: LeadColumns;
  private readonly author: string;
  private readonly pageSize: number;

  constructor(private readonly access: Pick<Access, 'settings' | 'credentials' | 'calls' | 'kept'>) {
    const { settings } = access;
    // The rest of how one connects makes the account.
    this.connections = access.kept(JSON.stringify(['database', settings['dbTls'], settings['dbCa']]), () => new DatabaseConnections(access));
    this.columns = new LeadColumns(settings);
    this.author = String(settings['crmUserId']);
    this.pageSize = Number(settings['pageSize'] ?? 100);
  }

  serverTime(): Promise<string> {
    return this.call(({ connection }) => new CatalogueStore(connection).now());
  }

  describe(): Promise<CrmDescription> {
    return this.call(({ connection }) => described(new CatalogueStore(connection), new UsersStore(connection), this.access.settings));
  }

  getLead(id: string): Promise<Lead | null> {
    return this.call(({ leads }) => leads.one(id));
  }

  createLead(id: string, values: LeadValues): Promise<Lead> {
    return this.callFor(values, async (desk) => {
      try {
        return await this.inserted(desk, id, values);
      } catch (error) {
        if (!(error instanceof KeyTaken)) throw error;
        // Repeated: it is there already, whoever asked for it before. Else some other key of the customer's own is taken.
        const lead = await desk.leads.one(id);
        if (lead === null) throw error;
        if (lead.deleted) throw new Gone('deleted');
        return lead;
      }
    });
  }

  updateLead(id: string, values: LeadValues): Promise<Lead> {
    return this.callFor(values, ({ connection, leads, addresses }) =>
      connection.transaction(false, async () => {
        const standing = await leads.lock(id);
        if (standing !== 'live') throw new Gone(standing === 'converted' ? 'converted' : 'deleted');
        const { email1: email, ...columns } = values;
        if (Object.keys(values).length > 0) await leads.update(id, columns, this.author);
        if (email === '') await addresses.clear(id);
        else if (email !== undefined) await addresses.change(id, email);
        return (await leads.one(id))!;
      }),
    );
  }

  /** @throws {Gone} converted: it stays */
  deleteLead(id: string): Promise<void> {
    return this.call(({ connection, leads, addresses }) =>
      connection.transaction(false, async () => {
        const standing = await leads.lock(id);
        if (standing === 'converted') throw new Gone('converted');
        if (standing === 'gone') return;
        await leads.delete(id, this.author);
        await addresses.clearAll(id);
      }),
    );
  }

  async *listChanges(since: string): AsyncGenerator<readonly Lead[], void, void> {
    for (let place = { modified: since, id: '' }; ; ) {
      const page = await this.call(({ leads }) => leads.changedAfter(place, this.pageSize));
      if (page.length === 0) return;
      yield page;
      place = page.at(-1)!;
    }
  }

  async listUsers(): Promise<readonly VendorLookup[]> {
    return ownersAmong(await this.call(({ connection }) => new UsersStore(connection).all()));
  }

  /** The drop-down list itself lies in files of the CRM: the one it is shipped with, and what else leads have. */
  async leadSources(): Promise<readonly VendorLookup[]> {
    const inUse = await this.call(({ leads }) => leads.sourcesInUse());
    return sourcesAmong(withStockSources(inUse).map((name) => ({ name, label: name })));
  }

  private inserted({ connection, leads, addresses }: Desk, id: string, { email1: email, ...columns }: LeadValues): Promise<Lead> {
    return connection.transaction(true, async () => {
      await leads.insert(id, columns, this.author);
      if (email !== undefined && email !== '') await addresses.give(id, email);
      return (await leads.one(id))!;
    });
  }

  /** A write of these values. The turn is waited for outside of the call, which is still made only if the work is ours by then. */
  private callFor<T>(values: LeadValues, work: (desk: Desk) => Promise<T>): Promise<T> {
    return values['email1'] ? this.connections.inTurn(() => this.call(work)) : this.call(work);
  }

  /** One call of the account: a place among its calls, a connection, and a deadline for all of it. */
  private call<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
    const timeoutMs = Number(this.access.settings['timeoutMs'] ?? 15_000);
    return this.access.calls.run(() =>
      this.connections.use(timeoutMs, (connection) => work({ connection, leads: new LeadsStore(connection, this.columns), addresses: new AddressesStore(connection) })),
    );
  }
}
