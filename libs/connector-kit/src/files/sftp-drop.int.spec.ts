import { createHash, generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import ssh2 from 'ssh2';
import { SandboxProcess } from '../testing/sandbox-process.js';
import { DropUnavailable, openDrop, type Drop } from './drop.js';
import type { DropPlace } from './file-feed.js';
import { BreakableWire } from './testing/breakable-wire.js';
import { contentOf, dropFeatures, large } from './testing/drop.features.js';

interface SftpOfSandbox {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly hostKey: string;
  readonly folder: string;
}

describe('a drop over SFTP', () => {
  let sandbox: SandboxProcess;
  let sftp: SftpOfSandbox;
  let place: DropPlace;
  const opened: Drop[] = [];
  const open = async (more: Partial<DropPlace> = {}, timeoutMs = 10_000): Promise<Drop> => {
    const drop = await openDrop({ ...place, ...more }, timeoutMs);
    opened.push(drop);
    return drop;
  };

  beforeAll(async () => {
    sandbox = await SandboxProcess.start(process.cwd());
  });
  beforeEach(async () => {
    await sandbox.script('POST', '/moso/reset', {});
    sftp = await sandbox.script<SftpOfSandbox>('GET', '/moso/sftp');
    place = { url: `sftp://${sftp.host}:${sftp.port}/`, user: sftp.user, password: sftp.password, privateKey: null, hostKey: sftp.hostKey };
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((drop) => drop.close()));
  });
  afterAll(() => sandbox.stop());

  describe('as any drop', () => {
    let drop: Drop;
    let other: Drop;
    beforeEach(async () => {
      [drop, other] = [await open(), await open()];
    });
    dropFeatures(() => ({ drop, other, root: sftp.folder }));
  });

  describe('login', () => {
    const secret = 'not the password at all';

    it.each<[string, Partial<DropPlace>, string]>([
      ['a wrong password', { password: secret }, 'drop-refused'],
      ['another user', { user: 'nobody' }, 'drop-refused'],
      ['no user', { user: null }, 'drop-refused'],
      ['nothing to show', { password: null }, 'drop-refused'],
      ['a key nobody can read', { privateKey: secret }, 'drop-refused'],
      ['no fingerprint', { hostKey: null }, 'drop-host-key'],
      ['the fingerprint of another', { hostKey: `SHA256:${createHash('sha256').digest('base64').replace('=', '')}` }, 'drop-host-key'],
      ['a path that cannot be read', { url: 'sftp://localhost/%zz' }, 'drop-refused'],
    ])('is refused with %s', async (_, more, code) => {
      const error: Error = await open(more).then(() => new Error('it was let in'), (refusal) => refusal);
      expect(error).toMatchObject({ name: 'DropRefused', code });
      expect(error.message).not.toContain(secret);
    });

    it.each<[string, () => { readonly privateKey: string; readonly publicKey: string }]>([
      ['ed25519 in the format of OpenSSH', () => freshKey('ed25519')],
      ['RSA in the format of OpenSSH', () => freshKey('rsa')],
      ['RSA in PEM', () => pemKey('pkcs1')],
      ['RSA in PKCS #8', () => pemKey('pkcs8')],
    ])('with a key of %s', async (_, make) => {
      const { privateKey, publicKey } = make();
      await expect(open({ password: null, privateKey })).rejects.toMatchObject({ code: 'drop-refused' });
      await sandbox.script('PUT', '/moso/records/drops/default', { publicKey });
      // Pasted into a form.
      const drop = await open({ password: null, privateKey: `\n${privateKey.replaceAll('\n', '\r\n')}\n` });
      expect(await drop.list('in')).toEqual([]);
      // Each of the two will do.
      await open({ password: secret, privateKey });
      await open({ privateKey: freshKey('rsa').privateKey });
    });

    it('finds neither server nor folder', async () => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      await new Promise((resolve) => taken.close(resolve));
      await expect(open({ url: `sftp://127.0.0.1:${port}/` })).rejects.toThrow('No connection (ECONNREFUSED)');
      await expect(open({ url: 'sftp://none.invalid/' })).rejects.toBeInstanceOf(DropUnavailable);
      await expect(open({ url: `${place.url}none/` })).rejects.toThrow(new DropUnavailable('The folder of the address is not there'));
    });

    it('gives up on a server that never says a word', async () => {
      const mute = new BreakableWire((await silentServer()).port);
      const port = await mute.open();
      await expect(open({ url: `sftp://127.0.0.1:${port}/` }, 300)).rejects.toThrow(new DropUnavailable('No connection in time'));
      await mute.unused();
      await mute.close();
    });
  });

  describe('when the wire', () => {
    let wire: BreakableWire;
    let drop: Drop;

    beforeEach(async () => {
      wire = new BreakableWire(sftp.port);
      writeFileSync(join(sftp.folder, 'in/a.csv'), large);
      drop = await open({ url: `sftp://127.0.0.1:${await wire.open()}/` }, 1_500);
    });
    afterEach(() => wire.close());

    it.each(['break', 'silence'] as const)('%ss in the middle of a read, the read ends with an error', async (fault) => {
      const read = async () => {
        let length = 0;
        for await (const piece of drop.read('in', 'a.csv')) {
          if (length === 0) wire[fault]();
          length += piece.length;
        }
        return length;
      };
      await expect(read()).rejects.toBeInstanceOf(DropUnavailable);
      await expect(drop.list('in')).rejects.toBeInstanceOf(DropUnavailable);
    });

    it('breaks between two calls, the next one says so', async () => {
      wire.break();
      await pause(50);
      await expect(drop.list('in')).rejects.toBeInstanceOf(DropUnavailable);
      await expect(drop.move({ folder: 'in', name: 'a.csv' }, { folder: 'done', name: 'a.csv' })).rejects.toBeInstanceOf(DropUnavailable);
      await expect(contentOf(drop.read('in', 'a.csv'))).rejects.toBeInstanceOf(DropUnavailable);
    });

    it('falls silent, closing takes no longer than a second', async () => {
      const listing = drop.list('in');
      wire.silence();
      const closed = drop.close();
      await expect(listing).rejects.toThrow(new DropUnavailable('The drop was closed'));
      await closed;
      await drop.close();
      await wire.unused();
    });

    it('is waited for by a slow reader, it is not held to be silent', async () => {
      let length = 0;
      for await (const piece of drop.read('in', 'a.csv')) {
        if (length === 0) await pause(1_800);
        length += piece.length;
      }
      expect(length).toBe(large.length);
    });

    it('brings no more than what is read ahead', async () => {
      for await (const _ of drop.read('in', 'a.csv')) if (wire.received > 500_000) break;
      await drop.list('in');
      expect(wire.received).toBeLessThan(1_600_000);
    });
  });
});

function freshKey(type: 'ed25519' | 'rsa'): { readonly privateKey: string; readonly publicKey: string } {
  for (;;) {
    const made = type === 'rsa' ? ssh2.utils.generateKeyPairSync('rsa', { bits: 2048 }) : ssh2.utils.generateKeyPairSync('ed25519');
    // The library drops zeros a key begins with, and cannot read one in two hundred of those it made.
    if (!(ssh2.utils.parseKey(made.private) instanceof Error)) return { privateKey: made.private, publicKey: made.public };
  }
}

function pemKey(type: 'pkcs1' | 'pkcs8'): { readonly privateKey: string; readonly publicKey: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const parsed = ssh2.utils.parseKey(privateKey.export({ format: 'pem', type: 'pkcs1' }));
  if (parsed instanceof Error) throw parsed;
  return { privateKey: String(privateKey.export({ format: 'pem', type })), publicKey: `ssh-rsa ${parsed.getPublicSSH().toString('base64')}` };
}

async function silentServer(): Promise<AddressInfo> {
  const server = createServer().unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}
