import { topics, type ContactLinked } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame, ChangesCame } from '../answers/wake.js';
import { ChangeStore, type Change } from '../store/change.store.js';
import { LinkStore } from '../store/link.store.js';

@On(topics.contactLinked, { why: 'InTouch stores the vendor id of its contact, unless it told us that id itself' })
export class KeepLinkOnContactLinked {
  constructor(
    private readonly links: LinkStore,
    private readonly changes: ChangeStore,
    private readonly answersCame: AnswersCame,
    private readonly changesCame: ChangesCame,
  ) {}

  async handle(messages: readonly Message<ContactLinked>[]): Promise<void> {
    await this.links.link(messages.map(({ payload }) => payload));
    await this.changes.add(messages.filter(({ payload }) => isNews(payload)).map(asChange));
    this.answersCame.stirred();
    this.changesCame.stirred();
  }
}

/** InTouch knows what it sent or acknowledged; an alias would replace the id that deliveries use. */
function isNews({ how, role }: ContactLinked): boolean {
  return role === 'live' && how !== 'vendor-ids' && how !== 'ack';
}

function asChange({ id, payload: { clubId, contactId, vendor, vendorContactId, how, linkedAt } }: Message<ContactLinked>): Change {
  const tier = /^tier-(\d)$/.exec(how)?.[1];
  return {
    changeId: id,
    type: 'contact.linked',
    occurredAt: linkedAt,
    clubId,
    contactId,
    vendor,
    vendorContactId,
    match: tier === undefined ? { by: 'vendor-id', tier: null } : { by: 'tier', tier: Number(tier) },
    joinDate: null,
    endDate: null,
    contact: {},
  };
}
