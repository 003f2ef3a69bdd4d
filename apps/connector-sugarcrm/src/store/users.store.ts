import type { DatabaseConnection } from '../database-connection.js';
import { shownEmail } from './addresses.store.js';
import { textsOf } from './lead-columns.js';

/** Users of the CRM: only read, and without their passwords. */
export class UsersStore {
  constructor(private readonly connection: DatabaseConnection) {}

  /** People, inactive ones too, with their address as `email1`. */
  async all(): Promise<Readonly<Record<string, string>>[]> {
    const rows = await this.connection.rows(
      `SELECT u.id, u.user_name, u.first_name, u.last_name, u.status, ${shownEmail('u.id', 'Users')} AS email1 FROM users u
        WHERE COALESCE(u.deleted,0)=0 AND COALESCE(u.is_group,0)=0 AND COALESCE(u.portal_only,0)=0 ORDER BY u.id`,
    );
    return rows.map(textsOf);
  }

  async isActive(id: string): Promise<boolean> {
    const rows = await this.connection.rows(`SELECT id FROM users WHERE id=? AND status='Active' AND COALESCE(deleted,0)=0`, [id]);
    return rows.length > 0;
  }
}
