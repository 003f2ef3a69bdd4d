import { Gone, Unavailable, VendorError, type VendorLookup } from '@intouch/connector-kit';
import type { CrmAccess, CrmDescription, Lead, LeadValues } from './crm-access.js';
import { Garbled, isObject } from './garbled.js';
import { unescapeHtml } from './html-text.js';
import { allFieldsOf, ownFieldsOf, userFields } from './lead-fields.js';
import { isStamp } from './stamps.js';
import { ownersAmong, sourcesAmong } from './users.js';
import { V4Calls, type CallAccess } from './v4-calls.js';
import { checkedId, feedQuery, leadOf, leadQuery, nameValues, rowsOf, textOf, type Answered, type NameValue, type Texts } from './v4-wire.js';

/** rest-v4_1, of SugarCRM CE 6.5 and SuiteCRM 7 (https://github.com/salesagility/SuiteCRM). HTTP 200 says nothing there: every write is read back. */
export class V4Client implements CrmAccess {
  readonly tellsDeleted = true;
  private readonly calls: V4Calls;
  private readonly fields: readonly string[];
  private readonly ownFields: readonly string[];
  private readonly pageSize: number;

  constructor(access: CallAccess) {
    this.calls = new V4Calls(access);
    this.fields = allFieldsOf(access.settings);
    this.ownFields = ownFieldsOf(access.settings);
    this.pageSize = Number(access.settings['pageSize'] ?? 100);
  }

  async serverTime(): Promise<string> {
    const { gmt_time } = await this.serverInfo();
    if (!isStamp(gmt_time)) throw new Garbled(false);
    return gmt_time;
  }

  async describe(): Promise<CrmDescription> {
    const described = await this.moduleFields(this.ownFields);
    return { missingFields: this.ownFields.filter((field) => !(field in described)) };
  }

  async getLead(id: string): Promise<Lead | null> {
    const [row] = await this.list('Leads', { ...leadQuery(id), offset: 0 }, this.fields, 1, 1);
    return row ? leadOf(row) : null;
  }

  async createLead(id: string, values: LeadValues): Promise<Lead> {
    await this.setEntry({ id: checkedId(id), new_with_id: 1, ...values }, true);
    const lead = await this.getLead(id).catch((error: Error) => {
      if (error instanceof VendorError) throw new Unavailable(`the lead was created, but could not be read back: ${error.message}`, true);
      throw error;
    });
    if (lead === null) throw new Unavailable('SugarCRM said yes to a create, but the lead is not there', true);
    if (lead.deleted) throw new Gone('deleted');
    return lead;
  }

  async updateLead(id: string, values: LeadValues, lastName: string): Promise<Lead> {
    const sent = 'email1' in values && (await this.keepsEmail()) ? await this.withEmailFreed(id, values, lastName) : values;
    if (Object.keys(sent).length > 0) await this.setEntry({ id: checkedId(id), ...sent });
    const lead = await this.getLead(id);
    if (lead === null || lead.deleted) throw new Gone('deleted');
    return lead;
  }

  async deleteLead(id: string): Promise<void> {
    await this.setEntry({ id: checkedId(id), deleted: 1 });
    const lead = await this.getLead(id);
    if (lead !== null && !lead.deleted) throw new Unavailable('SugarCRM said yes to a delete, but the lead is still there', false);
  }

  async *listChanges(since: string): AsyncGenerator<readonly Lead[], void, void> {
    for (let place = { modified: since, id: '' }; ; ) {
      const leads = (await this.list('Leads', { ...feedQuery(place), offset: 0 }, this.fields, this.pageSize, 1)).map(leadOf);
      // A server may cap its pages: only an empty one is the end.
      if (leads.length === 0) return;
      yield leads;
      place = leads.at(-1)!;
    }
  }

  async listUsers(): Promise<readonly VendorLookup[]> {
    const users = new Map<string, Texts>();
    for (let offset = 0; ; ) {
      const rows = await this.list('Users', { query: '', order_by: 'users.id ASC', offset }, userFields, this.pageSize, 0);
      const known = users.size;
      for (const row of rows) users.set(row['id'] ?? '', row);
      if (users.size === known) return ownersAmong([...users.values()]);
      offset += rows.length;
    }
  }

  async leadSources(): Promise<readonly VendorLookup[]> {
    const { lead_source } = await this.moduleFields(['lead_source']);
    const options = isObject(lead_source) && isObject(lead_source['options']) ? Object.entries(lead_source['options']) : [];
    return sourcesAmong(options.map(([key, option]) => {
      const { name = key, value = key } = isObject(option) ? option : {};
      return { name: unescapeHtml(textOf(name)), label: unescapeHtml(textOf(value)) };
    }));
  }

  /**
   * SuiteCRM leaves the address that a lead has as it is, whatever is sent (https://github.com/SuiteCRM/SuiteCRM/issues/10513): its links
   * are taken away first. What stops in between is simply begun again.
   */
  private async withEmailFreed(id: string, values: LeadValues, lastName: string): Promise<LeadValues> {
    const { email1: wanted = '', ...others } = values;
    const link = { module_name: 'Leads', module_id: checkedId(id), link_field_name: 'email_addresses' };
    const linked = rowsOf(await this.calls.call('get_relationships', {
      ...link, related_module_query: '', related_fields: ['id', 'email_address'], related_module_link_name_to_fields_array: [], deleted: 0,
    }));
    if (linked.length === 0) return wanted === '' ? others : values;
    // Another letter case is no other address there.
    if (wanted !== '' && linked.every(({ email_address = '' }) => email_address.toLowerCase() === wanted.toLowerCase())) return others;
    await this.calls.call('set_relationship', { ...link, related_ids: linked.map((it) => it['id'] ?? ''), name_value_list: [], delete: 1 });
    return { last_name: lastName, ...(wanted === '' ? others : values) };
  }

  /** Asked anew each time, since addresses change seldom and products are upgraded. */
  private async keepsEmail(): Promise<boolean> {
    return 'suitecrm_version' in (await this.serverInfo());
  }

  private serverInfo(): Promise<Answered> {
    return this.calls.callWithoutLogin('get_server_info');
  }

  private async moduleFields(fields: readonly string[]): Promise<Answered> {
    const { module_fields } = await this.calls.call('get_module_fields', { module_name: 'Leads', fields });
    if (isObject(module_fields)) return module_fields;
    // PHP's empty object is a list.
    if (Array.isArray(module_fields)) return {};
    throw new Garbled(false);
  }

  private async list(
    module_name: 'Leads' | 'Users', { query, order_by, offset }: { query: string; order_by: string; offset: number }, select_fields: readonly string[], max_results: number, deleted: 0 | 1,
  ): Promise<readonly Texts[]> {
    return rowsOf(await this.calls.call('get_entry_list', { module_name, query, order_by, offset, select_fields, link_name_to_fields_array: [], max_results, deleted, favorites: false }));
  }

  /** The echo in the answer is what was sent, not what is stored. */
  private async setEntry(values: Readonly<Record<string, NameValue['value']>>, creating = false): Promise<void> {
    await this.calls.call('set_entry', { module_name: 'Leads', name_value_list: nameValues(values), track_view: false }, creating);
  }
}
