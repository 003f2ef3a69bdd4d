import { topics, type ContactReported, type RunRehearsed } from '@intouch/contracts';
import { On, type Message, type Outgoing } from '@intouch/messaging';
import { Decider } from '../deciding/decider.js';
import { FirstTime } from '../deciding/first-time.js';
import { decidingEmits, type Told } from '../deciding/messages.js';

@On(topics.contactReported, {
  emits: [...decidingEmits, topics.runRehearsed],
  // After a standstill nobody is inserted whose record, or whose link, lies in the queue.
  after: [
    topics.leadUpserted, topics.memberUpserted, topics.leadArchived, topics.contactLinked, topics.contactLinkRefused, topics.contactUnlinked,
    topics.clubConfigured, topics.integrationConfigured,
  ],
  why: 'Smart Match: finds the contact a vendor\'s record is about and decides what InTouch must do',
})
export class DecideOnContactReported {
  constructor(
    private readonly decider: Decider,
    private readonly firstTime: FirstTime,
  ) {}

  async handle(messages: readonly Message<ContactReported>[]): Promise<Outgoing<Told | RunRehearsed>[]> {
    return this.decider.decideRuns(await this.firstTime.only(messages.map((message) => ({ report: message.payload, cause: message }))));
  }
}
