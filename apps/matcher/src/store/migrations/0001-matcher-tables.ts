import type { Migration, QueryRunner } from '@intouch/postgres';

export class MatcherTables1700000001000 implements Migration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE club (
        club_id  text PRIMARY KEY,
        country  text NOT NULL,
        revision integer NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE integration (
        club_id  text NOT NULL,
        vendor   text NOT NULL,
        revision integer NOT NULL,
        enabled  boolean NOT NULL,
        options  jsonb NOT NULL,
        PRIMARY KEY (club_id, vendor)
      )`);
    await runner.query('CREATE TABLE vendor (vendor text PRIMARY KEY, title text NOT NULL)');
    await runner.query(`
      CREATE TABLE contact (
        club_id      text NOT NULL,
        contact_id   text NOT NULL,
        provisional  boolean NOT NULL DEFAULT false,
        status       text NOT NULL,
        archived     boolean NOT NULL DEFAULT false,
        fields       jsonb NOT NULL,
        norm_first   text,
        norm_last    text,
        norm_email   text,
        norm_mobile  text,
        birth_date   text,
        effective_at timestamptz NOT NULL,
        stamped      boolean NOT NULL,
        version      text NOT NULL,
        first_seen_at timestamptz NOT NULL,
        status_decided_at timestamptz,
        PRIMARY KEY (club_id, contact_id)
      )`);
    // Every tier asks for the first name and for the email or the mobile; the last name is compared in memory.
    await runner.query('CREATE INDEX contact_by_email ON contact (club_id, norm_first, norm_email) WHERE NOT archived AND norm_email IS NOT NULL');
    await runner.query('CREATE INDEX contact_by_mobile ON contact (club_id, norm_first, norm_mobile) WHERE NOT archived AND norm_mobile IS NOT NULL');
    await runner.query(`
      CREATE TABLE link (
        club_id           text NOT NULL,
        vendor            text NOT NULL,
        vendor_contact_id text NOT NULL,
        contact_id        text NOT NULL,
        role              text NOT NULL,
        state             text NOT NULL,
        how               text NOT NULL,
        reported_state    text,
        replaced_by       text,
        changed_at        timestamptz,
        applied_stamp     timestamptz,
        seen_hash         text,
        seen_outcome      text,
        seen              jsonb,
        PRIMARY KEY (club_id, vendor, vendor_contact_id)
      )`);
    await runner.query('CREATE INDEX link_by_contact ON link (club_id, contact_id)');
    await runner.query(`
      CREATE TABLE review (
        club_id           text NOT NULL,
        vendor            text NOT NULL,
        vendor_contact_id text NOT NULL,
        review_id         text NOT NULL UNIQUE,
        state             text NOT NULL,
        situation         text NOT NULL,
        report_hash       text NOT NULL,
        report            jsonb NOT NULL,
        PRIMARY KEY (club_id, vendor, vendor_contact_id)
      )`);
    await runner.query(`
      CREATE TABLE held (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        club_id    text NOT NULL,
        contact_id text NOT NULL,
        decision   jsonb NOT NULL,
        activity   jsonb NOT NULL
      )`);
    await runner.query('CREATE INDEX held_by_contact ON held (club_id, contact_id)');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
