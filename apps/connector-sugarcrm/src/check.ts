import { Unauthorized, unlinkedAssignees, type Finding, type Settings } from '@intouch/connector-kit';
import type { CrmAccess } from './crm-access.js';
import { SchemaDiffers } from './database-errors.js';
import { Garbled } from './garbled.js';
import { momentOf, stampOf } from './stamps.js';

const skewMs = 60_000;

/** Address, login, module, fields, users, feed and clock, by calls that only read. @throws what they throw, refusals of access apart */
export async function check(client: CrmAccess, { settings }: { readonly settings: Settings }): Promise<readonly Finding[]> {
  let serverTime: string;
  try {
    serverTime = await client.serverTime();
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof Garbled)) throw error;
    return [{ code: 'not-sugarcrm', detail: `This address is not SugarCRM's (${error.message}).`, howToFix: 'Correct the address, and protocol.' }];
  }
  try {
    const { missingFields, problems = [] } = await client.describe();
    const users = await client.listUsers();
    await client.listChanges(stampOf(new Date())).next().catch((error: unknown) => {
      // Where a field that is missing makes reading fail, it is named below.
      if (!(error instanceof SchemaDiffers) || missingFields.length === 0) throw error;
    });
    return [...problems, ...missingFields.map(missing), ...unlinkedAssignees(settings, users, { title: 'SugarCRM' }), ...skewOf(serverTime)];
  } catch (error) {
    if (error instanceof SchemaDiffers) return [{ code: 'schema-differs', detail: error.message, howToFix: 'Correct dbName; a database of another shape cannot be written directly, but over REST.' }];
    if (!isRefusal(error)) throw error;
    return [{ code: 'no-access', detail: `The module Leads is closed to this user (${error.message}).`, howToFix: 'Give this user the rights to read, write and delete leads, and to list users.' }];
  }
}

function isRefusal(error: unknown): error is Unauthorized {
  return error instanceof Unauthorized && error.code === 'access-refused';
}

function missing(field: string): Finding {
  return { code: 'field-missing', detail: `Leads at SugarCRM have no field ${field}.`, howToFix: `Create ${field} in Studio, or correct the setting that names it.` };
}

function skewOf(serverTime: string): readonly Finding[] {
  const aheadMs = (momentOf(serverTime)?.getTime() ?? NaN) - Date.now();
  if (!(Math.abs(aheadMs) > skewMs)) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return [{ code: 'clock-skew', detail: `SugarCRM's clock is ${seconds} s ${aheadMs > 0 ? 'fast' : 'slow'}.`, howToFix: 'Set the clock of SugarCRM\'s server.', harmless: true }];
}
