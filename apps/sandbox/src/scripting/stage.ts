import type { ServerResponse } from 'node:http';
import type { Answer } from '../http/answer.js';
import type { Request } from '../http/request.js';
import { pause } from '../http/pause.js';
import { send } from '../http/send.js';
import type { Fixture, Subject, Surroundings, Vendor, VendorFactory } from '../vendors/vendor.js';
import { Clock } from './clock.js';
import { Hazards, type Hit } from './hazards.js';
import { RequestLog } from './request-log.js';

/** One vendor's twin on the stage: with its clock, its hazards and the log of what was asked of it. */
export class Stage {
  readonly clock = new Clock();
  readonly vendor: Vendor;
  readonly hazards: Hazards;
  readonly log: RequestLog;

  constructor(
    readonly name: string,
    factory: VendorFactory,
    surroundings: Omit<Surroundings, 'clock'>,
  ) {
    this.vendor = factory({ ...surroundings, clock: this.clock });
    this.hazards = new Hazards(this.vendor.hazards, this.vendor.operations);
    this.log = new RequestLog(this.vendor.redaction);
  }

  /** @param now an instant that freezes the clock; null: the real clock */
  async reset(fixture: Fixture, now: unknown): Promise<void> {
    this.clock.set(now);
    this.hazards.reset();
    this.log.reset();
    await this.vendor.reset(fixture);
  }

  /** Answers a request to the vendor's wire, or breaks it off as a hazard demands. */
  async play(request: Request, response: ServerResponse): Promise<void> {
    const subject = this.vendor.identify(request);
    const ends = this.vendor.begins?.(request, subject);
    if (ends === undefined) return this.perform(request, subject, response);
    const stopWatching = onHangUp(response, ends);
    try {
      await this.perform(request, subject, response);
    } finally {
      stopWatching();
      ends();
    }
  }

  private async perform(request: Request, subject: Subject, response: ServerResponse): Promise<void> {
    const hit = this.hazards.hit(subject.operation, subject.club, request);
    const entry = this.log.add(request, subject.operation, subject.club, hit.names, this.clock.now());
    const cut = hit.replacement !== null && 'cut' in hit.replacement.definition ? hit.replacement.definition.cut : null;
    const replaced = this.replacementFor(request, hit);

    let answer: Answer | null = replaced;
    if (answer === null && cut !== 'at-once' && cut !== 'before-commit') {
      answer = await this.vendor.answer(request, subject, hit.changes);
      if (hit.changes.has('truncated-body')) answer = { ...answer, body: firstHalf(answer.body) };
    }
    const delayMs = hit.delayMs + (answer?.delayMs ?? 0);
    if (delayMs > 0) await pause(delayMs);

    if (cut === 'at-once') response.socket?.resetAndDestroy();
    else if (cut !== null) {
      await pause(Number(hit.replacement!.params['holdMs']));
      response.socket?.destroy();
    } else if (answer !== null && send(response, answer)) entry.status = answer.status;
  }

  private replacementFor(request: Request, { replacement }: Hit): Answer | null {
    if (replacement === null || !('answer' in replacement.definition)) return null;
    return replacement.definition.answer(replacement.params, request);
  }
}

/** Calls back when either side closes the connection. @returns stops listening */
function onHangUp(response: ServerResponse, callBack: () => void): () => void {
  const { socket } = response;
  // The caller's farewell is heard before the connection is taken apart: its next call may come in between.
  socket?.once('end', callBack);
  response.once('close', callBack);
  return () => {
    socket?.off('end', callBack);
    response.off('close', callBack);
  };
}

function firstHalf(body: string): string {
  const bytes = Buffer.from(body);
  return bytes.toString('utf8', 0, bytes.length >> 1);
}
