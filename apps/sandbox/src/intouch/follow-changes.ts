import { isObject } from '../http/json-body.js';
import { applied, inserted, isInsert, type Change } from './apply-change.js';
import { BackOff } from './back-off.js';
import type { Contact } from './contact.js';
import type { ContactBook } from './contact-book.js';
import { isPassing, type Gateway, type GatewayAnswer } from './gateway.js';
import type { Publisher } from './publish.js';

const waitSeconds = 20;
const atOnce = 16;

/** What was made of a change: the id it is acked with, and the record to publish once it is. */
interface Applied {
  contactId: string | null;
  acked: boolean;
  toPublish: Contact | null;
}

/** Follows `GET /v1/changes`: applies, acks, publishes again. A change is applied once however often it comes. */
export class ChangeFollower {
  /** Kept for the life of the process, resets included, so that no change is missed or met with an empty book twice. */
  private cursor = '0';
  /** Inserts for good, everything else until the cursor is past it. */
  private readonly known = new Map<string, Applied>();
  private stopped = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly book: ContactBook,
    private readonly publisher: Publisher,
  ) {}

  start(): void {
    if (this.running !== null && !this.stopped.signal.aborted) return;
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    this.running = (this.running ?? Promise.resolve()).then(() => this.follow(signal));
  }

  /** Resolves once nothing is applied any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    const { running } = this;
    await running;
    if (this.running === running) this.running = null;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    const backOff = new BackOff(signal);
    while (!signal.aborted) {
      const askedAt = performance.now();
      const page = await this.nextPage(signal);
      if (page !== null && (await this.applyAll(page.changes, signal))) {
        this.cursor = page.next;
        for (const change of page.changes) if (!isInsert(change)) this.known.delete(change.changeId);
        backOff.reset();
        // A gateway that does not hold an empty poll must not be asked a thousand times a second.
        if (page.changes.length === 0 && performance.now() - askedAt < 50) await backOff.wait();
      } else await backOff.wait();
    }
  }

  private async nextPage(signal: AbortSignal): Promise<{ changes: Change[]; next: string } | null> {
    const path = `/v1/changes?after=${encodeURIComponent(this.cursor)}&limit=100&wait=${waitSeconds}`;
    try {
      const { status, body } = await this.gateway.call('GET', path, undefined, { timeoutMs: (waitSeconds + 10) * 1000, signal });
      if (status !== 200) {
        if (!isPassing(status)) console.error(`sandbox: the gateway answered ${status} to the changes feed`);
        return null;
      }
      const { changes, next } = JSON.parse(body) as { changes: Change[]; next: string | number };
      return { changes, next: String(next) };
    } catch {
      return null;
    }
  }

  /** Strictly in order per contact, several contacts at a time. @returns false when it was stopped before the end */
  private async applyAll(changes: readonly Change[], signal: AbortSignal): Promise<boolean> {
    const perContact = Map.groupBy(changes, (change) => change.contactId ?? `${change.clubId} ${change.vendor} ${change.vendorContactId}`);
    const waiting = perContact.values();
    const worker = async (): Promise<boolean> => {
      for (const ofOne of waiting) {
        for (const change of ofOne) if (!(await this.applyOne(change, signal))) return false;
      }
      return true;
    };
    const finished = await Promise.all(Array.from({ length: Math.min(atOnce, perContact.size) }, worker));
    return finished.every(Boolean);
  }

  private async applyOne(change: Change, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    let known = this.known.get(change.changeId);
    if (known === undefined) {
      known = this.apply(change);
      this.known.set(change.changeId, known);
    }
    const answer = await this.ack(change, known.contactId, signal);
    if (answer === null) return false;
    if (known.acked) return true;
    known.acked = true;
    if (answer.status === 409 && isInsert(change)) this.giveWay(known, answer);
    else if (known.toPublish !== null) this.publisher.publishLater(known.toPublish);
    known.toPublish = null;
    return true;
  }

  private apply(change: Change): Applied {
    // An insert that names its contact has been acked before.
    if (isInsert(change) && change.contactId !== null) return { contactId: change.contactId, acked: false, toPublish: null };
    const held = this.held(change);
    if (held === undefined && !isInsert(change)) return { contactId: change.contactId, acked: false, toPublish: null };
    const after = this.book.put(held === undefined ? inserted(change, Date.now()) : applied(held, change, Date.now()));
    // Publishing an archived record would bring it back to life.
    return { contactId: after.contactId, acked: false, toPublish: after.archived ? null : after };
  }

  private held(change: Change): Contact | undefined {
    if (change.contactId !== null) return this.book.get(change.clubId, change.contactId);
    return isInsert(change) ? undefined : this.book.holding(change.clubId, change.vendor, change.vendorContactId);
  }

  /** Asks until the gateway answers for good; null when stopped before. */
  private async ack(change: Change, contactId: string | null, signal: AbortSignal): Promise<GatewayAnswer | null> {
    const backOff = new BackOff(signal);
    while (!signal.aborted) {
      const answer = await this.gateway
        .call('POST', `/v1/changes/${encodeURIComponent(change.changeId)}/ack`, { contactId })
        .catch(() => null);
      if (answer !== null && !isPassing(answer.status)) {
        const isExpected = answer.status < 300 || (answer.status === 409 && isInsert(change));
        if (!isExpected) console.error(`sandbox: the gateway answered ${answer.status} to the ack of ${change.type} ${change.changeId}`);
        return answer;
      }
      await backOff.wait(answer?.retryAfterMs ?? null);
    }
    return null;
  }

  /** Somebody else has given this insert its id before (InTouch in an earlier life): ours must not be a second record. */
  private giveWay(known: Applied, { body }: GatewayAnswer): void {
    if (known.toPublish !== null) this.book.remove(known.toPublish);
    try {
      const problem: unknown = JSON.parse(body);
      if (isObject(problem) && typeof problem['holder'] === 'string') known.contactId = problem['holder'];
    } catch {
      // An answer without a holder says nothing more.
    }
  }
}
