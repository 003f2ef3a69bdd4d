import { Injectable } from '@nestjs/common';
import type { ClubConfigured } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export type StoredClub = ClubConfigured;

const columns = 'club_id AS "clubId", client_id AS "clientId", name, time_zone AS "timeZone", country, revision';

@Injectable()
export class ClubStore {
  constructor(private readonly database: Database) {}

  async find(clubId: string): Promise<StoredClub | undefined> {
    return this.database.row<StoredClub>(`SELECT ${columns} FROM club WHERE club_id = $1`, [clubId]);
  }

  /** @param clubIds null: all */
  async all(clubIds: readonly string[] | null): Promise<StoredClub[]> {
    return this.database.rows<StoredClub>(`SELECT ${columns} FROM club WHERE $1::text[] IS NULL OR club_id = ANY($1) ORDER BY club_id`, [clubIds]);
  }

  /** Answers the club as it is stored now, with its new revision. */
  async put(club: Omit<StoredClub, 'revision'>): Promise<StoredClub> {
    const row = await this.database.row<StoredClub>(
      `INSERT INTO club (club_id, client_id, name, time_zone, country, revision) VALUES ($1, $2, $3, $4, $5, 1)
       ON CONFLICT (club_id) DO UPDATE SET client_id = excluded.client_id, name = excluded.name, time_zone = excluded.time_zone,
         country = excluded.country, revision = club.revision + 1
       RETURNING ${columns}`,
      [club.clubId, club.clientId, club.name, club.timeZone, club.country],
    );
    return row!;
  }
}
