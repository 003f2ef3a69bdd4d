import { Inject, Injectable } from '@nestjs/common';
import { inboundOptions, type ClubConfigured, type IntegrationConfigured, type IntegrationStateChanged, type Vendor } from '@intouch/contracts';
import { Database } from '@intouch/postgres';

export interface ScheduleKey {
  readonly clubId: string;
  readonly vendor: Vendor;
}

/** An active schedule. */
export interface Schedule extends ScheduleKey {
  readonly cron: string;
  readonly zone: string;
}

/** When each integration's sync is due next. One row per club and vendor. */
@Injectable()
export class ScheduleStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Makes transactions about one club take turns. A club and its integration come by two topics: without this each
   * could miss the other's row, both being uncommitted, and the integration would stay without a zone.
   */
  async lockClubs(clubIds: readonly string[]): Promise<void> {
    await this.database.run(
      `SELECT pg_advisory_xact_lock(lock) FROM (
         SELECT DISTINCT hashtextextended(club_id, 0) AS lock FROM unnest($1::text[]) AS given (club_id) ORDER BY lock
       ) AS in_order`,
      [clubIds],
    );
  }

  /** One entry per club. A club that moved to another zone has its schedules planned anew. */
  async keepClubs(clubs: readonly ClubConfigured[]): Promise<void> {
    const changed = await this.database.rows<{ club_id: string }>(
      `INSERT INTO club (club_id, revision, zone)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
       ON CONFLICT (club_id) DO UPDATE SET revision = excluded.revision, zone = excluded.zone WHERE excluded.revision > club.revision
       RETURNING club_id`,
      [clubs.map(({ clubId }) => clubId), clubs.map(({ revision }) => revision), clubs.map(({ timeZone }) => timeZone)],
    );
    await this.database.run(
      `UPDATE schedule SET zone = club.zone, next_slot_at = NULL FROM club
       WHERE club.club_id = ANY($1) AND schedule.club_id = club.club_id AND schedule.zone IS DISTINCT FROM club.zone`,
      [changed.map(({ club_id: clubId }) => clubId)],
    );
  }

  /**
   * One entry per club and vendor. Keeps the planned slot where neither schedule nor activity changed, so that a slot
   * that is due right now outlives new credentials; a resume in between plans anew, since what was missed is not made up for.
   */
  async keepIntegrations(integrations: readonly IntegrationConfigured[]): Promise<void> {
    await this.database.run(
      `INSERT INTO schedule (club_id, vendor, revision, resumes, cron, wanted, zone)
       SELECT given.*, club.zone
       FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::boolean[]) AS given (club_id, vendor, revision, resumes, cron, wanted)
       LEFT JOIN club USING (club_id)
       ON CONFLICT (club_id, vendor) DO UPDATE SET
         revision = excluded.revision, resumes = excluded.resumes, cron = excluded.cron, wanted = excluded.wanted,
         next_slot_at = CASE
           WHEN excluded.wanted AND excluded.cron = schedule.cron AND excluded.resumes = schedule.resumes THEN schedule.next_slot_at
         END
       WHERE excluded.revision > schedule.revision`,
      [
        integrations.map(({ clubId }) => clubId),
        integrations.map(({ vendor }) => vendor),
        integrations.map(({ revision }) => revision),
        integrations.map(({ resumes }) => resumes),
        integrations.map(({ schedule }) => schedule),
        integrations.map(({ enabled, paused, options }) => enabled && !paused && inboundOptions.some((option) => options[option])),
      ],
    );
  }

  /** One entry per club and vendor. On the same revision the later told wins: a probe lifts a suspension without a new one. */
  async keepSuspensions(states: readonly IntegrationStateChanged[]): Promise<void> {
    await this.database.run(
      `UPDATE schedule SET
         suspended = told.suspended, suspension_revision = told.revision,
         next_slot_at = CASE WHEN NOT told.suspended THEN schedule.next_slot_at END
       FROM unnest($1::text[], $2::text[], $3::bigint[], $4::boolean[]) AS told (club_id, vendor, revision, suspended)
       WHERE schedule.club_id = told.club_id AND schedule.vendor = told.vendor AND schedule.suspension_revision <= told.revision`,
      [
        states.map(({ clubId }) => clubId),
        states.map(({ vendor }) => vendor),
        states.map(({ revision }) => revision),
        states.map(({ state }) => state === 'suspended'),
      ],
    );
  }

  /** Active schedules of these clubs that have no next slot yet. */
  async unplanned(clubIds: readonly string[]): Promise<Schedule[]> {
    return this.database.rows<Schedule>(
      `SELECT club_id AS "clubId", vendor, cron, zone FROM schedule WHERE club_id = ANY($1) AND active AND next_slot_at IS NULL`,
      [clubIds],
    );
  }

  async plan(plans: readonly (ScheduleKey & { readonly nextSlotAt: Date })[]): Promise<void> {
    if (plans.length === 0) return;
    await this.database.run(
      `UPDATE schedule SET next_slot_at = planned.at
       FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS planned (club_id, vendor, at)
       WHERE schedule.club_id = planned.club_id AND schedule.vendor = planned.vendor`,
      [plans.map(({ clubId }) => clubId), plans.map(({ vendor }) => vendor), plans.map(({ nextSlotAt }) => nextSlotAt.toISOString())],
    );
  }
}
