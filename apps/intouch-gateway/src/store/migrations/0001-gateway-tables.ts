import type { Migration, QueryRunner } from '@intouch/postgres';

/** Keys, clubs, integrations, what is known of contacts, and the two feeds. */
export class GatewayTables1700000001000 implements Migration {
  readonly name = 'GatewayTables1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        -- SHA-256, hex; the key itself is never stored.
        key_hash text PRIMARY KEY,
        label text NOT NULL,
        role text NOT NULL,
        -- NULL: all clubs.
        clubs text[],
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE club (
        club_id text PRIMARY KEY,
        client_id text NOT NULL,
        name text NOT NULL,
        time_zone text NOT NULL,
        country text NOT NULL,
        revision integer NOT NULL
      );
      CREATE TABLE vendor_description (
        vendor text PRIMARY KEY,
        described jsonb NOT NULL
      );
      CREATE TABLE integration (
        club_id text NOT NULL,
        vendor text NOT NULL,
        revision integer NOT NULL,
        enabled boolean NOT NULL,
        paused boolean NOT NULL DEFAULT false,
        resumes integer NOT NULL DEFAULT 0,
        settings jsonb NOT NULL,
        options jsonb NOT NULL,
        -- Sealed by the credential vault; NULL: none.
        credentials text,
        schedule text,
        created_at timestamptz NOT NULL DEFAULT now(),
        -- As the connector told last.
        connector_revision integer NOT NULL DEFAULT 0,
        suspended boolean NOT NULL DEFAULT false,
        suspended_reason text,
        PRIMARY KEY (club_id, vendor)
      );
      CREATE INDEX integration_settings ON integration USING gin (settings jsonb_path_ops);

      CREATE TABLE contact (
        club_id text NOT NULL,
        contact_id text NOT NULL,
        -- NULL: only its archiving has arrived yet.
        contact jsonb,
        archived boolean NOT NULL,
        effective_at timestamptz NOT NULL,
        stamped boolean NOT NULL,
        version text NOT NULL,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (club_id, contact_id)
      );
      CREATE TABLE contact_link (
        club_id text NOT NULL,
        vendor text NOT NULL,
        vendor_contact_id text NOT NULL,
        contact_id text NOT NULL,
        how text,
        -- live, alias, or none once unlinked
        role text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (club_id, vendor, vendor_contact_id)
      );
      CREATE INDEX contact_link_contact ON contact_link (club_id, contact_id);
      CREATE TABLE delivery (
        club_id text NOT NULL,
        contact_id text NOT NULL,
        vendor text NOT NULL,
        state text NOT NULL,
        desired_version text,
        delivered_version text,
        attempts integer NOT NULL,
        next_attempt_at timestamptz,
        last_error text,
        reason text,
        at timestamptz NOT NULL,
        activity_id text NOT NULL,
        -- Since when it has been in this state for this reason.
        since timestamptz NOT NULL,
        PRIMARY KEY (club_id, contact_id, vendor)
      );
      CREATE INDEX delivery_parked ON delivery (club_id, contact_id, vendor) WHERE state = 'parked';

      CREATE TABLE log_entry (
        -- Given in commit order by one writer at a time: the cursor people follow.
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        activity_id text NOT NULL UNIQUE,
        at timestamptz NOT NULL,
        level text NOT NULL,
        direction text NOT NULL,
        club_id text NOT NULL,
        vendor text,
        contact_id text,
        vendor_contact_id text,
        request_id text,
        summary text NOT NULL,
        reason text,
        detail text,
        how_to_fix text
      );
      CREATE INDEX log_entry_contact ON log_entry (club_id, contact_id, seq);
      CREATE INDEX log_entry_club ON log_entry (club_id, seq);
      CREATE INDEX log_entry_request ON log_entry (request_id, seq);
      CREATE TABLE change (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        change_id text NOT NULL UNIQUE,
        type text NOT NULL,
        occurred_at timestamptz NOT NULL,
        club_id text NOT NULL,
        contact_id text,
        vendor text NOT NULL,
        vendor_contact_id text NOT NULL,
        match jsonb NOT NULL,
        join_date text,
        end_date text,
        contact jsonb NOT NULL,
        acked_at timestamptz,
        acked_contact_id text
      );
      CREATE INDEX change_club ON change (club_id, seq);`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
