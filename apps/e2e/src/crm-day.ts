import { eventually } from '@intouch/stack';
import { random } from './random.js';
import type { InTouchContact, Ring, VendorPerson } from './ring.js';
import type { VendorUnderTest } from './vendors.js';

export type Contact = InTouchContact & { readonly firstName: string; readonly deletedAtVendor: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;
export type Lead = VendorPerson & { readonly deleted?: boolean };

/** Operations between two looks at both sides, and how many of them are made at a time. */
const lot = 50;
const atOnce = 6;
/** Fields that both sides have, by group; a person is known by the first name, which nobody changes. */
const groups = {
  name: ['lastName'], email: ['email'], mobile: ['mobile'], address: ['street', 'city', 'zip'],
} as const;
type Group = keyof typeof groups;

/** InTouch's people and the CRM's, at work on the same contacts for a day: creates, edits and deletes on both sides, at random. */
export class CrmDay {
  private readonly next: () => number;
  private people = 0;
  private readonly taken = new Set<object>();
  /** By first name: deleted at the CRM by its own people. */
  readonly deletedThere = new Set<string>();
  readonly done: Record<string, number> = {};

  constructor(
    private readonly ring: Ring,
    private readonly clubId: string,
    private readonly at: VendorUnderTest,
    seed: number,
  ) {
    this.next = random(seed);
  }

  async contacts(): Promise<Contact[]> {
    return [...(await this.ring.inTouch(this.clubId)).values()] as Contact[];
  }

  async leads(): Promise<Lead[]> {
    return this.ring.people() as Promise<Lead[]>;
  }

  /** So many operations, in an order that the seed decides; which come first within a lot is the machine's doing. */
  async work(operations: number): Promise<void> {
    for (let made = 0; made < operations; made += lot) {
      const [contacts, leads] = await Promise.all([this.contacts(), this.leads()]);
      const here = contacts.filter(({ archived }) => !archived);
      const gone = contacts.filter(({ archived }) => archived);
      const there = leads.filter(({ deleted, status }) => !deleted && status === 'LEAD');
      this.taken.clear();
      const wishes = Array.from({ length: Math.min(lot, operations - made) }, () => this.wish(here, gone, there));
      await Promise.all(Array.from({ length: atOnce }, async (_, worker) => {
        for (let n = worker; n < wishes.length; n += atOnce) await wishes[n]!();
      }));
    }
  }

  private wish(here: readonly Contact[], gone: readonly Contact[], there: readonly Lead[]): () => Promise<void> {
    const dice = this.next();
    if (dice < 0.16 || here.length < lot) return this.counted('created here', () => this.createHere());
    if (dice < 0.26 || there.length < lot) return this.counted('created there', () => this.createThere());
    if (dice < 0.58) return this.counted('changed here', this.changeHere(this.pickPerson(here)));
    if (dice < 0.88) return this.counted('changed there', this.changeThere(this.pickPerson(there)));
    if (dice < 0.92) return this.counted('archived here', this.archiveHere(this.pickPerson(here)));
    if (dice < 0.96) return this.counted('deleted there', this.deleteThere(this.pickPerson(there)));
    if (dice < 0.98 && gone.some((contact) => !this.taken.has(contact))) return this.counted('saved again here', this.saveAgain(this.pickPerson(gone)));
    return this.counted('converted there', this.convertThere(this.pickPerson(there)));
  }

  private createHere(): Promise<void> {
    const person = this.person();
    return this.save(`c-${person.firstName}`, { status: 'LEAD', ...person });
  }

  private async createThere(): Promise<void> {
    await this.atDesk('POST', '', { club: this.at.club, status: 'LEAD', ...this.person() });
  }

  private changeHere({ contactId, ...contact }: Contact): () => Promise<void> {
    const values = this.values(this.pick(Object.keys(groups) as Group[]));
    const { updatedAt: _then, ...fields } = contact as Record<string, unknown>;
    return () => this.save(contactId, { ...fields, ...values });
  }

  private changeThere({ id }: Lead): () => Promise<void> {
    const values = this.values(this.pick(Object.keys(groups) as Group[]));
    return () => this.atDesk('PATCH', `/${id}`, values);
  }

  private archiveHere({ contactId }: Contact): () => Promise<void> {
    return () => this.ring.call('DELETE', `/__sandbox/intouch/contacts/${this.clubId}/${contactId}`);
  }

  private deleteThere({ id, firstName }: Lead): () => Promise<void> {
    return async () => {
      this.deletedThere.add(firstName);
      await this.atDesk('POST', `/${id}/delete`, {});
    };
  }

  private saveAgain({ contactId, ...contact }: Contact): () => Promise<void> {
    const { updatedAt: _then, vendorIds: _gone, ...fields } = contact as Record<string, unknown>;
    return () => this.save(contactId, fields);
  }

  private convertThere({ id }: Lead): () => Promise<void> {
    return () => this.atDesk('POST', `/${id}/sell`, {});
  }

  private save(contactId: string, contact: object): Promise<void> {
    return this.ring.call('PUT', `/__sandbox/intouch/contacts/${this.clubId}/${contactId}`, contact);
  }

  /** 400: it was deleted in the moment since somebody looked, as it may be in any CRM. */
  private async atDesk(method: string, path: string, body: object): Promise<void> {
    const { status } = await this.ring.ask(method, `/__sandbox/${this.at.vendor}/people${path}`, body);
    if (status >= 300 && status !== 400) throw new Error(`${method} ${path} at ${this.at.title}: ${status}`);
  }

  private person(): Record<string, string> & { firstName: string } {
    this.people += 1;
    return { firstName: `Person${this.people}`, ...(Object.keys(groups) as Group[]).reduce((all, group) => ({ ...all, ...this.values(group) }), {}) };
  }

  /** Values nobody else has: what agrees at the end has come from one side to the other. */
  private values(group: Group): Record<string, string> {
    const n = Math.floor(this.next() * 1_000_000_000);
    switch (group) {
      case 'name':
        return { lastName: `Family${n}` };
      case 'email':
        return { email: `mail${n}@example.com` };
      case 'mobile':
        return { mobile: `614${2_000_000 + (n % 7_999_999)}` };
      case 'address':
        return { street: `${n % 9_000} Main St`, city: `Town ${n}`, zip: `4${String(n % 10_000).padStart(4, '0')}` };
    }
  }

  private counted(what: string, work: () => Promise<void>): () => Promise<void> {
    this.done[what] = (this.done[what] ?? 0) + 1;
    return work;
  }

  private pick<T>(of: readonly T[]): T {
    return of[Math.floor(this.next() * of.length)]!;
  }

  /** One whom nobody of this side is busy with: nobody saves a contact that a colleague archives in that very moment. */
  private pickPerson<T extends object>(of: readonly T[]): T {
    for (;;) {
      const person = this.pick(of);
      if (this.taken.has(person)) continue;
      this.taken.add(person);
      return person;
    }
  }

  /** Reads the CRM whole until both sides are as the test says; else the message tells the story of the first contact that is not. */
  async settle(differences: () => Promise<{ readonly what: string; readonly contactId?: string }[]>, withinMs: number): Promise<void> {
    await eventually('both sides at rest', async () => {
      const { counts } = await this.ring.sync(this.clubId, { full: true });
      const found = await differences();
      if (found.length === 0) return true;
      const first = found.find(({ contactId }) => contactId !== undefined)?.contactId;
      const story = first === undefined ? '' : await this.story(first);
      throw new Error(`${found.length} differences: ${found.slice(0, 5).map(({ what }) => what).join('; ')}; the last run ${JSON.stringify(counts)}\n${story}`);
    }, withinMs, 500);
  }

  private async story(contactId: string): Promise<string> {
    const { log, deliveries } = await this.ring.contact(this.clubId, contactId);
    return [...log.map((line) => JSON.stringify(line)), JSON.stringify(deliveries), JSON.stringify((await this.contacts()).find((contact) => contact.contactId === contactId))].join('\n');
  }
}

/** What of a pair differs, by field. */
export function differing(contact: Contact, lead: Lead): string[] {
  return Object.values(groups).flat().filter((field) => String(contact[field] ?? '').toLowerCase() !== String((lead as unknown as Record<string, unknown>)[field] ?? '').toLowerCase());
}
