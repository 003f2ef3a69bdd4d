import { createHash } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** By the kind of a server's key, how it may prove to have it. In the order of preference. */
const proofs: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

/** A fingerprint does not tell the kind of its key, and a server shows one key of several: all kinds are candidates at first. */
export const allKinds: readonly string[] = Object.keys(proofs);

/** Whether one connection's server is the one that the fingerprint says. */
export class HostKeyCheck {
  /** The kind of the key shown, when it is not the right one. */
  wrongKind: string | null = null;

  constructor(
    /** As OpenSSH prints it: `SHA256:` and base64, here with or without padding. */
    private readonly fingerprint: string,
    readonly kinds: readonly string[],
  ) {}

  get algorithms(): ServerHostKeyAlgorithm[] {
    return this.kinds.flatMap((kind) => proofs[kind] ?? []);
  }

  /** @param key the public key as on the wire, which begins with the name of its kind */
  readonly accepts = (key: Buffer): boolean => {
    const shown = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
    if (`SHA256:${shown}` === this.fingerprint.trim().replace(/=+$/, '')) return true;
    this.wrongKind = key.toString('latin1', 4, 4 + key.readUInt32BE(0));
    return false;
  };
}
