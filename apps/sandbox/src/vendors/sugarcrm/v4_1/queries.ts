import type { Place } from '../feed-order.js';

/** What a `query` of `get_entry_list` on Leads asks for, with what must come beside it. */
export type Asked = { readonly orderBy: string; readonly deleted: '0' | '1' } & (
  | { readonly about: 'feed'; readonly after: Place }
  | { readonly about: 'lead'; readonly id: string }
  | { readonly about: 'email'; readonly address: string }
);

const feedOrder = 'leads.date_modified ASC, leads.id ASC';
const feed = /^\(leads\.date_modified > '(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)' OR \(leads\.date_modified = '\1' AND leads\.id > '([\w-]{0,36})'\)\)$/;
const lead = /^leads\.id = '([\w-]{1,36})'$/;
const email = new RegExp(
  String.raw`^leads\.id IN \(SELECT eabr\.bean_id FROM email_addr_bean_rel eabr JOIN email_addresses ea ON ea\.id=eabr\.email_address_id ` +
    String.raw`WHERE eabr\.bean_module='Leads' AND eabr\.deleted=0 AND ea\.deleted=0 AND ea\.email_address_caps='([^'\\]*)'\)$`,
);

/** The twin runs no SQL: it knows these texts and no others. Null: not one of them. */
export function readQuery(query: string): Asked | null {
  const [, stamp, after] = feed.exec(query) ?? [];
  if (stamp !== undefined) return { about: 'feed', after: { date_modified: stamp, id: after! }, orderBy: feedOrder, deleted: '1' };
  const [, id] = lead.exec(query) ?? [];
  if (id !== undefined) return { about: 'lead', id, orderBy: feedOrder, deleted: '1' };
  const [, address] = email.exec(query) ?? [];
  return address === undefined ? null : { about: 'email', address, orderBy: '', deleted: '0' };
}
