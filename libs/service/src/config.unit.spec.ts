import { describe, expect, it } from '@jest/globals';
import { addresses, flag, InvalidConfiguration, oneOf, optionalText, readConfig, text, url, wholeNumber } from './config.js';
import { platformSettings } from './platform-config.js';

const key = Buffer.alloc(32, 7).toString('base64');
const right = { DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/db', KAFKA_BROKERS: 'a:9092, b:9092', CREDENTIALS_KEYS: `k1:${key}` };

function mistakesOf(environment: Record<string, string | undefined>): string {
  try {
    readConfig(environment, platformSettings);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfiguration);
    return (error as Error).message;
  }
  throw new Error('nothing was wrong');
}

describe('settings', () => {
  it('are read with their defaults', () => {
    expect(readConfig(right, platformSettings)).toMatchObject({
      KAFKA_BROKERS: ['a:9092', 'b:9092'], PORT: 3_000, HOST: undefined, LOG_LEVEL: 'info', KAFKA_PARTITIONS: 6, DATABASE_POOL: 12,
      CREDENTIALS_KEYS: [{ id: 'k1', key: Buffer.alloc(32, 7) }],
    });
  });

  it('that are wrong are named all at once, each with what would be right', () => {
    const message = mistakesOf({ DATABASE_URL: 'mysql://u:p@h/db', KAFKA_BROKERS: 'nowhere', PORT: '70000', LOG_LEVEL: 'loud', KAFKA_PARTITIONS: '1.5', DATABASE_POOL: '1' });
    for (const name of ['DATABASE_URL', 'KAFKA_BROKERS', 'PORT', 'LOG_LEVEL', 'KAFKA_PARTITIONS', 'DATABASE_POOL', 'CREDENTIALS_KEYS']) {
      expect(message).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect(message).toContain('PORT must be a whole number from 0 to 65535');
    expect(message).toContain('CREDENTIALS_KEYS is not set');
  });

  it('are never printed: they may be secrets in the wrong place', () => {
    const message = mistakesOf({ DATABASE_URL: 'hunter2', KAFKA_BROKERS: 'hunter2', PORT: 'hunter2', LOG_LEVEL: 'hunter2', CREDENTIALS_KEYS: 'hunter2:hunter2' });
    expect(message).not.toContain('hunter2');
  });

  it('that are empty count as not set', () => {
    expect(readConfig({ ...right, PORT: '', HOST: '' }, platformSettings)).toMatchObject({ PORT: 3_000, HOST: undefined });
    expect(mistakesOf({ ...right, DATABASE_URL: '' })).toContain('DATABASE_URL is not set');
  });
});

describe('each reader', () => {
  const readers = {
    text: text(), optionalText: optionalText(), wholeNumber: wholeNumber(-1, 5), flag: flag(true), url: url(['https:']),
    addresses: addresses(), oneOf: oneOf(['a', 'b']),
  };

  it.each([
    ['text', 'x', 'x'],
    ['optionalText', undefined, undefined],
    ['wholeNumber', '-1', -1],
    ['flag', undefined, true],
    ['flag', 'false', false],
    ['url', 'https://x/y', 'https://x/y'],
    ['addresses', 'h:1,', ['h:1']],
    ['oneOf', 'b', 'b'],
  ] as const)('%s takes %p', (name, value, expected) => {
    expect(readers[name](value)).toEqual(expected);
  });

  it.each([
    ['text', undefined], ['wholeNumber', undefined], ['wholeNumber', '6'], ['wholeNumber', '1e9'], ['wholeNumber', 'x'], ['flag', 'yes'],
    ['flag', 'TRUE'], ['url', 'http://x'], ['url', '//x'], ['url', undefined], ['addresses', 'h'], ['addresses', ','], ['addresses', 'h:p'], ['oneOf', 'c'], ['oneOf', undefined],
  ] as const)('%s refuses %p', (name, value) => {
    expect(() => readers[name](value)).toThrow();
  });
});
