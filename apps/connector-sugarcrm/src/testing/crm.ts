import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { BareStand, type ConnectorProfile } from '@intouch/connector-kit/testing';
import type { Closable, Settings } from '@intouch/connector-kit';
import type { IntegrationOptions } from '@intouch/contracts';
import { CrmServer, type CrmDatabase, type CrmOptions } from '@intouch/crm-database';
import { DatabaseClient } from '../database-client.js';
import { profile as v4 } from '../sugarcrm.profile.js';
import { settings as defaults } from './facts.js';

/** A server for the specs of a file. */
export function aCrmServer(options: Parameters<typeof CrmServer.start>[0] = {}): { at: CrmServer } {
  const server = {} as { at: CrmServer };
  beforeAll(async () => {
    server.at = await CrmServer.start(options);
  }, 120_000);
  afterAll(() => server.at?.stop());
  return server;
}

interface ClientOptions extends CrmOptions {
  readonly settings?: Settings;
  readonly credentials?: Readonly<Record<string, string>>;
}

/** Clients of a fresh CRM each, outside of the kit: every call may go out at once. */
export function databaseClients(server: { readonly at: CrmServer }): (options?: ClientOptions) => Promise<{ crm: CrmDatabase; client: DatabaseClient; another: (set: Settings) => DatabaseClient }> {
  const kept: Closable[] = [];
  afterEach(() => Promise.all(kept.splice(0).map((thing) => thing.close())));
  return async ({ settings = {}, credentials, ...options } = {}) => {
    const crm = await server.at.database(options);
    const another = (set: Settings): DatabaseClient =>
      new DatabaseClient({
        settings: { ...defaults, ...crm.settings, ...settings, ...set }, credentials: credentials ?? crm.credentials, calls: { run: (call) => call() },
        kept: (_key, make) => {
          const made = make();
          kept.push(made);
          return made;
        },
      });
    return { crm, client: another({}), another };
  };
}

interface StandOptions extends CrmOptions {
  readonly settings?: Settings;
  readonly options?: Partial<IntegrationOptions>;
}

/** The connector at work for the club `north` of a fresh CRM; all is cleared after each test. */
export function atTheDatabase(server: { readonly at: CrmServer }): (options?: StandOptions) => Promise<{ crm: CrmDatabase; stand: BareStand }> {
  const stands: BareStand[] = [];
  afterEach(() => Promise.all(stands.splice(0).map((stand) => stand.clear())));
  return async ({ settings = {}, options = {}, ...crmOptions } = {}) => {
    const crm = await server.at.database(crmOptions);
    const profile: ConnectorProfile = { ...v4, variant: 'database', credentials: crm.credentials, settings: () => ({ ...crm.settings, timeoutMs: 5_000, reconcileDelayMs: 50, pageSize: 3, ...settings }) };
    const stand = await BareStand.at(profile);
    stands.push(stand);
    stand.instance.run();
    await stand.club.configure({ options: { archiveLead: true, insertLead: true, updateContact: true, deleteLead: true, ...options } });
    return { crm, stand };
  };
}
