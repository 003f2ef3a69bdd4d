import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@intouch/postgres';

/** How a club's feed of files stands. */
export interface Feed {
  /** The slot that was judged last; later ones are still to be. */
  readonly judgedTo: Date;
  /** Slots in a row without a file. */
  readonly missed: number;
  /** Codes the settings had no word for when they came. */
  readonly codes: readonly string[];
}

@Injectable()
export class FeedStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Slots count from `at` where the feed is new. */
  async of(clubId: string, at: Date): Promise<Feed> {
    const row = await this.database.row<Feed>(
      `INSERT INTO file_feed AS f (club_id, judged_to) VALUES ($1, $2) ON CONFLICT (club_id) DO UPDATE SET judged_to = f.judged_to
       RETURNING judged_to AS "judgedTo", missed, codes`,
      [clubId, at],
    );
    return row!;
  }

  async judged(clubId: string, judgedTo: Date, missed: number): Promise<void> {
    await this.database.run('UPDATE file_feed SET judged_to = $2, missed = $3 WHERE club_id = $1', [clubId, judgedTo, missed]);
  }

  /** A file has come: who was silent is not any more. */
  async spoke(clubId: string): Promise<void> {
    await this.database.run('UPDATE file_feed SET missed = 0 WHERE club_id = $1 AND missed > 0', [clubId]);
  }

  async codes(clubId: string): Promise<readonly string[]> {
    return (await this.database.row<Feed>('SELECT codes FROM file_feed WHERE club_id = $1', [clubId]))?.codes ?? [];
  }

  async addCodes(clubId: string, codes: readonly string[]): Promise<void> {
    await this.database.run(
      `INSERT INTO file_feed AS f (club_id, judged_to, codes) VALUES ($1, now(), $2)
       ON CONFLICT (club_id) DO UPDATE SET codes = (SELECT array_agg(DISTINCT c ORDER BY c) FROM unnest(f.codes || excluded.codes) AS c)`,
      [clubId, codes],
    );
  }
}
