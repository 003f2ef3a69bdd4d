import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { Outbox, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { unavailable } from '../problem/problem.js';
import { WaitingStore } from '../store/waiting.store.js';
import { AnswersCame } from './wake.js';

const pollMs = 100;
const answerWithinMs = 15_000;
const retryAfterSeconds = 5;

/** Asks the ring a question and waits for its answer, whichever instance of the gateway consumes it. */
@Injectable()
export class Answers {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly store: WaitingStore,
    private readonly came: AnswersCame,
  ) {}

  /**
   * @param question makes the message that carries the id of this call
   * @param orWhen other evidence of the answer, looked for at the same time
   * @throws {Problem} 503 where no answer comes in time
   */
  async ask<T>(question: (requestId: string, expiresAt: string) => Outgoing, orWhen: () => Promise<T | undefined> = async () => undefined): Promise<T> {
    // An id of our own: callers may well use one X-Request-Id twice.
    const requestId = ulid();
    await this.database.transaction(async () => {
      await this.store.expect(requestId);
      await this.outbox.add([question(requestId, new Date(Date.now() + answerWithinMs).toISOString())]);
    });
    const answer = await this.came.until(async () => (await this.store.answerTo<T>(requestId)) ?? (await orWhen()), answerWithinMs, pollMs);
    await this.store.forget(requestId);
    if (answer === undefined) throw unavailable('The connector did not answer in time; it may be busy or stopped', retryAfterSeconds);
    return answer;
  }

  /** Waits until a look finds something. @throws {Problem} 503 */
  async expect<T>(look: () => Promise<T | undefined>, withinMs: number, otherwise: string): Promise<T> {
    const found = await this.came.until(look, withinMs, pollMs);
    if (found === undefined) throw unavailable(otherwise, retryAfterSeconds);
    return found;
  }
}
