import { randomUUID } from 'node:crypto';
import type { DatabaseConnection } from '../database-connection.js';

interface IdRow {
  readonly [column: string]: unknown;
  readonly id: string;
}

/** The address that the CRM shows for whoever has this id: of the live links the primary one, else the oldest. */
export function shownEmail(beanId: string, module: 'Leads' | 'Users'): string {
  return (
    '(SELECT ea.email_address FROM email_addr_bean_rel r JOIN email_addresses ea ON ea.id=r.email_address_id AND COALESCE(ea.deleted,0)=0 ' +
    `WHERE r.bean_id=${beanId} AND r.bean_module='${module}' AND r.deleted=0 ORDER BY r.primary_address DESC, r.date_created, r.id LIMIT 1)`
  );
}

/**
 * E-mail addresses and whose they are. An address has one row for all people who have it: that row is found or added, never changed;
 * what changes are the links to it (vendors/sugarcrm.md, 3.7).
 */
export class AddressesStore {
  constructor(private readonly connection: DatabaseConnection) {}

  /** Gives a lead that has none its first address. */
  async give(leadId: string, email: string): Promise<void> {
    await this.link(leadId, await this.idOf(email));
  }

  /** Makes this the primary address of a lead, whatever it was before. */
  async change(leadId: string, email: string): Promise<void> {
    const address = await this.idOf(email);
    await this.connection.run(
      `UPDATE email_addr_bean_rel SET deleted=1, date_modified=UTC_TIMESTAMP() WHERE bean_id=? AND bean_module='Leads' AND primary_address=1 AND deleted=0 AND email_address_id<>?`,
      [leadId, address],
    );
    const [linked] = await this.connection.rows<IdRow>(
      `SELECT id FROM email_addr_bean_rel WHERE bean_id=? AND bean_module='Leads' AND email_address_id=? AND deleted=0 ORDER BY primary_address DESC, date_created, id LIMIT 1`,
      [leadId, address],
    );
    if (linked) await this.connection.run('UPDATE email_addr_bean_rel SET primary_address=1, date_modified=UTC_TIMESTAMP() WHERE id=?', [linked.id]);
    else await this.link(leadId, address);
  }

  /** Takes the primary address from a lead. */
  async clear(leadId: string): Promise<void> {
    await this.connection.run(
      `UPDATE email_addr_bean_rel SET deleted=1, date_modified=UTC_TIMESTAMP() WHERE bean_id=? AND bean_module='Leads' AND primary_address=1 AND deleted=0`,
      [leadId],
    );
  }

  /** Takes all addresses from a lead. */
  async clearAll(leadId: string): Promise<void> {
    await this.connection.run(`UPDATE email_addr_bean_rel SET deleted=1, date_modified=UTC_TIMESTAMP() WHERE bean_id=? AND bean_module='Leads' AND deleted=0`, [leadId]);
  }

  private async idOf(email: string): Promise<string> {
    const [known] = await this.connection.rows<IdRow>(
      'SELECT id FROM email_addresses WHERE email_address_caps=UPPER(?) AND COALESCE(deleted,0)=0 ORDER BY date_created, id LIMIT 1 FOR UPDATE',
      [email],
    );
    if (known) return known.id;
    const id = randomUUID();
    await this.connection.run(
      `INSERT INTO email_addresses (id,email_address,email_address_caps,invalid_email,opt_out,date_created,date_modified,deleted)
        VALUES (?,?,UPPER(?),0,0,UTC_TIMESTAMP(),UTC_TIMESTAMP(),0)`,
      [id, email, email],
    );
    return id;
  }

  private async link(leadId: string, address: string): Promise<void> {
    await this.connection.run(
      `INSERT INTO email_addr_bean_rel (id,email_address_id,bean_id,bean_module,primary_address,reply_to_address,date_created,date_modified,deleted)
        VALUES (?,?,?,'Leads',1,0,UTC_TIMESTAMP(),UTC_TIMESTAMP(),0)`,
      [randomUUID(), address, leadId],
    );
  }
}
