import {
  topics, type ContactLinked, type ContactReported, type ContactSnapshot, type Decision, type IntegrationOptions, type MatchResolved,
  type ReportedFields, type Vendor,
} from '@intouch/contracts';
import { decode, type Message, type Outgoing } from '@intouch/messaging';
import type { Database } from '@intouch/postgres';
import { testDatabase, type TestDatabase } from '@intouch/postgres/testing';
import { ulid } from 'ulid';
import { ClubSizes } from '../deciding/club-sizes.js';
import { Decider } from '../deciding/decider.js';
import { FirstTime } from '../deciding/first-time.js';
import { ActOnMatchResolved } from '../handlers/act-on-match-resolved.js';
import { ArchiveContactOnLeadArchived } from '../handlers/archive-contact-on-lead-archived.js';
import { DecideOnContactReported } from '../handlers/decide-on-contact-reported.js';
import { DropLinkOnContactLinkRefused } from '../handlers/drop-link-on-contact-link-refused.js';
import { DropLinkOnContactUnlinked } from '../handlers/drop-link-on-contact-unlinked.js';
import { KeepClubOnClubConfigured } from '../handlers/keep-club-on-club-configured.js';
import { KeepContactOnContactUpserted } from '../handlers/keep-contact-on-contact-upserted.js';
import { KeepLinkOnContactLinked } from '../handlers/keep-link-on-contact-linked.js';
import { KeepOptionsOnIntegrationConfigured } from '../handlers/keep-options-on-integration-configured.js';
import { KeepTitleOnVendorDescribed } from '../handlers/keep-title-on-vendor-described.js';
import { AdoptionStore } from '../store/adoption.store.js';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';
import { HeldStore } from '../store/held.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { LinkAnswerStore } from '../store/link-answer.store.js';
import { LinkStore } from '../store/link.store.js';
import { MatcherTables1700000001000 } from '../store/migrations/0001-matcher-tables.js';
import { WarnedHash1700000002000 } from '../store/migrations/0002-warned-hash.js';
import { RunPosition1700000003000 } from '../store/migrations/0003-run-position.js';
import { ReviewStore } from '../store/review.store.js';
import { RunPositionStore } from '../store/run-position.store.js';
import { VendorStore } from '../store/vendor.store.js';

export interface Emitted {
  readonly topic: string;
  readonly payload: Record<string, unknown>;
}

export const off: IntegrationOptions = {
  createUpdateLead: true, archiveLead: false, insertLead: false, convertLeadToMember: false, insertMember: false,
  convertMemberToFormerMember: false, updateContact: false, deleteLead: false, primaryOnly: false, autoMatchThroughTier: 6,
  tiePolicy: 'review', birthDateVeto: true, contactMethod: 'Import', leadSource: 'Import',
};
export const allOn: Partial<IntegrationOptions> = {
  insertLead: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true, updateContact: true, deleteLead: true,
};

/** The real handlers and stores on a real PostgreSQL, driven message by message: one club, as many vendors as are configured. */
export class ClubUnderTest {
  readonly clubId = 'club-1';
  private revision = 0;
  private readonly database: Database;
  private readonly handlers;

  private constructor(private readonly server: TestDatabase, database: Database) {
    this.database = database;
    const [clubs, integrations, vendors, contacts] = [new ClubStore(database), new IntegrationStore(database), new VendorStore(database), new ContactStore(database)];
    const [links, answers, adoptions] = [new LinkStore(database), new LinkAnswerStore(database), new AdoptionStore(database)];
    const [reviews, held] = [new ReviewStore(database), new HeldStore(database)];
    const decider = new Decider(clubs, integrations, vendors, contacts, links, reviews, held, new ClubSizes(contacts));
    this.handlers = {
      club: new KeepClubOnClubConfigured(clubs, contacts),
      integration: new KeepOptionsOnIntegrationConfigured(integrations),
      vendor: new KeepTitleOnVendorDescribed(vendors),
      contact: new KeepContactOnContactUpserted(clubs, contacts),
      archive: new ArchiveContactOnLeadArchived(clubs, contacts),
      linked: new KeepLinkOnContactLinked(clubs, answers, adoptions, held, reviews, decider),
      refused: new DropLinkOnContactLinkRefused(clubs, answers, vendors),
      unlinked: new DropLinkOnContactUnlinked(clubs, answers),
      reported: new DecideOnContactReported(decider, new FirstTime(new RunPositionStore(database))),
      resolved: new ActOnMatchResolved(clubs, contacts, links, reviews, vendors, decider),
    };
  }

  static async open(options: Partial<IntegrationOptions> = allOn): Promise<ClubUnderTest> {
    const server = await testDatabase();
    const club = new ClubUnderTest(server, await server.open({ schema: 'matcher', migrations: [MatcherTables1700000001000, WarnedHash1700000002000, RunPosition1700000003000] }));
    await club.inCountry('US');
    await club.configure(options);
    return club;
  }

  close(): Promise<void> {
    return this.server.drop();
  }

  inCountry(country: string): Promise<Emitted[]> {
    this.revision += 1;
    return this.play(this.handlers.club, [{ clubId: this.clubId, clientId: 'c', name: 'Club', timeZone: 'UTC', country, revision: this.revision }]);
  }

  configure(options: Partial<IntegrationOptions>, vendor: Vendor = 'compete', enabled = true): Promise<Emitted[]> {
    this.revision += 1;
    return this.play(this.handlers.integration, [{
      clubId: this.clubId, vendor, revision: this.revision, enabled, paused: false, resumes: 0, settings: {}, options: { ...off, ...options },
      credentials: null, schedule: null,
    }]);
  }

