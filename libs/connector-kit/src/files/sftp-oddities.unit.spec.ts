import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import ssh2, { type ParsedKey } from 'ssh2';
import { DropNameTaken, openDrop, type Drop } from './drop.js';
import { contentOf, large } from './testing/drop.features.js';
import { OddServer, type Oddities } from './testing/odd-server.js';

const { FAILURE, PERMISSION_DENIED } = ssh2.utils.sftp.STATUS_CODE;
const keys = [ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private, ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }).private];
const fingerprints = keys.map((key) => {
  const blob = (ssh2.utils.parseKey(key) as ParsedKey).getPublicSSH();
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`;
});

describe('a drop over SFTP copes with a server that', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function serve(odd: Partial<Oddities>): Promise<{ readonly server: OddServer; readonly open: (hostKey?: string, password?: string) => Promise<Drop> }> {
    const server = new OddServer({ hostKeys: [keys[0]!], ...odd });
    const port = await server.open();
    ends.push(() => server.close());
    const open = async (hostKey = fingerprints[0]!, password = 'p') => {
      const drop = await openDrop({ url: `sftp://127.0.0.1:${port}`, user: 'u', password, privateKey: null, hostKey }, 2_000);
      ends.push(() => drop.close());
      return drop;
    };
    return { server, open };
  }

  it('has several keys, and the fingerprint is of any of them', async () => {
    const { open } = await serve({ hostKeys: keys });
    await open(fingerprints[0]);
    await open(`${fingerprints[1]}=\n`);
    await expect(open(`SHA256:${'A'.repeat(43)}`)).rejects.toMatchObject({ code: 'drop-host-key' });
  });

  it('takes the password only as the answer to a question', async () => {
    const { server, open } = await serve({ methods: ['publickey', 'keyboard-interactive'] });
    await open();
    expect(server.tried).toEqual(['keyboard-interactive']);
    await expect(open(undefined, 'wrong')).rejects.toMatchObject({ code: 'drop-refused' });
    expect(server.tried).toHaveLength(2);
  });

  it('would ask for the password, too, but has heard it once', async () => {
    const { server, open } = await serve({ methods: ['password', 'keyboard-interactive'] });
    await expect(open(undefined, 'wrong')).rejects.toMatchObject({ code: 'drop-refused' });
    expect(server.tried).toEqual(['password']);
  });

  it('gives less than it is asked for', async () => {
    const { server, open } = await serve({ mostAtOnce: 16_000 });
    server.files.set('/in/a', large);
    expect((await contentOf((await open()).read('in', 'a'))).equals(large)).toBe(true);
    expect(server.openHandles).toBe(0);
  });

  it('counts open files: one that is not read to its end is closed', async () => {
    const { server, open } = await serve({});
    server.files.set('/in/a', large);
    const drop = await open();
    for await (const piece of drop.read('in', 'a')) if (piece.length > 0) break;
    expect(server.openHandles).toBe(0);
  });

  it('moves over what is there', async () => {
    const { server, open } = await serve({ replaces: true });
    server.files.set('/in/a', Buffer.from('new')).set('/done/a', Buffer.from('old'));
    const drop = await open();
    await expect(drop.move({ folder: 'in', name: 'a' }, { folder: 'done', name: 'a' })).rejects.toBeInstanceOf(DropNameTaken);
    expect(String(server.files.get('/done/a'))).toBe('old');
  });

  it('does not say what it lists', async () => {
    const { open } = await serve({ isTerse: true });
    await expect((await open()).list('in')).rejects.toMatchObject({ name: 'DropUnavailable', message: 'The server does not tell kind, size and time of files' });
  });

  it.each([
    [PERMISSION_DENIED, { name: 'DropRefused', code: 'drop-refused', message: 'The rights on the server do not suffice' }],
    [FAILURE, { name: 'DropUnavailable', message: 'The server could not do it (status 4)' }],
  ])('answers with status %d, in words of ours', async (status, error) => {
    const { open } = await serve({ status });
    const drop = await open();
    await expect(drop.list('in')).rejects.toMatchObject(error);
    await expect(drop.remove('in', 'a')).rejects.toMatchObject(error);
  });

  it('is left without a trace: nothing keeps the process', async () => {
    const held = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = held();
    const { open } = await serve({});
    const drop = await open();
    expect(held()).toBeGreaterThan(before);
    await drop.close();
    // The server's end has the farewell to read first.
    while (held() > before) await pause(5);
  });
});
