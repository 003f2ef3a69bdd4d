import { Gone, Unavailable, type VendorLookup } from '@intouch/connector-kit';
import type { CrmAccess, CrmDescription, Lead, LeadValues } from './crm-access.js';
import { Garbled, isObject } from './garbled.js';
import { allFieldsOf, userFields } from './lead-fields.js';
import type { CallAccess } from './token-login.js';
import { ownersAmong, sourcesAmong } from './users.js';
import { isTaken, V11Calls } from './v11-calls.js';
import { bodyOf, fieldName, headerStamp, isoStamp, leadOf, pathOf, textsOf, type Row } from './v11-wire.js';

/** rest-v11, of commercial Sugar (https://support.sugarcrm.com/documentation/sugar_developer/): what is not there says so, and a write answers what is stored. */
export class V11Client implements CrmAccess {
  readonly tellsDeleted = false;
  private readonly calls: V11Calls;
  private readonly fields: string;
  private readonly pageSize: number;

  constructor(access: CallAccess) {
    this.calls = new V11Calls(access);
    this.fields = allFieldsOf(access.settings).map(fieldName).join(',');
    this.pageSize = Number(access.settings['pageSize'] ?? 100);
  }

  async serverTime(): Promise<string> {
    const { headers } = await this.calls.ping();
    const stamp = headerStamp(headers['date']);
    if (stamp === null) throw new Unavailable('SugarCRM answered without its date', false);
    return stamp;
  }

  /** A field that leads lack is passed over in silence: there is nothing to tell it by. */
  async describe(): Promise<CrmDescription> {
    await this.leadSources();
    return { missingFields: [] };
  }

  async getLead(id: string): Promise<Lead | null> {
    const row = await this.calls.call({ method: 'GET', path: pathOf(id) });
    return row === undefined ? null : leadIn(row, false);
  }

  async createLead(id: string, values: LeadValues): Promise<Lead> {
    try {
      return leadIn(await this.calls.call({ method: 'POST', path: '/Leads', body: { id, ...bodyOf(values) }, creating: true }), true);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const lead = await this.getLead(id);
    if (lead === null) throw new Gone('deleted');
    return lead;
  }

  async updateLead(id: string, values: LeadValues): Promise<Lead> {
    const row = await this.calls.call({ method: 'PUT', path: pathOf(id), body: bodyOf(values) });
    if (row === undefined) throw new Gone('deleted');
    return leadIn(row, false);
  }

  async deleteLead(id: string): Promise<void> {
    await this.calls.call({ method: 'DELETE', path: pathOf(id) });
  }

  async *listChanges(since: string): AsyncGenerator<readonly Lead[], void, void> {
    const asked = { filter: [{ date_modified: { $gte: isoStamp(since) } }], fields: this.fields, order_by: 'date_modified:ASC,id:ASC' };
    for await (const rows of this.pages('/Leads/filter', asked, { deleted: true })) yield rows.map(leadOf);
  }

  async listUsers(): Promise<readonly VendorLookup[]> {
    const users: Readonly<Record<string, string>>[] = [];
    const asked = { filter: [], fields: userFields.map(fieldName).join(','), order_by: 'id:ASC' };
    for await (const rows of this.pages('/Users/filter', asked)) users.push(...rows.map(textsOf));
    return ownersAmong(users);
  }

  async leadSources(): Promise<readonly VendorLookup[]> {
    const list = await this.calls.call({ method: 'GET', path: '/Leads/enum/lead_source' });
    if (!isObject(list)) throw new Garbled(false);
    return sourcesAmong(Object.entries(list).map(([name, label]) => ({ name, label: typeof label === 'string' ? label : name })));
  }

  /** By offset: what moves to the end while the pages are read pushes others across; the next full reading finds them. */
  private async *pages(path: string, asked: object, besides: object = {}): AsyncGenerator<readonly Row[], void, void> {
    for (let offset = 0; ; ) {
      const page = await this.calls.call({ method: 'POST', path, body: { ...asked, max_num: this.pageSize, offset, ...besides } });
      if (!isObject(page) || !Array.isArray(page['records'])) throw new Garbled(false);
      const rows = page['records'].filter(isObject);
      if (rows.length > 0) yield rows;
      const next = Number(page['next_offset'] ?? -1);
      if (next === -1) return;
      if (!(next > offset)) throw new Unavailable(`SugarCRM named offset ${next} as the one after ${offset}`, false);
      offset = next;
    }
  }
}

function leadIn(row: unknown, creating: boolean): Lead {
  if (!isObject(row) || typeof row['id'] !== 'string') throw new Garbled(creating);
  return leadOf(row);
}
