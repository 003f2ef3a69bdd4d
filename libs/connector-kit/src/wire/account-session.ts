import type { CredentialVault } from '@intouch/service';
import type { VendorSession } from '../define-connector.js';
import type { AccountStore } from '../store/account.store.js';
import type { CreateTurns } from './create-turn.js';

/** A login of an account, shared by its clubs and all instances, sealed in the account's row. */
export class AccountSession implements VendorSession {
  constructor(
    private readonly account: string,
    private readonly store: AccountStore,
    private readonly vault: CredentialVault,
    private readonly turns: CreateTurns,
  ) {}

  async current(): Promise<string | null> {
    const sealed = await this.store.session(this.account);
    // Sealed under a key that is gone: as good as none.
    const opened = sealed === null ? null : this.opened(sealed);
    return typeof opened === 'string' ? opened : null;
  }

  async renew(dead: string | null, login: () => Promise<string>): Promise<string> {
    return this.turns.run(this.account, async () => {
      const current = await this.current();
      if (current !== null && current !== dead) return current;
      const fresh = await login();
      await this.store.keepSession(this.account, this.vault.seal({ session: fresh }, this.owner));
      return fresh;
    });
  }

  private opened(sealed: string): unknown {
    try {
      return this.vault.open(sealed, this.owner)['session'];
    } catch {
      return null;
    }
  }

  private get owner(): string {
    return `session:${this.account}`;
  }
}
