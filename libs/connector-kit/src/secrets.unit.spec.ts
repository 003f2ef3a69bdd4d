import { expect, it } from '@jest/globals';
import { Rejected } from './errors.js';
import { hiding, keepingSecret } from './secrets.js';

it.each([
  [{ apiKey: 'abc-123' }, 'key abc-123 refused', 'key *** refused'],
  [{ apiKey: 'a/b+c=' }, 'GET ?key=a%2Fb%2Bc%3D', 'GET ?key=***'],
  [{ apiKey: 'say "hi"' }, '{"key":"say \\"hi\\""}', '{"key":"***"}'],
  [{ apiKey: '(.*)$' }, 'a (.*)$ b', 'a *** b'],
  [{ user: 'secret', password: 'secret-2' }, 'secret-2 and secret', '*** and ***'],
  // A short one is no part of a number or word.
  [{ pin: '12' }, '614 1212 12', '614 1212 ***'],
  [{ pin: '', port: 5 }, 'nothing 5', 'nothing 5'],
])('%j hides %j', (credentials, text, wanted) => expect(hiding(credentials)(text)).toBe(wanted));

it('an error keeps its kind and loses the secret', async () => {
  const failed = keepingSecret(hiding({ apiKey: 'abc-123' }), () => Promise.reject(new Rejected('vendor-refused', 'not abc-123', 'city')));
  await expect(failed).rejects.toMatchObject({ name: 'Rejected', code: 'vendor-refused', field: 'city', message: 'not ***' });
  await failed.catch((error: Error) => expect(error.stack).not.toContain('abc-123'));
});

it('what is no error passes as it is', async () => {
  await expect(keepingSecret(hiding({}), async () => 5)).resolves.toBe(5);
  await expect(keepingSecret(hiding({ a: 'abcd' }), () => Promise.reject('abcd'))).rejects.toBe('abcd');
});
