import { describe, expect, it } from '@jest/globals';
import { isLost, KeyTaken, Late, SchemaDiffers, translated } from './database-errors.js';

/** As mysql2 throws what the server said. */
const said = (errno: number, sqlMessage = 'what it says'): Error => Object.assign(new Error(sqlMessage), { errno, sqlMessage, sqlState: 'HY000', code: `ER_${errno}` });
const happened = (code: string, message = code): Error => Object.assign(new Error(message), { code, errno: -111, fatal: true });

it.each([
  ...[1040, 1205, 1213, 1053, 1927].map((errno) => [errno, { name: 'Unavailable', ambiguous: false }] as const),
  ...[1044, 1045, 1049, 1698].map((errno) => [errno, { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }] as const),
  ...[1142, 1143, 1054, 1146].map((errno) => [errno, { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }] as const),
  ...[1406, 1366, 1292, 1264, 1048, 1062, 1364].map((errno) => [errno, { name: 'Rejected', code: 'vendor-refused' }] as const),
  [1226, { name: 'Throttled', retryAfterSeconds: 60 }] as const,
])('error %i of the server', (errno, wanted) => expect(translated(said(errno))).toMatchObject(wanted));

it('tells a schema that differs, and a key that is taken, from the rest', () => {
  expect([1054, 1146, 1142].map((errno) => translated(said(errno)) instanceof SchemaDiffers)).toEqual([true, true, false]);
  expect([1062, 1406].map((errno) => translated(said(errno)) instanceof KeyTaken)).toEqual([true, false]);
});

it.each([
  ['Data too long for column \'last_name\' at row 1', 'last_name'], ['Column \'email_address_id\' cannot be null', 'email_address_id'], ['Out of range value for column \'floor_c\' at row 1', 'floor_c'],
  ['Incorrect string value: \'\\xF0\\x9F\\x98\\x80\' for column `crm`.`leads`.`last_name` at row 1', 'last_name'], ['Incorrect date value: \'column\' for column `crm`.`leads`.`birthdate` at row 1', 'birthdate'],
  ['something else', undefined],
])('names the column: %s', (words, field) => expect(translated(said(1406, words))).toMatchObject({ name: 'Rejected', message: words, field }));

it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'PROTOCOL_CONNECTION_LOST', 'HANDSHAKE_SSL_ERROR'])('no connection: %s', (code) => {
  expect(translated(happened(code))).toMatchObject({ name: 'Unavailable', ambiguous: false, message: `no connection to the database (${code})` });
});

it('no answer in time', () => expect(translated(new Late())).toMatchObject({ name: 'Unavailable', ambiguous: false }));

it.each([
  ['HANDSHAKE_NO_SSL_SUPPORT', 'Server does not support secure connection'], ['HANDSHAKE_SSL_ERROR', 'self-signed certificate'], ['HANDSHAKE_SSL_ERROR', 'Hostname/IP does not match certificate\'s altnames'],
  ['HANDSHAKE_SSL_ERROR', 'unable to get local issuer certificate'],
])('not trusted: %s, %s', (code, message) => expect(translated(happened(code, message))).toMatchObject({ name: 'Unauthorized', code: 'access-refused', message: expect.stringContaining('nothing was sent') }));

it('a mistake of ours stays one', () => {
  const mistake = new TypeError('Bind parameters must not contain undefined');
  expect(translated(mistake)).toBe(mistake);
});

describe('a connection is of no use any more', () => {
  it.each([[happened('ECONNRESET'), true], [happened('PROTOCOL_CONNECTION_LOST'), true], [new Late(), true], [said(1927), true], [said(1053), true], [said(1406), false], [said(1213), false]])('%s: %s', (error, lost) =>
    expect(isLost(error)).toBe(lost));
});
