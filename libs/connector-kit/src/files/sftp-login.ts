import { createPrivateKey } from 'node:crypto';
import ssh2, { type AuthenticationType, type AuthHandlerMiddleware } from 'ssh2';
import { DropRefused } from './drop-errors.js';
import type { DropPlace } from './file-feed.js';

/** A place as the library wants to be told of it. */
export interface SftpLogin {
  readonly host: string;
  readonly port: number;
  /** Absolute, without a slash at the end: empty for the root. */
  readonly folder: string;
  readonly username: string;
  readonly password: string | undefined;
  /** In a format the library reads. */
  readonly privateKey: string | undefined;
  readonly hostKey: string;
}

/** @throws {DropRefused} something is missing or cannot be read */
export function sftpLogin({ url, user, password, privateKey, hostKey }: DropPlace): SftpLogin {
  const { hostname, port, pathname } = new URL(url);
  if (!hostname) throw refused('The address names no server');
  if (!user) throw refused('No user is given');
  if (!password && !privateKey) throw refused('Neither a password nor a private key is given');
  if (!hostKey) throw new DropRefused('drop-host-key', 'No fingerprint of the server is given');
  return {
    // Square brackets are for addresses within addresses.
    host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 22), folder: decoded(pathname).replace(/\/+$/, ''),
    username: user, password: password || undefined, privateKey: privateKey ? readable(privateKey) : undefined, hostKey,
  };
}

/**
 * In which order what we have is shown: the key, then the password; each once, and only where the server takes such a thing,
 * for many count the refusals. The password may also be the answer to a question, where that is the server's only way.
 * @param onRefusal called when something shown was not accepted
 */
export function methodsOf({ password, privateKey }: SftpLogin, onRefusal: () => void): AuthHandlerMiddleware {
  let left: AuthenticationType[] = [...(privateKey ? ['publickey' as const] : []), ...(password ? (['password', 'keyboard-interactive'] as const) : [])];
  let isAsking = true;
  return (taken: AuthenticationType[] | null, _, next) => {
    // Before it is asked without anything to show, the server does not tell what it takes.
    if (taken === null) return next('none');
    if (!isAsking) onRefusal();
    isAsking = false;
    const method = left.find((one) => taken.includes(one));
    left = left.filter((one) => (method === 'publickey' ? one !== method : one === 'publickey'));
    // The types do not know that this ends it.
    next(method ?? (false as never));
  };
}

const refused = (message: string) => new DropRefused('drop-refused', message);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw refused('The path of the address cannot be read');
  }
}

function readable(privateKey: string): string {
  const text = privateKey.trim();
  for (const candidate of [text, olderPem(text)]) {
    const key = candidate && ssh2.utils.parseKey(candidate);
    if (candidate && key && !(key instanceof Error) && key.isPrivateKey()) return candidate;
  }
  throw refused('The private key cannot be read: it must be as ssh-keygen writes it, without a passphrase');
}

/** The library reads keys in the older PEM formats only, not in PKCS #8 as OpenSSL writes them. */
function olderPem(text: string): string | null {
  try {
    const key = createPrivateKey(text);
    return String(key.export({ format: 'pem', type: key.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1' })).trim();
  } catch {
    return null;
  }
}
