import { topics, type ClubConfigured } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { normaliseMobile } from '@intouch/smart-match';
import { ClubStore } from '../store/club.store.js';
import { ContactStore } from '../store/contact.store.js';

const pageSize = 2_000;

@On(topics.clubConfigured, { why: 'the country of a club decides how its phone numbers are read' })
export class KeepClubOnClubConfigured {
  constructor(
    private readonly clubs: ClubStore,
    private readonly contacts: ContactStore,
  ) {}

  async handle(messages: readonly Message<ClubConfigured>[]): Promise<void> {
    const clubIds = new Set(messages.map(({ payload }) => payload.clubId));
    await this.clubs.lock(clubIds);
    const before = await this.clubs.countries(clubIds);
    await this.clubs.keep(messages.map(({ payload }) => payload));
    const after = await this.clubs.countries(clubIds);
    for (const clubId of clubIds) if (before(clubId) !== after(clubId)) await this.readMobilesAgain(clubId, after(clubId));
  }

  private async readMobilesAgain(clubId: string, country: string): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await this.contacts.mobiles(clubId, after, pageSize);
      const keys = page.map(({ contactId, mobile, key: old }) => ({ contactId, old, key: normaliseMobile(mobile, country) }));
      await this.contacts.setMobileKeys(clubId, keys.filter(({ key, old }) => key !== old));
      after = page.length < pageSize ? undefined : page.at(-1)!.contactId;
    }
  }
}
