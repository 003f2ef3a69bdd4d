import { createPublicKey, verify } from 'node:crypto';
import { isObject, type JsonObject } from '../../../http/json-body.js';
import type { App, SalesforceState } from '../state.js';
import { TokenError, unknownClient } from './token-error.js';

/** Longest time an assertion may still have to run, in seconds. */
const longest = 300;
const audiences = ['https://login.salesforce.com', 'https://test.salesforce.com'];

const refusal = (description: string) => new TokenError('invalid_grant', description);

/**
 * Reads a JWT bearer assertion and checks it by the real clock, as its sender has no other. The signature is checked once
 * the app has a `publicKeyPem` (a key or a certificate). https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 * @param origin the sandbox's own address, an audience too
 * @returns the client id
 * @throws {TokenError}
 */
export function clientOfAssertion(assertion: string, { apps, users }: SalesforceState, origin: string): string {
  const [head, claims, signature, ...rest] = assertion.split('.');
  const { alg } = part(head);
  const { iss, sub, aud, exp } = part(claims);
  if (signature === undefined || rest.length > 0) throw refusal('invalid assertion');
  const app = typeof iss === 'string' ? apps.get(iss) : undefined;
  if (app === undefined) throw unknownClient();
  if (alg !== 'RS256' || !isSigned(app, `${head}.${claims}`, signature)) throw refusal('invalid assertion');
  if (typeof aud !== 'string' || ![...audiences, origin].includes(aud)) throw refusal('audience is invalid');
  const now = Date.now() / 1_000;
  if (typeof exp !== 'number' || exp <= now) throw refusal('expired');
  if (exp > now + longest) throw refusal('exp is too far ahead');
  const user = users.get(app.runAs ?? '');
  if (user === undefined || sub !== (user['Username'] ?? user.Email)) throw refusal("user hasn't approved this consumer");
  return iss as string;
}

function part(encoded: string | undefined): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded ?? '', 'base64url').toString('utf8'));
    if (isObject(value)) return value;
  } catch {
    // Refused below.
  }
  throw refusal('invalid assertion');
}

function isSigned({ publicKeyPem }: App, signed: string, signature: string): boolean {
  if (publicKeyPem === undefined) return true;
  try {
    return verify('RSA-SHA256', Buffer.from(signed), createPublicKey(publicKeyPem), Buffer.from(signature, 'base64url'));
  } catch {
    // What the script put there is no key: nobody can have signed with it.
    return false;
  }
}
