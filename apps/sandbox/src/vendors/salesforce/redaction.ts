import type { Redaction } from '../../scripting/request-log.js';

const secrets = new Set(['client_secret', 'assertion', 'token', 'access_token', 'refresh_token', 'password']);
const inJson = /("(?:client_secret|assertion|access_token|refresh_token)"\s*:\s*)"(?:[^"\\]|\\.)*("|$)/g;

/** The session of every call and what a token is asked for with, shown as `***`. */
export const redaction: Redaction = {
  headers: ['authorization', 'cookie'],
  // A lead's own text may well hold an ampersand: JSON is no form.
  text: (value) => (/^\s*[{[]/.test(value) ? value.replace(inJson, '$1"***"') : value.split('&').map(withoutSecret).join('&')),
};

function withoutSecret(pair: string): string {
  const [name] = new URLSearchParams(pair).keys();
  return secrets.has(name?.trim().toLowerCase() ?? '') ? `${name}=***` : pair;
}
