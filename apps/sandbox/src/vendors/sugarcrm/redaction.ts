import type { Redaction } from '../../scripting/request-log.js';

/** A quote, a colon, blanks: as they are, or as a form encodes them. */
const [quote, colon, blanks] = [String.raw`("|%22)`, '(?::|%3A)', String.raw`(?:\s|\+|%20)*`];
const names = 'session|password|client_secret|access_token|refresh_token|download_token';
const named = new RegExp(String.raw`(${quote}(?:${names})\2${blanks}${colon}${blanks}\2)(?:(?:\\|%5C)(?:%..|.)|(?!\2)[^])*(\2|$)`, 'gi');
/** Wherever it stands, what the twin itself has given out. */
const issued = /sim(?:session|token-|refresh-|down-)\d+/g;

/** Passwords, sessions and tokens of both protocols, shown as `***`. */
export const redaction: Redaction = {
  headers: ['oauth-token', 'authorization', 'cookie'],
  text: (value) => value.replace(named, '$1***$3').replace(issued, '***'),
};