  describe(vendor: Vendor, title: string): Promise<Emitted[]> {
    return this.play(this.handlers.vendor, [{ vendor, title } as never]);
  }

  contact(contactId: string, contact: Partial<ContactSnapshot> = {}, receivedAt = new Date().toISOString()): Promise<Emitted[]> {
    return this.play(this.handlers.contact, [{
      clubId: this.clubId, contactId, version: ulid(Date.parse(receivedAt)), receivedAt,
      contact: { status: 'LEAD', ...ana, updatedAt: '2026-11-01T10:00:00Z', ...contact },
    }]);
  }

  archive(contactId: string, receivedAt = new Date().toISOString()): Promise<Emitted[]> {
    return this.play(this.handlers.archive, [{ clubId: this.clubId, contactId, version: ulid(Date.parse(receivedAt)), receivedAt }]);
  }

  linked(contactId: string, vendorContactId: string, more: Partial<ContactLinked> = {}): Promise<Emitted[]> {
    return this.play(this.handlers.linked, [{
      clubId: this.clubId, contactId, vendor: 'compete', vendorContactId, how: 'created', linkedAt: new Date().toISOString(), role: 'live', replaced: null, ...more,
    }]);
  }

  refused(contactId: string, vendorContactId: string, holder: string): Promise<Emitted[]> {
    return this.play(this.handlers.refused, [{ clubId: this.clubId, contactId, vendor: 'compete', vendorContactId, how: 'tier-2', holder, requestId: null }]);
  }

  unlinked(contactId: string, vendorContactId: string, unlinkedAt = new Date().toISOString()): Promise<Emitted[]> {
    return this.play(this.handlers.unlinked, [{ clubId: this.clubId, contactId, vendor: 'compete', vendorContactId, unlinkedAt }]);
  }

  /** One batch of reports. */
  reported(...reports: Partial<ContactReported>[]): Promise<Emitted[]> {
    return this.play(this.handlers.reported, reports.map((report) => aReport({ clubId: this.clubId, ...report })));
  }

  resolved(reviewId: unknown, decision: MatchResolved['decision'], contactId: string | null = null): Promise<Emitted[]> {
    return this.play(this.handlers.resolved, [{
      reviewId: reviewId as string, clubId: this.clubId, vendor: 'compete', vendorContactId: '1042', decision, contactId, decidedAt: new Date().toISOString(),
    }]);
  }

  /** All rows of all tables, to see that nothing was written. */
  async everything(): Promise<unknown> {
    const tables = ['club', 'integration', 'contact', 'link', 'review', 'held'];
    return Promise.all(tables.map((table) => this.database.rows(`SELECT * FROM ${table} AS t ORDER BY t::text`)));
  }

  /** How long one batch takes is none of a test's business; how many statements it costs is. */
  async statementsOf(work: () => Promise<unknown>): Promise<number> {
    let count = 0;
    const original = { rows: this.database.rows.bind(this.database), run: this.database.run.bind(this.database) };
    this.database.rows = ((sql: string, parameters?: readonly unknown[]) => ((count += 1), original.rows(sql, parameters))) as Database['rows'];
    this.database.run = (sql, parameters) => ((count += 1), original.run(sql, parameters));
    await work();
    Object.assign(this.database, original);
    return count;
  }

  private async play<P extends object>(handler: { handle(messages: readonly Message<P>[]): Promise<readonly Outgoing[] | void> }, payloads: P[]): Promise<Emitted[]> {
    const messages = payloads.map((payload, n) => ({
      id: ulid(), payload, topic: '', partition: 0, offset: BigInt(n), time: new Date().toISOString(), requestId: 'request-1',
    }));
    const told = (await this.database.transaction(() => handler.handle(messages))) ?? [];
    return told.map(({ topic, payload }) => {
      // Whatever is told must be readable for those it is told to.
      const read = decode(topic, Buffer.from(JSON.stringify(payload)));
      if (!read.ok) throw new Error(`${topic.name} cannot be read: ${read.reason}`);
      return { topic: topic.name, payload: payload as Record<string, unknown> };
    });
  }
}

export const ana = { firstName: 'Ana', lastName: 'Silva', email: 'ana@example.com', mobile: '+1 614 200 1000' } satisfies ReportedFields;

export function aReport(report: Partial<ContactReported>): ContactReported {
  return {
    clubId: 'club-1', vendor: 'compete', vendorContactId: '1042', runId: 'run-1', dryRun: false, state: 'MEMBER', holds: false, secondary: false,
    stamp: '2026-11-20T10:00:00Z', joinDate: null, endDate: null, fields: ana, delivered: null, ...report,
  };
}

export const changesOf = (told: readonly Emitted[]): Decision[] =>
  told.filter(({ payload }) => 'changeId' in payload).map(({ payload }) => payload as unknown as Decision);
export const namesOf = (told: readonly Emitted[]): string[] => changesOf(told).map(({ type, contactId }) => `${type} ${contactId}`);
export const of = (told: readonly Emitted[], topic: { name: string }): Record<string, unknown>[] =>
  told.filter((it) => it.topic === topic.name).map(({ payload }) => payload);
export const countsOf = (told: readonly Emitted[]): unknown => of(told, topics.runProgressed).map(({ counts }) => counts);
