import { createHash } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';

export interface HostKey {
  /** In OpenSSH's format. */
  readonly privateKey: string;
  /** As OpenSSH prints it: `SHA256:` and base64 without padding. */
  readonly fingerprint: string;
}

/** A new ed25519 key. */
export function newHostKey(): HostKey {
  for (;;) {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519');
    const parsed = ssh2.utils.parseKey(privateKey);
    // The library drops zeros a key begins with, and cannot read one in two hundred of those it made.
    if (!(parsed instanceof Error)) return { privateKey, fingerprint: fingerprintOf(parsed) };
  }
}

export const fingerprintOf = (key: ParsedKey): string =>
  `SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;
