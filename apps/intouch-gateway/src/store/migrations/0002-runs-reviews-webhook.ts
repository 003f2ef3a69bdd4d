import type { Migration, QueryRunner } from '@intouch/postgres';

export class RunsReviewsWebhook1700000002000 implements Migration {
  readonly name = 'RunsReviewsWebhook1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE run (
        run_id text PRIMARY KEY,
        club_id text NOT NULL,
        vendor text NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        -- Counter to number, summed up as messages arrive.
        counts jsonb NOT NULL,
        read_all boolean NOT NULL,
        failure text,
        started_at timestamptz NOT NULL,
        finished_at timestamptz
      );
      CREATE INDEX run_integration ON run (club_id, vendor, started_at);
      CREATE TABLE run_item (
        run_id text NOT NULL,
        n bigint GENERATED ALWAYS AS IDENTITY,
        item jsonb NOT NULL,
        PRIMARY KEY (run_id, n)
      );
      -- Progress that has been counted: a republished message counts once.
      CREATE TABLE run_progress (
        event_id text PRIMARY KEY,
        run_id text NOT NULL
      );
      CREATE TABLE review (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        review_id text NOT NULL UNIQUE,
        club_id text NOT NULL,
        vendor text NOT NULL,
        vendor_contact_id text NOT NULL,
        -- open, or the decision
        state text NOT NULL,
        occurred_at timestamptz NOT NULL,
        reason text,
        vendor_contact jsonb,
        candidates jsonb,
        explanation text,
        decided_at timestamptz,
        decided_contact_id text
      );
      CREATE INDEX review_open ON review (club_id, seq) WHERE state = 'open';
      CREATE TABLE lookups (
        club_id text NOT NULL,
        vendor text NOT NULL,
        staff jsonb NOT NULL,
        lead_sources jsonb NOT NULL,
        PRIMARY KEY (club_id, vendor)
      );
      -- HTTP calls that wait for a connector's answer; whichever instance consumes it writes it here.
      CREATE TABLE waiting_request (
        request_id text PRIMARY KEY,
        answer jsonb,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE webhook (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        url text NOT NULL,
        -- Sealed by the credential vault.
        secret text NOT NULL
      );
      CREATE TABLE webhook_delivery (
        seq bigint PRIMARY KEY,
        -- Deliveries of one key follow each other.
        contact_key text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX webhook_delivery_contact ON webhook_delivery (contact_key, seq);`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
