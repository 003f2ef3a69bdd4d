import { topics, type ActivityLogged, type ContactLinkRefused } from '@intouch/contracts';
import { On, outgoing, type Message, type Outgoing } from '@intouch/messaging';
import { refusalLine } from '../deciding/log-lines.js';
import { ClubStore } from '../store/club.store.js';
import { LinkAnswerStore } from '../store/link-answer.store.js';
import { VendorStore } from '../store/vendor.store.js';

@On(topics.contactLinkRefused, { emits: [topics.activityLogged], why: 'a link that was taken for granted when it was asked for does not hold' })
export class DropLinkOnContactLinkRefused {
  constructor(
    private readonly clubs: ClubStore,
    private readonly links: LinkAnswerStore,
    private readonly vendors: VendorStore,
  ) {}

  async handle(messages: readonly Message<ContactLinkRefused>[]): Promise<Outgoing<ActivityLogged>[]> {
    const refused = messages.map(({ payload }) => payload);
    await this.clubs.lock(refused.map(({ clubId }) => clubId));
    await this.links.refuse(refused);
    const title = await this.vendors.titles();
    const now = new Date().toISOString();
    return messages
      .filter(({ payload }) => nobodyElseTells(payload))
      .map((message) => outgoing(topics.activityLogged, refusalLine(message.payload, title, message.requestId, now), message));
  }
}

/** Who links by hand is answered at once (the request has an id), and the connector tells of ids in InTouch's own snapshots. */
function nobodyElseTells({ how, requestId }: ContactLinkRefused): boolean {
  return how.startsWith('tier-') || how === 'ack' || (how === 'by-hand' && !requestId);
}
