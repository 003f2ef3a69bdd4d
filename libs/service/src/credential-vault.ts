import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Reader } from './config.js';

export interface CredentialKey {
  readonly id: string;
  readonly key: Buffer;
}

const tagBytes = 16;

/** Reads `id:base64,id:base64`, each key 32 bytes; an id is letters, digits, `_` and `-`, and names one key. */
export function credentialKeys(): Reader<readonly CredentialKey[]> {
  return (value) => {
    if (value === undefined) throw new Error('is not set');
    const keys = value.split(',').map((entry) => {
      const [id, encoded] = entry.trim().split(':', 2);
      const key = Buffer.from(encoded ?? '', 'base64');
      if (!id || !/^[\w-]+$/.test(id) || key.length !== 32) throw new Error('must be id:key pairs separated by commas, each key 32 bytes in base64');
      return { id, key };
    });
    if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('must give each key an id of its own');
    return keys;
  };
}

/** The stored text cannot be opened with any key of this service. */
export class CannotDecrypt extends Error {
  override readonly name = 'CannotDecrypt';
}

/**
 * Credentials at rest and in events: AES-256-GCM, written `keyId.iv.tag.text` in base64url. `owner` (club and vendor) is
 * authenticated with it, so that one club's stored credentials cannot be passed off as another's. Keys rotate by putting
 * a new one first; old texts stay readable while their key is listed.
 */
export class CredentialVault {
  constructor(private readonly keys: readonly CredentialKey[]) {}

  seal(credentials: Record<string, unknown>, owner: string): string {
    const { id, key } = this.keys[0]!;
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    cipher.setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
    return [id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws {CannotDecrypt} */
  open(stored: string, owner: string): Record<string, unknown> {
    const [id, iv, tag, sealed] = stored.split('.');
    const known = this.keys.find((candidate) => candidate.id === id);
    if (!known || !iv || !tag || sealed === undefined) throw new CannotDecrypt('the credentials were stored with a key this service does not have');
    try {
      const decipher = createDecipheriv('aes-256-gcm', known.key, Buffer.from(iv, 'base64url'), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(owner));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      const opened = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]);
      return JSON.parse(opened.toString('utf8')) as Record<string, unknown>;
    } catch {
      throw new CannotDecrypt('the stored credentials are damaged or belong to somebody else');
    }
  }
}
