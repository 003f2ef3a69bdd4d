import { newCrmId } from './crm-id.js';
import { textOf, type Lead, type LinkedEmail } from './lead.js';

/** The CRM's addresses: one row for each, in whatever letters, shared by all people who have it. */
export class EmailAddresses {
  private readonly ids = new Map<string, string>();

  row(address: string): LinkedEmail {
    const key = address.toUpperCase();
    const id = this.ids.get(key) ?? newCrmId();
    this.ids.set(key, id);
    return { id, email_address: address };
  }

  /** The links of a lead after an edit of `emails`, or of `email1`, which is the first of them. A deleted lead has none. */
  linksAfter(patch: Readonly<Record<string, unknown>>, { deleted, emails = [] }: Lead): readonly LinkedEmail[] {
    if (deleted === 1) return [];
    const list = patch['emails'];
    if (Array.isArray(list)) return (list as LinkedEmail[]).map((one) => ({ ...this.row(textOf(one.email_address)), ...one }));
    if ('emails' in patch) return [];
    if (!('email1' in patch)) return emails;
    const address = textOf(patch['email1']);
    if (address === '') return [];
    const primary = this.row(address);
    return [primary, ...emails.slice(1).filter(({ id }) => id !== primary.id)];
  }

  clear(): void {
    this.ids.clear();
  }
}
