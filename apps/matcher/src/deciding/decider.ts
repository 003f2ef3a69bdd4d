import { Injectable } from '@nestjs/common';
import type { RunRehearsed } from '@intouch/contracts';
import type { Outgoing } from '@intouch/messaging';
import { keysOf } from '@intouch/smart-match';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';
import { HeldStore } from '../store/held.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { LinkStore } from '../store/link.store.js';
import { ReviewStore } from '../store/review.store.js';
import { VendorStore } from '../store/vendor.store.js';
import { ClubSizes } from './club-sizes.js';
import { reportHash } from './content-hash.js';
import { decideReport } from './decide-report.js';
import { progress, rehearsed, tell, type Told } from './messages.js';
import type { Prepared, Question, Verdict } from './verdict.js';
import { World } from './world.js';

/** Decides reports in order: a few statements to read what they are about, Smart Match in memory, a few to write. */
@Injectable()
export class Decider {
  constructor(
    private readonly clubs: ClubStore,
    private readonly integrations: IntegrationStore,
    private readonly vendors: VendorStore,
    private readonly contacts: ContactStore,
    private readonly links: LinkStore,
    private readonly reviews: ReviewStore,
    private readonly held: HeldStore,
    private readonly sizes: ClubSizes,
  ) {}

  /** The reports of runs. Inside the handler's transaction. */
  async decideRuns(questions: readonly Question[]): Promise<Outgoing<Told | RunRehearsed>[]> {
    const { real = [], dry = [], rehearsal = [] } = Object.groupBy(questions, ({ report }) => (report.rehearsal ? 'rehearsal' : report.dryRun ? 'dry' : 'real'));
    const now = new Date().toISOString();
    const { verdicts, messages } = await this.decideReal(real, now);
    return [...messages, ...progress(verdicts, now), ...progress(await this.decideDry(dry, now), now), ...(await this.rehearse(rehearsal, now))];
  }

  /** Decided as a dry run is, but only the connector is told, and only sums: the run itself will count the same records. */
  private async rehearse(questions: readonly Question[], now: string): Promise<Outgoing<RunRehearsed>[]> {
    const verdicts = await this.decideDry(questions, now);
    return rehearsed(verdicts, await this.sizes.of(questions.map(({ report }) => report), now));
  }

  /** Reports kept from an earlier run, which has counted them; they come again by a person's decision, or a new link. */
  async decideAgain(questions: readonly Question[]): Promise<Outgoing<Told>[]> {
    return (await this.decideReal(questions, new Date().toISOString())).messages;
  }

  private async decideReal(questions: readonly Question[], now: string): Promise<{ verdicts: Verdict[]; messages: Outgoing<Told>[] }> {
    if (questions.length === 0) return { verdicts: [], messages: [] };
    await this.clubs.lock(questions.map(({ report }) => report.clubId));
    const { world, prepared } = await this.prepare(questions);
    const verdicts = prepared.map((question) => decideReport(world, question, now));
    const { messages, held } = tell(verdicts, await this.vendors.titles(), now);
    await this.write(world, now);
    await this.held.add(held);
    return { verdicts, messages };
  }

  /**
   * A dry run, or a rehearsal, has a world of its own, which nobody writes down. Within a batch a later record sees what an
   * earlier one would have done; across batches it does not: two records of one new person that lie further apart than a batch
   * show as two inserts, where the real run makes one. By so much a rehearsal's sum may be off, which asks for a share only.
   */
  private async decideDry(questions: readonly Question[], now: string): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (const run of Map.groupBy(questions, ({ report }) => report.runId).values()) {
      const { world, prepared } = await this.prepare(run);
      for (const question of prepared) verdicts.push(decideReport(world, question, now));
    }
    return verdicts;
  }

  private async prepare(questions: readonly Question[]): Promise<{ world: World; prepared: Prepared[] }> {
    const clubIds = new Set(questions.map(({ report }) => report.clubId));
    const countryOf = await this.clubs.countries(clubIds);
    const prepared = questions.map((question): Prepared => {
      const { fields, clubId, stamp } = question.report;
      return { ...question, keys: keysOf(fields, { country: countryOf(clubId), asOf: stamp }), hash: reportHash(question.report) };
    });
    const records = prepared.map(({ report: { clubId, vendor, vendorContactId } }) => ({ clubId, vendor, vendorContactId }));
    const contacts = await this.contacts.resembling(prepared.map(({ keys, report }, n) => ({ ...records[n]!, ...keys, vouched: report.vouchedContactId ?? null })));
    const links = await this.links.about(records, contacts.map(({ clubId, contactId }) => ({ clubId, contactId })));
    const reviews = await this.reviews.ofRecords(records);
    const integrations = await this.integrations.ofClubs(clubIds);
    return { world: new World({ contacts, links, reviews, integrations, countryOf }), prepared };
  }

  private async write({ changed }: World, now: string): Promise<void> {
    await this.contacts.keepProvisional([...changed.provisional]);
    await this.contacts.setStatuses([...changed.statuses], now);
    // What was seen of a link that was only read beside its contact is not in memory: its role alone is written.
    await this.links.keepRoles([...changed.roles].filter((link) => !changed.links.has(link)));
    await this.links.keep([...changed.links]);
    await this.reviews.drop([...changed.closedReviews.values()]);
    await this.reviews.keep([...changed.reviews.values()]);
  }
}
