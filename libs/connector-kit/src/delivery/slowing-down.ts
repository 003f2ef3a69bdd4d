import { Inject, Injectable } from '@nestjs/common';
import { ClubAccess } from '../club-access.js';
import { Held, type Throttled } from '../errors.js';
import { IntegrationStore, type Integration } from '../store/integration.store.js';

/** Told to slow down: the whole account holds, this instance at once, the others by the account's row. */
@Injectable()
export class SlowingDown {
  constructor(
    @Inject(ClubAccess) private readonly access: ClubAccess,
    @Inject(IntegrationStore) private readonly integrations: IntegrationStore,
  ) {}

  async hold({ account }: Pick<Integration, 'account'>, error: Throttled): Promise<void> {
    // Held: turned back here by an earlier answer, which holds already.
    if (error instanceof Held) return;
    this.access.hold(account, error.retryAfterSeconds * 1_000);
    await this.integrations.holdAccount(account, error.retryAfterSeconds * 1_000);
  }
}
