import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import ssh2 from 'ssh2';
import { startSandbox } from '../../../start-sandbox.js';
import { mosoCalls, SftpClient } from '../../../testing/moso-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { until } from '../../../testing/until.js';

describe('the SFTP server of MoSoClub', () => {
  const { script, sftp } = mosoCalls(playSandbox());
  const outside = mkdtempSync(join(tmpdir(), 'intouch-spec-'));
  let view: Awaited<ReturnType<typeof sftp>>;
  let client: SftpClient;
  const login = (more: object = {}) => SftpClient.connect({ host: view.host, port: view.port, username: view.user, password: view.password, ...more });

  beforeEach(async () => {
    await script('POST', '/reset');
    view = await sftp();
    client = await login();
  });
  afterEach(() => client.end());
  afterAll(() => rmSync(outside, { recursive: true }));

  const code = (call: Promise<unknown>) => call.then(() => 'OK', (error: any) => error.code);

  it('says where it is, and which key it has', async () => {
    expect(view).toEqual({
      host: '127.0.0.1', port: expect.any(Number), user: 'sandbox', password: 'sandbox', hostKey: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/), folder: expect.any(String),
    });
    let shown = '';
    const hostVerifier = (key: Buffer): boolean => {
      shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace('=', '')}`;
      return true;
    };
    (await login({ hostVerifier })).end();
    expect(shown).toBe(view.hostKey);
    expect(readdirSync(view.folder).sort()).toEqual(['done', 'in', 'quarantine']);
    expect((await script('GET', '/records/drops/default')).body).toMatchObject({ url: `sftp://127.0.0.1:${view.port}/`, user: 'sandbox', password: 'sandbox' });
  });

  it('lets in one user only, by password or by the key of drops/default', async () => {
    const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
    const other = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).private;
    const noPassword = { password: undefined };
    for (const wrong of [{ password: 'wrong' }, { password: '' }, { username: 'root' }, { ...noPassword, privateKey }, noPassword]) {
      await expect(login(wrong)).rejects.toMatchObject({ level: 'client-authentication' });
    }
    await script('PUT', '/records/drops/default', { publicKey });
    (await login({ ...noPassword, privateKey })).end();
    await expect(login({ ...noPassword, privateKey: other })).rejects.toMatchObject({ level: 'client-authentication' });
    await expect(login({ ...noPassword, username: 'root', privateKey })).rejects.toMatchObject({ level: 'client-authentication' });
  });

  it('writes, lists, reads, moves and removes files on disk', async () => {
    await client.write('/in/a.csv', 'hello');
    expect(readFileSync(join(view.folder, 'in/a.csv'), 'utf8')).toBe('hello');
    const [entry] = await client.list('in');
    expect(entry).toMatchObject({ filename: 'a.csv', longname: expect.stringMatching(/^-rw.* 5 .* a\.csv$/), attrs: { size: 5 } });
    expect(entry!.attrs.isFile()).toBe(true);
    expect(Math.abs(entry!.attrs.mtime - Date.now() / 1000)).toBeLessThan(60);
    expect(String(await client.read('in/a.csv'))).toBe('hello');
    expect((await client.ask('stat', 'in/../in/a.csv')).size).toBe(5);
    await client.ask('rename', 'in/a.csv', '/done/a.csv.1234');
    expect([readdirSync(join(view.folder, 'in')), readdirSync(join(view.folder, 'done'))]).toEqual([[], ['a.csv.1234']]);
    await client.ask('unlink', 'done/a.csv.1234');
    expect(await client.list('/done')).toEqual([]);
  });

  it('never moves over what is there, as OpenSSH', async () => {
    await client.write('in/a', 'a');
    await client.write('done/a', 'old');
    expect(await code(client.ask('rename', 'in/a', 'done/a'))).toBe(4);
    expect([String(await client.read('in/a')), String(await client.read('done/a'))]).toEqual(['a', 'old']);
    await client.ask('mkdir', 'in/folder');
    expect(await code(client.ask('rename', 'in/folder', 'done'))).toBe(4);
    await client.ask('rename', 'in/folder', 'done/folder');
    expect(await code(client.ask('rename', 'in/none', 'in/any'))).toBe(2);
    expect(await code(client.ask('rename', 'in/a', 'none/a'))).toBe(2);
  });

  it('makes and removes folders, and answers what cannot be done by its code', async () => {
    await client.ask('mkdir', 'more');
    expect((await client.ask('stat', 'more')).isDirectory()).toBe(true);
    expect(await code(client.ask('mkdir', 'more'))).toBe(4);
    await client.write('more/file', 'x');
    expect(await code(client.ask('rmdir', 'more'))).toBe(4);
    await client.ask('unlink', 'more/file');
    await client.ask('rmdir', 'more');
    for (const call of [client.ask('stat', 'more'), client.read('more/file'), client.list('more'), client.ask('unlink', 'more'), client.ask('setstat', 'more', { mode: 0o600 })]) {
      expect(await code(call)).toBe(2);
    }
    expect(await code(client.ask('symlink', 'in', 'link'))).toBe(8);
    expect(await client.ask('realpath', '.')).toBe('/');
    expect(await client.ask('realpath', '../in/./x')).toBe('/in/x');
  });

  it('keeps handles open, honours offsets and ends at the end', async () => {
    await client.write('in/a', '0123456789');
    const handle = await client.ask('open', 'in/a', 'r');
    await client.ask('unlink', 'in/a');
    const read = async (offset: number, length: number) => {
      const buffer = Buffer.alloc(length);
      const count: number = await client.ask('read', handle, buffer, 0, length, offset);
      return buffer.toString('latin1', 0, count);
    };
    expect([await read(3, 4), await read(8, 10), await read(10, 5)]).toEqual(['3456', '89', '']);
    expect((await client.ask('fstat', handle)).size).toBe(10);
    await client.ask('fsetstat', handle, { mode: 0o600 });
    await client.ask('close', handle);
    expect(await code(client.ask('close', handle))).toBe(4);
    expect(await code(client.ask('fstat', handle))).toBe(4);
    await client.write('in/b', 'one');
    const end = await client.ask('open', 'in/b', 'a');
    await client.ask('write', end, Buffer.from('two'), 0, 3, 3);
    await client.ask('close', end);
    expect(String(await client.read('in/b'))).toBe('onetwo');
    expect(await code(client.ask('open', 'in/b', 'wx'))).toBe(4);
  });

  it('reads and writes a file of megabytes whole', async () => {
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    await client.write('in/big', content);
    expect((await client.read('in/big')).equals(content)).toBe(true);
    await client.ask('fastGet', 'in/big', join(outside, 'big'));
    expect(readFileSync(join(outside, 'big')).equals(content)).toBe(true);
  });

  it('lists hundreds of files', async () => {
    for (let index = 0; index < 450; index++) writeFileSync(join(view.folder, 'in', `f${index}`), '');
    expect(await client.list('in')).toHaveLength(450);
  });

  it('never leaves its folder', async () => {
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(outside, join(view.folder, 'in/away'));
    symlinkSync(join(outside, 'secret'), join(view.folder, 'in/one'));
    symlinkSync(join(outside, 'new'), join(view.folder, 'in/nowhere'));
    symlinkSync(join(view.folder, 'done'), join(view.folder, 'in/inside'));
    for (const path of ['in/away/secret', 'in/one', 'in/away']) expect(await code(client.ask('stat', path))).toBe(3);
    expect(await code(client.read('in/one'))).toBe(3);
    expect(await code(client.list('in/away'))).toBe(3);
    expect(await code(client.write('in/nowhere', 'x'))).toBe(2);
    expect(await code(client.write('in/away/new', 'x'))).toBe(3);
    for (const path of [`../../../..${outside}/secret`, `${outside}/secret`]) expect(await code(client.read(path))).toBe(2);
    await client.write('in/inside/../x', 'x');
    await client.write('in/inside/y', 'y');
    expect(readdirSync(join(view.folder, 'done'))).toEqual(['y']);
    expect((await client.ask('lstat', 'in/one')).isSymbolicLink()).toBe(true);
    await client.ask('unlink', 'in/one');
    expect(readdirSync(outside).sort()).toEqual(['big', 'secret']);
  });

  it('is emptied by a reset, whoever has put something there', async () => {
    writeFileSync(join(view.folder, 'in/a'), 'a');
    mkdirSync(join(view.folder, 'done/deep/er'), { recursive: true });
    rmSync(join(view.folder, 'quarantine'), { recursive: true });
    await script('PUT', '/records/drops/default', { url: 'sftp://elsewhere/' });
    await script('POST', '/reset', { fixture: 'empty' });
    expect(['in', 'done', 'quarantine'].map((name) => readdirSync(join(view.folder, name)))).toEqual([[], [], []]);
    expect((await script('GET', '/records/drops/default')).body.url).toBe(`sftp://127.0.0.1:${view.port}/`);
  });
});

describe('starting and ending the SFTP server', () => {
  const viewOf = async (url: string) => (await fetch(`${url}/__sandbox/moso/sftp`)).json() as Promise<{ port: number; folder: string }>;

  it('takes another port where that may be, and else says that it is taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port: sftpPort } = taken.address() as AddressInfo;
    await expect(startSandbox({ sftpPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const moved = await startSandbox({ sftpPort, sftpPortMayMove: true });
    expect((await viewOf(moved.url)).port).not.toBe(sftpPort);
    await moved.close();
    await new Promise((resolve) => taken.close(resolve));
    const there = await startSandbox({ sftpPort });
    expect((await viewOf(there.url)).port).toBe(sftpPort);
    await there.close();
  });

  it('breaks off all connections and leaves no folder behind', async () => {
    const sandbox = await startSandbox();
    const { port, folder } = await viewOf(sandbox.url);
    const client = await SftpClient.connect({ host: '127.0.0.1', port, username: 'sandbox', password: 'sandbox' });
    let isClosed = false;
    client.onClose(() => (isClosed = true));
    await sandbox.close();
    await until(() => isClosed);
    expect(existsSync(folder)).toBe(false);
  });
});
