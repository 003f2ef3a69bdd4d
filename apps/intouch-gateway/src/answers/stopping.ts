import { Injectable } from '@nestjs/common';
import type { BackgroundWork } from '@intouch/service';

/** Requests that wait (long polls, streams) end at once when the service stops, so that the door can close behind them. */
@Injectable()
export class Stopping implements BackgroundWork {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;

  start(): void {}

  async stop(): Promise<void> {
    this.controller.abort();
  }
}
