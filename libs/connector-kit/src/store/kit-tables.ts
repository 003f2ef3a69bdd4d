import type { Migration, QueryRunner } from '@intouch/postgres';

/** The tables of a connector: the same for every vendor, in the connector's own schema. */
export class KitTables1700000010000 implements Migration {
  readonly name = 'KitTables1700000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE club (
        club_id text PRIMARY KEY,
        revision bigint NOT NULL,
        facts jsonb NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE account (
        account text PRIMARY KEY,
        -- Told to slow down, or the breaker is open: no call before.
        hold_until timestamptz,
        suspended_reason text,
        suspended_detail text,
        probe_at timestamptz,
        -- Which instance may create just now, where the vendor wants one create at a time.
        create_lease_by text,
        create_lease_until timestamptz,
        -- Who waits for the turn: it is the next, however long the other's line is.
        create_wanted_by text,
        create_wanted_until timestamptz
      )`);
    await runner.query(`
      CREATE TABLE integration (
        club_id text PRIMARY KEY,
        revision bigint NOT NULL,
        enabled boolean NOT NULL,
        paused boolean NOT NULL,
        resumes integer NOT NULL,
        settings jsonb NOT NULL,
        options jsonb NOT NULL,
        credentials text,
        -- Integrations with the same vendor, address and credentials.
        account text NOT NULL,
        suspended_reason text,
        probe_at timestamptz,
        cursor jsonb,
        -- The next run reads everything: first run, or an inbound option was switched on.
        full_next boolean NOT NULL DEFAULT true,
        lookups_due_at timestamptz
      )`);
    await runner.query('CREATE INDEX integration_by_account ON integration (account)');
    await runner.query(`
      CREATE TABLE delivery (
        club_id text NOT NULL,
        contact_id text NOT NULL,
        contact jsonb,
        archived boolean NOT NULL DEFAULT false,
        effective_at timestamptz NOT NULL,
        stamped boolean NOT NULL,
        version text NOT NULL,
        request_id text,
        traceparent text,
        state text NOT NULL,
        reason text,
        -- null: nothing to do.
        due_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        lease_until timestamptz,
        fence bigint NOT NULL DEFAULT 0,
        -- What the vendor has from us, and the keys of which that is not sure (an unanswered write).
        delivered jsonb NOT NULL DEFAULT '{}',
        delivered_origin jsonb NOT NULL DEFAULT '{}',
        uncertain jsonb NOT NULL DEFAULT '[]',
        delivered_version text,
        -- What the vendor showed before this moment says nothing of what we delivered then.
        delivered_at timestamptz,
        -- Warnings of fitting that the log has already, so that each is told once per value.
        told jsonb NOT NULL DEFAULT '[]',
        -- A create written down before it was sent, until its answer is known.
        intent jsonb,
        lookalike_since timestamptz,
        PRIMARY KEY (club_id, contact_id)
      )`);
    await runner.query('CREATE INDEX delivery_due ON delivery (club_id, due_at) WHERE due_at IS NOT NULL');
    await runner.query(`CREATE INDEX delivery_parked ON delivery (club_id) WHERE state = 'parked'`);
    await runner.query(`
      CREATE TABLE link (
        club_id text NOT NULL,
        vendor_contact_id text NOT NULL,
        contact_id text NOT NULL,
        -- Aliases are ids that were replaced: Smart Match still finds them, deliveries use the live one.
        live boolean NOT NULL,
        -- Set where the record takes no more writes: converted, deleted.
        closed text,
        how text NOT NULL,
        linked_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (club_id, vendor_contact_id)
      )`);
    await runner.query('CREATE UNIQUE INDEX one_live_link ON link (club_id, contact_id) WHERE live');
    await runner.query('CREATE INDEX link_by_contact ON link (club_id, contact_id)');
    await runner.query(`
      CREATE TABLE link_history (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        club_id text NOT NULL,
        subject text NOT NULL,
        id_in_intouch text NOT NULL,
        vendor_id text NOT NULL,
        what text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE lookup (
        club_id text NOT NULL,
        kind text NOT NULL,
        id text NOT NULL,
        name text NOT NULL,
        email text,
        active boolean NOT NULL,
        version text NOT NULL,
        vendor_id text,
        -- null: not looked for yet.
        status text,
        detail text,
        -- Linked or unlinked by a person: matching leaves it alone.
        by_hand boolean NOT NULL DEFAULT false,
        linked_name text,
        linked_email text,
        PRIMARY KEY (club_id, kind, id)
      )`);
    await runner.query(`
      CREATE TABLE seen (
        club_id text NOT NULL,
        vendor_contact_id text NOT NULL,
        raw jsonb NOT NULL,
        report jsonb NOT NULL,
        -- Start of the run that read it: at least this new.
        seen_at timestamptz NOT NULL,
        again_on date,
        first_key text,
        email_key text,
        mobile_key text,
        birth_date text,
        review_open boolean NOT NULL DEFAULT false,
        -- A person said it is nobody we hold: no create waits for it any more.
        released boolean NOT NULL DEFAULT false,
        PRIMARY KEY (club_id, vendor_contact_id)
      )`);
    await runner.query('CREATE INDEX seen_by_email ON seen (club_id, email_key, first_key) WHERE email_key IS NOT NULL');
    await runner.query('CREATE INDEX seen_by_mobile ON seen (club_id, mobile_key, first_key) WHERE mobile_key IS NOT NULL');
    await runner.query('CREATE INDEX seen_again ON seen (club_id, again_on) WHERE again_on IS NOT NULL');
    await runner.query(`
      CREATE TABLE run (
        run_id text PRIMARY KEY,
        club_id text NOT NULL,
        is_full boolean NOT NULL,
        dry_run boolean NOT NULL,
        kind text NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'queued',
        started_at timestamptz,
        due_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        -- Names a claim: an instance that lost its lease writes nothing more.
        fence bigint NOT NULL DEFAULT 0,
        next_cursor jsonb,
        read_count integer NOT NULL DEFAULT 0,
        counts jsonb NOT NULL DEFAULT '{}'
      )`);
    await runner.query(`CREATE INDEX run_open ON run (due_at) WHERE state IN ('queued', 'reading', 'reporting')`);
    await runner.query(`
      CREATE TABLE run_record (
        run_id text NOT NULL,
        vendor_contact_id text NOT NULL,
        raw jsonb NOT NULL,
        -- Not read now, but judged once more because its day has come.
        again boolean NOT NULL DEFAULT false,
        PRIMARY KEY (run_id, vendor_contact_id)
      )`);
    await runner.query(`
      CREATE TABLE request (
        request_id text PRIMARY KEY,
        club_id text NOT NULL,
        kind text NOT NULL,
        body jsonb NOT NULL,
        lease_until timestamptz,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE call_usage (
        account text NOT NULL,
        second timestamptz NOT NULL,
        calls integer NOT NULL,
        PRIMARY KEY (account, second)
      )`);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
