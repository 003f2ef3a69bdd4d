import { topics, type MatchResolved } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { Decider } from '../deciding/decider.js';
import { unknownContactLine } from '../deciding/log-lines.js';
import { decidingEmits, type Told } from '../deciding/messages.js';
import type { Question } from '../deciding/verdict.js';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';
import { LinkStore } from '../store/link.store.js';
import { ReviewStore, type KnownReview } from '../store/review.store.js';
import { VendorStore } from '../store/vendor.store.js';

@On(topics.matchResolved, {
  emits: decidingEmits,
  after: [
    topics.leadUpserted, topics.memberUpserted, topics.leadArchived, topics.contactLinked, topics.contactLinkRefused, topics.contactUnlinked,
    topics.clubConfigured, topics.integrationConfigured,
  ],
  why: 'a person has said whom a vendor\'s record is about',
})
export class ActOnMatchResolved {
  constructor(
    private readonly clubs: ClubStore,
    private readonly contacts: ContactStore,
    private readonly links: LinkStore,
    private readonly reviews: ReviewStore,
    private readonly vendors: VendorStore,
    private readonly decider: Decider,
  ) {}

  async handle(messages: readonly Message<MatchResolved>[]): Promise<Outgoing<Told>[]> {
    // `superseded` is our own word, told when the review is gone already.
    const byPeople = messages.filter(({ payload }) => payload.decision !== 'superseded');
    await this.clubs.lock(byPeople.map(({ payload }) => payload.clubId));
    const told: Outgoing<Told>[] = [];
    for (const message of byPeople) told.push(...(await this.act(message)));
    return told;
  }

  /** Reviews are answered one by one by people; nothing is gained by handling them as a set. */
  private async act(message: Message<MatchResolved>): Promise<Outgoing<Told>[]> {
    const { reviewId, decision, contactId } = message.payload;
    const [review] = await this.reviews.byId([reviewId]);
    // Answered before, or superseded while the answer was on its way: the question is no longer this one.
    if (review?.state !== 'open') return [];
    if (decision === 'ignore') {
      await this.reviews.keep([{ ...review, state: 'ignored' }]);
      return [];
    }
    await this.reviews.drop([review]);
    if (decision === 'insert') return this.decider.decideAgain([{ report: review.report, cause: message, byHand: 'insert' }]);
    return this.match(review, contactId ?? '', message);
  }

  private async match(review: KnownReview, contactId: string, cause: Message<MatchResolved>): Promise<Outgoing<Told>[]> {
    const { clubId, vendor, vendorContactId, report } = review;
    if (!(await this.contacts.inUse(clubId, contactId))) {
      const title = await this.vendors.titles();
      return [outgoing(topics.activityLogged, unknownContactLine(report, contactId, title, cause.requestId, new Date().toISOString()), cause)];
    }
    await this.links.keep([{
      clubId, vendor, vendorContactId, contactId, role: 'live', state: 'asked', how: 'by-hand', reportedState: report.state, replacedBy: null,
      appliedStamp: null, seenHash: null, seenOutcome: null, seen: null, warnedHash: null,
    }]);
    const question: Question = { report, cause, byHand: 'match' };
    return [
      outgoing(topics.contactLinkRequested, { clubId, contactId, vendor, vendorContactId, how: 'by-hand', requestId: null, reportedState: report.state }, cause),
      ...(await this.decider.decideAgain([question])),
    ];
  }
}
