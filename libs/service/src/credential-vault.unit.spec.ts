import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CannotDecrypt, credentialKeys, CredentialVault } from './credential-vault.js';

const keyOf = (id: string) => ({ id, key: randomBytes(32) });
const [old, current] = [keyOf('2025'), keyOf('2026')];
const vault = new CredentialVault([current]);
const credentials = { apiKey: 'hunter2-hunter2', nested: { port: 22, list: ['ü', null] } };

describe('sealed credentials', () => {
  it('open to what they were, whatever that was', () => {
    expect(vault.open(vault.seal(credentials, 'club-1:abc'), 'club-1:abc')).toEqual(credentials);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (any, owner) => {
        const plain = JSON.parse(JSON.stringify(any)) as Record<string, unknown>;
        expect(vault.open(vault.seal(plain, owner), owner)).toEqual(plain);
      }),
    );
  });

  it('show nothing of it, and are never the same twice', () => {
    const [one, two] = [vault.seal(credentials, 'o'), vault.seal(credentials, 'o')];
    expect(one).not.toBe(two);
    const opened = one.split('.').slice(1).map((part) => Buffer.from(part, 'base64url').toString('latin1')).join();
    expect(one + opened).not.toMatch(/hunter2|apiKey/);
  });

  it('are of one owner: another club or vendor cannot open them', () => {
    const sealed = vault.seal(credentials, 'club-1:abc');
    for (const other of ['club-2:abc', 'club-1:moso', '']) expect(() => vault.open(sealed, other)).toThrow(CannotDecrypt);
  });

  it('stay readable when a newer key is put first, and are sealed with that one from then on', () => {
    const before = new CredentialVault([old]).seal(credentials, 'o');
    const rotated = new CredentialVault([current, old]);
    expect(rotated.open(before, 'o')).toEqual(credentials);
    const after = rotated.seal(credentials, 'o');
    expect(after.startsWith('2026.')).toBe(true);
    expect(() => new CredentialVault([old]).open(after, 'o')).toThrow('a key this service does not have');
    expect(() => new CredentialVault([{ id: '2026', key: randomBytes(32) }]).open(after, 'o')).toThrow(CannotDecrypt);
  });

  it('do not open when anything of them was changed', () => {
    const parts = vault.seal(credentials, 'o').split('.');
    for (const at of [1, 2, 3]) {
      const bytes = Buffer.from(parts[at]!, 'base64url');
      bytes[0]! ^= 1;
      expect(() => vault.open(parts.with(at, bytes.toString('base64url')).join('.'), 'o')).toThrow(CannotDecrypt);
      expect(() => vault.open(parts.with(at, '').join('.'), 'o')).toThrow(CannotDecrypt);
    }
    // A tag cut short would be easier to guess.
    const shortTag = Buffer.from(parts[2]!, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => vault.open(parts.with(2, shortTag).join('.'), 'o')).toThrow(CannotDecrypt);
    for (const nonsense of ['', '...', '2026', '2026.a.b.c', 'x'.repeat(1_000)]) expect(() => vault.open(nonsense, 'o')).toThrow(CannotDecrypt);
  });

  it('say nothing of themselves when they do not open', () => {
    const sealed = vault.seal(credentials, 'o');
    try {
      vault.open(sealed, 'p');
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain(sealed.split('.')[3]);
    }
    expect.assertions(1);
  });
});

describe('the keys', () => {
  const base64 = (length: number): string => Buffer.alloc(length, 1).toString('base64');

  it('are read as id:base64, several separated by commas', () => {
    expect(credentialKeys()(`a:${base64(32)}, b:${base64(32)}`).map(({ id, key }) => [id, key.length])).toEqual([['a', 32], ['b', 32]]);
  });

  it.each([undefined, '', 'a', `:${base64(32)}`, `a:${base64(16)}`, `a:${base64(32)},b`, `a:${base64(32)},a:${base64(32)}`, `a.b:${base64(32)}`])('are refused when they are %#', (value) => {
    expect(() => credentialKeys()(value)).toThrow();
  });
});
