import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DropFileGone, DropRefused, DropUnavailable, openDrop, type Drop } from './drop.js';
import { contentOf, dropFeatures } from './testing/drop.features.js';

describe('a drop in a folder', () => {
  let root: string;
  let outside: string;
  let drop: Drop;
  let other: Drop;
  const open = (url: string) => openDrop({ url, user: null, password: null, privateKey: null, hostKey: null }, 1_000);

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'intouch drop-'));
    outside = mkdtempSync(join(tmpdir(), 'intouch-spec-'));
    mkdirSync(join(root, 'in'));
    [drop, other] = [await open(pathToFileURL(`${root}/`).href), await open(pathToFileURL(root).href)];
  });
  afterEach(async () => {
    await drop.close();
    for (const folder of [root, outside]) rmSync(folder, { recursive: true });
  });

  dropFeatures(() => ({ drop, other, root }));

  it('is where its address says, or not there', async () => {
    await expect(open('file:///none/such/')).rejects.toBeInstanceOf(DropUnavailable);
    writeFileSync(join(root, 'file'), '');
    await expect(open(pathToFileURL(join(root, 'file')).href)).rejects.toBeInstanceOf(DropUnavailable);
    for (const url of ['file://server/share', 'https://host/', 'none']) await expect(open(url)).rejects.toMatchObject({ name: 'DropRefused', code: 'drop-refused' });
  });

  it('follows no link to what is outside', async () => {
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(join(outside, 'secret'), join(root, 'in/link'));
    symlinkSync(outside, join(root, 'done'));
    await expect(contentOf(drop.read('in', 'link'))).rejects.toBeInstanceOf(DropFileGone);
    await drop.write('in', 'link', 'changed');
    expect(readFileSync(join(root, 'in/link'), 'utf8')).toBe('changed');
    writeFileSync(join(root, 'in/a'), '');
    await expect(drop.list('done')).rejects.toBeInstanceOf(DropRefused);
    await expect(contentOf(drop.read('done', 'secret'))).rejects.toBeInstanceOf(DropRefused);
    await expect(drop.move({ folder: 'in', name: 'a' }, { folder: 'done', name: 'a' })).rejects.toBeInstanceOf(DropRefused);
    await expect(drop.remove('done', 'secret')).rejects.toBeInstanceOf(DropRefused);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
  });

  it('ends a move that a crash broke off', async () => {
    mkdirSync(join(root, 'done'));
    writeFileSync(join(root, 'in/a'), 'hello');
    linkSync(join(root, 'in/a'), join(root, 'done/a'));
    await drop.move({ folder: 'in', name: 'a' }, { folder: 'done', name: 'a' });
    expect([readdirSync(join(root, 'in')), readFileSync(join(root, 'done/a'), 'utf8')]).toEqual([[], 'hello']);
  });

  it('takes no folder for a file', async () => {
    mkdirSync(join(root, 'in/folder'));
    await expect(contentOf(drop.read('in', 'folder'))).rejects.toBeInstanceOf(DropFileGone);
  });
});
