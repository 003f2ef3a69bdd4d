import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { selfSigned } from './testing/self-signed.js';
import { Wire, type WireOptions } from './http.js';

const { certificate, key } = selfSigned();
const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function wire(options: Partial<WireOptions> = {}): Wire {
  const made = new Wire({ timeoutMs: 300, maxConcurrent: 2, ...options });
  closing.push(() => made.close());
  return made;
}

const plain = async (handler: RequestListener): Promise<string> => `http://127.0.0.1:${await listen(createServer(handler))}/`;
const secure = async (): Promise<string> => `https://127.0.0.1:${await listen(createSecureServer({ key, cert: certificate }, (_request, response) => response.end('sure')))}/`;

it('hands over what was asked and what was answered', async () => {
  const url = await plain((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => response.writeHead(418, { 'x-said': 'yes' }).end(`${request.method} ${request.headers['x-asked']} ${body}`));
  });
  const answer = await wire().send({ method: 'POST', url, headers: { 'x-asked': 'why' }, body: 'because' });
  expect(answer).toMatchObject({ status: 418, text: 'POST why because', headers: { 'x-said': 'yes' } });
});

describe('no usable answer', () => {
  const silent: RequestListener = () => undefined;
  const cut: RequestListener = (request) => request.socket.destroy();
  const half: RequestListener = (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setTimeout(() => response.socket?.destroy(), 20);
  };
  const slowly: RequestListener = (_request, response) => {
    const drip = setInterval(() => response.write('.'), 50);
    response.on('close', () => clearInterval(drip));
  };

  it.each([['silent', silent, /in time/], ['cut', cut, /lost/], ['cut in the middle', half, /lost/], ['drop by drop beyond the deadline', slowly, /in time/]])('%s', async (_name, handler, message) => {
    const url = await plain(handler);
    await expect(wire().send({ method: 'POST', url, ambiguous: true })).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true, message: expect.stringMatching(message) });
    await expect(wire().send({ method: 'GET', url })).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });

  it('nobody there: certainly nothing was stored', async () => {
    await expect(wire().send({ method: 'POST', url: 'http://127.0.0.1:9/', ambiguous: true })).rejects.toMatchObject({ name: 'Unavailable', ambiguous: false });
  });
});

describe('certificates', () => {
  const shown = new X509Certificate(certificate).fingerprint256.replaceAll(':', '');

  it('one that is not trusted: nothing is sent', async () => {
    await expect(wire().send({ method: 'POST', url: await secure(), ambiguous: true })).rejects.toMatchObject({ name: 'Unauthorized', scope: 'integration', code: 'access-refused' });
  });

  it('the pinned one is accepted, in any case of letters', async () => {
    for (const tlsFingerprint of [shown, shown.toLowerCase()]) {
      await expect(wire({ tlsFingerprint }).send({ method: 'GET', url: await secure() })).resolves.toMatchObject({ text: 'sure' });
    }
  });

  it('another than the pinned one is not', async () => {
    await expect(wire({ tlsFingerprint: '0'.repeat(64) }).send({ method: 'GET', url: await secure() })).rejects.toMatchObject({ name: 'Unauthorized', code: 'access-refused' });
  });
});
