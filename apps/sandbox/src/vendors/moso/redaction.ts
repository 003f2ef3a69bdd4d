import type { Redaction } from '../../scripting/request-log.js';

const credentials = new Set(['userid', 'password']);
const inJson = /("(?:userid|password)"\s*:\s*)"(?:[^"\\]|\\.)*("|$)/gi;

/** Cookies and what the login is asked for with, wherever they stand, shown as `***`. */
export const redaction: Redaction = {
  headers: ['cookie', 'set-cookie'],
  text: (value) => value.split('&').map(withoutCredential).join('&').replace(inJson, '$1"***"'),
};

function withoutCredential(pair: string): string {
  const [name] = new URLSearchParams(pair).keys();
  return credentials.has(name?.trim().toLowerCase() ?? '') ? `${name}=***` : pair;
}
