import { Inject, Injectable } from '@nestjs/common';
import { topics, type FilesReported } from '@intouch/contracts';
import { Outbox, outgoing } from '@intouch/messaging';
import type { AnyConnector } from '../define-connector.js';
import { FeedStore } from '../store/feed.store.js';
import { FileStore, type FileChange, type KnownFile } from '../store/file.store.js';
import { IntegrationStore } from '../store/integration.store.js';
import { CLOCK, CONNECTOR, type Clock } from '../tokens.js';

export interface Sizes {
  readonly rows: number | null;
  readonly bad: number | null;
  readonly sha256?: string;
}

/** What becomes of files: written down and told in one transaction. Moving them comes after. */
@Injectable()
export class FileFates {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(FileStore) private readonly files: FileStore,
    @Inject(FeedStore) private readonly feeds: FeedStore,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** It lies there, and has not been read. */
  async arrived(clubId: string, name: string, stamp: string): Promise<void> {
    const at = this.clock();
    await this.files.arrived({ clubId, name, stamp, at });
    await this.feeds.of(clubId, at);
    await this.feeds.spoke(clubId);
    await this.tell(clubId, [(await this.files.one(clubId, name))!]);
  }

  async reading(clubId: string, name: string): Promise<void> {
    await this.change({ clubId, name, state: 'reading', at: this.clock() });
  }

  async held(clubId: string, name: string): Promise<void> {
    await this.change({ clubId, name, state: 'held', at: this.clock() });
  }

  async applied(clubId: string, name: string, { sha256, ...sizes }: Sizes): Promise<void> {
    const file = await this.change({ clubId, name, state: 'applied', at: this.clock(), reason: null, moveTo: 'done', ...sizes, ...(sha256 ? { sha256 } : {}) });
    if (file.sha256) await this.files.keepContent(clubId, file.sha256, name);
  }

  async replayed(clubId: string, name: string, sha256: string): Promise<void> {
    await this.change({ clubId, name, state: 'replayed', at: this.clock(), reason: 'file-replayed', moveTo: 'done', sha256 });
  }

  /** Whole into quarantine; `account` is put beside it. */
  async setAside(clubId: string, name: string, reason: string, { sha256, ...sizes }: Partial<Sizes> = {}, account: object = {}): Promise<void> {
    const { rows = null, bad = null } = sizes;
    await this.change({
      clubId, name, state: 'quarantined', at: this.clock(), reason, moveTo: 'quarantine', account: { reason, total: rows, bad, rows: [], ...account },
      ...(sizes.rows === undefined ? {} : { rows, bad }), ...(sha256 ? { sha256 } : {}),
    });
  }

  /** As it lay before: a try to process it once more came to nothing. */
  async putBack({ clubId, name, state, reason }: KnownFile): Promise<void> {
    await this.change({ clubId, name, state, reason, at: this.clock() });
  }

  /** The settings may have a word now for codes that had none. */
  async codesMayHaveChanged(clubId: string): Promise<void> {
    if ((await this.feeds.codes(clubId)).length > 0) await this.tell(clubId, []);
  }

  private async change(change: FileChange): Promise<KnownFile> {
    const file = await this.files.change(change);
    await this.tell(change.clubId, [file]);
    return file;
  }

  private async tell(clubId: string, files: readonly KnownFile[]): Promise<void> {
    const settings = (await this.integrations.one(clubId))?.settings ?? {};
    const codes = await this.feeds.codes(clubId);
    const told: FilesReported = {
      clubId, vendor: this.connector.vendor,
      files: files.map(({ name, state, rows, bad, reason, at }) => ({ name, state, rows, bad, reason, at: at.toISOString() })),
      unmappedCodes: codes.filter((code) => !this.connector.inbound!.files!.isMapped(code, settings)),
    };
    await this.outbox.add([outgoing(topics.filesReported, told)]);
  }
}
