import { BackOff } from './back-off.js';
import { published, type Contact } from './contact.js';
import { keyOf, type ContactBook, type ContactKey } from './contact-book.js';
import { isPassing, type Gateway } from './gateway.js';

/** What became of a save: `queued` is tried again until the gateway has it, `refused` never unchanged. */
export type Publication =
  | { readonly state: 'accepted' }
  | { readonly state: 'queued'; readonly retryAfterMs: number | null }
  | { readonly state: 'refused'; readonly status: number; readonly body: string };

const atOnce = 16;

/** Publishes contacts to the gateway: one call per contact at a time, in order of saving, nothing lost while it is down. */
export class Publisher {
  /** Contacts whose newest state the gateway does not have yet. */
  private readonly due = new Set<ContactKey>();
  /** The last call of each contact that is being published. */
  private readonly turns = new Map<ContactKey, Promise<unknown>>();
  private readonly ended = new AbortController();
  private readonly backOff = new BackOff(this.ended.signal);
  private draining: Promise<void> | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly book: ContactBook,
  ) {}

  /** Publishes exactly this save, after what went before of the same contact; queues it when the gateway cannot take it now. */
  async publishNow(contact: Contact): Promise<Publication> {
    const key = keyOf(contact.clubId, contact.contactId);
    const outcome = await this.inTurn(key, () => this.send(contact));
    if (outcome.state === 'queued') this.publishLater(contact);
    else if (outcome.state === 'accepted' && this.book.at(key) === contact) this.due.delete(key);
    return outcome;
  }

  /** Publishes the contact as it stands when its turn comes. */
  publishLater({ clubId, contactId }: Contact): void {
    if (this.ended.signal.aborted) return;
    this.due.add(keyOf(clubId, contactId));
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
    });
  }

  /** Forgets what is queued. */
  clear(): void {
    this.due.clear();
  }

  async close(): Promise<void> {
    this.clear();
    this.ended.abort();
    await this.draining;
  }

  private async drain(): Promise<void> {
    let width = atOnce;
    while (this.due.size > 0 && !this.ended.signal.aborted) {
      const batch = firstOf(this.due, width);
      const outcomes = await Promise.all(batch.map((key) => this.inTurn(key, () => this.sendDue(key))));
      const waiting = outcomes.find((outcome) => outcome.state === 'queued');
      // While the gateway is away one contact asks for all: thousands of them must not knock at once.
      width = waiting === undefined ? atOnce : 1;
      if (waiting === undefined) this.backOff.reset();
      else await this.backOff.wait(waiting.retryAfterMs);
    }
  }

  private async sendDue(key: ContactKey): Promise<Publication> {
    const contact = this.due.has(key) ? this.book.at(key) : undefined;
    if (contact === undefined) {
      this.due.delete(key);
      return { state: 'accepted' };
    }
    const outcome = await this.send(contact);
    const isStillNewest = this.book.at(key) === contact;
    if (outcome.state !== 'queued' && isStillNewest) this.due.delete(key);
    if (outcome.state === 'queued' && this.due.delete(key)) this.due.add(key);
    if (outcome.state === 'refused') {
      console.error(`sandbox: the gateway refused contact ${contact.contactId} of club ${contact.clubId} with ${outcome.status}`);
      const detail = `The gateway answered ${outcome.status}.`;
      if (isStillNewest) this.book.put({ ...contact, history: [...contact.history, { at: new Date().toISOString(), what: 'refused', detail }] });
    }
    return outcome;
  }

  private async send(contact: Contact): Promise<Publication> {
    const path = `/v1/clubs/${encodeURIComponent(contact.clubId)}/contacts/${encodeURIComponent(contact.contactId)}`;
    try {
      const call = contact.archived ? this.gateway.call('DELETE', path) : this.gateway.call('PUT', path, published(contact));
      const { status, body, retryAfterMs } = await call;
      if (status < 300) return { state: 'accepted' };
      return isPassing(status) ? { state: 'queued', retryAfterMs } : { state: 'refused', status, body };
    } catch {
      return { state: 'queued', retryAfterMs: null };
    }
  }

  private async inTurn(key: ContactKey, work: () => Promise<Publication>): Promise<Publication> {
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(work);
    this.turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    }
  }
}

function firstOf(keys: Iterable<ContactKey>, count: number): ContactKey[] {
  const first: ContactKey[] = [];
  for (const key of keys) {
    if (first.length === count) break;
    first.push(key);
  }
  return first;
}
