import { Injectable } from '@nestjs/common';
import { Webhook as Signer } from 'standardwebhooks';
import { CredentialVault } from '@intouch/service';
import { WebhookStore } from '../store/webhook.store.js';

const owner = 'webhook';
const minRawLength = 16;

/** The signer of a secret: base64 as Standard Webhooks has it, else the text itself; undefined where it is neither. */
export function keyOf(secret: string): Signer | undefined {
  try {
    return new Signer(secret);
  } catch {
    return secret.length >= minRawLength ? new Signer(Buffer.from(secret, 'utf8'), { format: 'raw' }) : undefined;
  }
}

/** Where changes are POSTed; the secret is sealed at rest. */
@Injectable()
export class Webhook {
  constructor(
    private readonly store: WebhookStore,
    private readonly vault: CredentialVault,
  ) {}

  async put(url: string, secret: string): Promise<void> {
    await this.store.put({ url, secret: this.vault.seal({ secret }, owner) });
  }

  async remove(): Promise<void> {
    await this.store.remove();
  }

  async current(): Promise<{ url: string; signer: Signer } | undefined> {
    const stored = await this.store.find();
    if (!stored) return undefined;
    return { url: stored.url, signer: keyOf(this.vault.open(stored.secret, owner)['secret'] as string)! };
  }
}
