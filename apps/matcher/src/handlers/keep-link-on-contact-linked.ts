import { decisionTopics, topics, type ContactLinked } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { Decider } from '../deciding/decider.js';
import { decidingEmits, type Told } from '../deciding/messages.js';
import { AdoptionStore } from '../store/adoption.store.js';
import { ClubStore } from '../store/club.store.js';
import { HeldStore } from '../store/held.store.js';
import { LinkAnswerStore } from '../store/link-answer.store.js';
import { ReviewStore } from '../store/review.store.js';

@On(topics.contactLinked, {
  emits: decidingEmits,
  // A link may answer a review's question, and then its report is decided: by the contacts and options as they are now.
  after: [topics.leadUpserted, topics.memberUpserted, topics.leadArchived, topics.clubConfigured, topics.integrationConfigured],
  why: 'a linked id is found before any resemblance; a new contact of ours gets its real id',
})
export class KeepLinkOnContactLinked {
  constructor(
    private readonly clubs: ClubStore,
    private readonly links: LinkAnswerStore,
    private readonly adoptions: AdoptionStore,
    private readonly held: HeldStore,
    private readonly reviews: ReviewStore,
    private readonly decider: Decider,
  ) {}

  async handle(messages: readonly Message<ContactLinked>[]): Promise<Outgoing<Told>[]> {
    const links = messages.map(({ payload }) => payload);
    await this.clubs.lock(links.map(({ clubId }) => clubId));
    const adopted = await this.adopt(messages);
    await this.links.confirm(links);
    const answered = (await this.reviews.ofRecords(links)).filter(({ state }) => state === 'open');
    return [...adopted, ...(await this.decider.decideAgain(answered.map(({ report }) => ({ report, cause: {} }))))];
  }

  /** InTouch has said who its inserted contact is: tells what befell it meanwhile, and asks for the links that waited. */
  private async adopt(messages: readonly Message<ContactLinked>[]): Promise<Outgoing<Told>[]> {
    const adoptions = await this.adoptions.behind(messages.map(({ payload }) => payload));
    if (adoptions.length === 0) return [];
    const nameOf = new Map(adoptions.map(({ clubId, provisional, contactId }) => [`${clubId}:${provisional}`, contactId]));
    const real = (it: { clubId: string; contactId: string }): string => nameOf.get(`${it.clubId}:${it.contactId}`)!;

    const waiting = await this.adoptions.waiting(adoptions);
    const held = await this.held.take(adoptions.map(({ clubId, provisional }) => ({ clubId, contactId: provisional })));
    const told = new Set(held.map(({ clubId, contactId }) => `${clubId}:${contactId}`));
    await this.adoptions.adopt(adoptions.map((it) => ({ ...it, told: told.has(`${it.clubId}:${it.provisional}`) })), new Date().toISOString());

    return [
      ...waiting.map((link) => outgoing(topics.contactLinkRequested, { ...link, contactId: real(link), requestId: null })),
      ...held.flatMap((it) => [
        outgoing(decisionTopics[it.decision.type], { ...it.decision, contactId: real(it) }),
        outgoing(topics.activityLogged, { ...it.activity, contactId: real(it) }),
      ]),
    ];
  }
}
