import { Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import type { Direction, LogLevel, Vendor } from '@intouch/contracts';
import { LogCame } from '../answers/wake.js';
import { LogStore } from '../store/log.store.js';

export interface Note {
  readonly clubId: string;
  readonly vendor: Vendor;
  readonly contactId?: string | null;
  readonly vendorContactId?: string | null;
  readonly direction?: Direction;
  readonly level?: LogLevel;
  readonly summary: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly howToFix?: string;
}

/** What people do at the gateway is written into the same log as what the connectors do. */
@Injectable()
export class Notes {
  constructor(
    private readonly store: LogStore,
    private readonly came: LogCame,
  ) {}

  /** The last thing in a transaction: it waits for other writers of the log. */
  async write(note: Note, requestId: string | null): Promise<void> {
    const { clubId, vendor, contactId = null, vendorContactId = null, direction = 'OUT', level = 'INFO', summary, reason = null, detail = null, howToFix = null } = note;
    await this.store.add([
      {
        activityId: ulid(), at: new Date().toISOString(), clubId, vendor, contactId, vendorContactId, requestId,
        entry: { level, direction, summary, reason, detail, howToFix },
        delivery: null,
      },
    ]);
    this.came.stirred();
  }
}
