import { topics, type Decision } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ChangesCame } from '../answers/wake.js';
import { ChangeStore } from '../store/change.store.js';

@On(
  [topics.memberConverted, topics.memberInserted, topics.leadInserted, topics.contactUpdated, topics.memberLapsed, topics.leadDeleted],
  { why: 'InTouch reads in one feed what it must apply' },
)
export class KeepChangeOnDecision {
  constructor(
    private readonly changes: ChangeStore,
    private readonly changesCame: ChangesCame,
  ) {}

  async handle(messages: readonly Message<Decision>[]): Promise<void> {
    await this.changes.add(
      messages.map(({ payload: { changeId, type, occurredAt, clubId, contactId, vendor, vendorContactId, match, joinDate, endDate, contact } }) => ({
        changeId, type, occurredAt, clubId, contactId: contactId ?? null, vendor, vendorContactId,
        match: { by: match.by, tier: match.tier ?? null },
        joinDate: joinDate ?? null, endDate: endDate ?? null, contact,
      })),
    );
    this.changesCame.stirred();
  }
}
