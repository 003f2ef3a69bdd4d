import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { Unauthorized, type Settings } from '@intouch/connector-kit';

/** Salesforce takes assertions that end within five minutes. */
const lifeSeconds = 180;
const shortestKeyBits = 2_048;

/** A JWT bearer assertion, by the real clock: it is good only right now. @throws {Unauthorized} the key cannot sign one */
export function assertion(settings: Settings, credentials: Readonly<Record<string, unknown>>, now: Date = new Date()): string {
  const claims = { iss: settings['clientId'], sub: settings['userName'], aud: settings['audience'], exp: Math.floor(now.getTime() / 1_000) + lifeSeconds };
  const signed = [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), keyIn(String(credentials['privateKeyPem'] ?? ''))).toString('base64url')}`;
}

function keyIn(pem: string): KeyObject {
  const key = readKey(pem);
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < shortestKeyBits) {
    throw new Unauthorized('integration', `privateKeyPem is not an RSA key of ${shortestKeyBits} bits or more in PEM`);
  }
  return key;
}

function readKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
