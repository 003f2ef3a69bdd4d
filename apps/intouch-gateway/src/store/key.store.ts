import { Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';
import type { Access } from '../access/access.js';

const columns = 'key_hash AS "keyHash", role, clubs';

@Injectable()
export class KeyStore {
  constructor(private readonly database: Database) {}

  async find(keyHash: string): Promise<Access | undefined> {
    return this.database.row<Access>(`SELECT ${columns} FROM api_key WHERE key_hash = $1`, [keyHash]);
  }

  async all(): Promise<Access[]> {
    return this.database.rows<Access>(`SELECT ${columns} FROM api_key`);
  }

  /** The same key again takes the new role and clubs. */
  async add({ keyHash, role, clubs }: Access, label: string): Promise<void> {
    await this.database.run(
      `INSERT INTO api_key (key_hash, label, role, clubs) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key_hash) DO UPDATE SET label = excluded.label, role = excluded.role, clubs = excluded.clubs`,
      [keyHash, label, role, clubs],
    );
  }

  async remove(label: string): Promise<number> {
    return this.database.run('DELETE FROM api_key WHERE label = $1', [label]);
  }
}
