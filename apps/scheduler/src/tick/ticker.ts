import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { ServiceLog, type BackgroundWork } from '@intouch/service';
import { SlotFirer } from './slot-firer.js';

/** A slot planned meanwhile, by another instance too, is noticed at the latest then; a look costs two reads of an index. */
const longestSleepMs = 1_000;
/** What is due and still there is with another instance: no need to ask on and on. */
const shortestSleepMs = 50;

/** Fires slots as they come, sleeping from one to the next. */
@Injectable()
export class Ticker implements BackgroundWork {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(SlotFirer) private readonly firer: SlotFirer,
    @Inject(ServiceLog) private readonly log: ServiceLog,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) await this.sleep(await this.tick());
  }

  /** Answers how long to sleep, milliseconds. Whatever fails is tried again: a slot stays due until it has fired. */
  private async tick(): Promise<number> {
    try {
      const slots = await this.firer.fireDue();
      if (slots > 0) this.log.info({ slots }, 'slots fired');
      return await this.firer.untilNearest();
    } catch (error) {
      this.log.warn({ error: (error as Error).message }, 'slots wait: database or broker is away, or the newest configuration has not been heard yet');
      return longestSleepMs;
    }
  }

  private async sleep(ms: number): Promise<void> {
    await pause(Math.min(longestSleepMs, Math.max(shortestSleepMs, ms)), undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
