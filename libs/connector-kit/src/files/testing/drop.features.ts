import { mkdirSync, readdirSync, readFileSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DropFileGone, DropNameTaken, type Drop } from '../drop.js';

/** A drop, and the same once more as another instance has it. */
export interface DropStand {
  readonly drop: Drop;
  readonly other: Drop;
  /** Where the drop is on this machine's disk; holds an empty `in/`. */
  readonly root: string;
}

export async function contentOf(file: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Larger than what is read ahead; no piece of it is like another. */
export const large = Buffer.concat(Array.from({ length: 250_001 }, (_, index) => Buffer.from(String(index).padStart(9, '0'))));

/** What every kind of drop does alike. */
export function dropFeatures(stand: () => DropStand): void {
  const put = (folder: string, name: string, content: string | Buffer): void => {
    mkdirSync(join(stand().root, folder), { recursive: true });
    writeFileSync(join(stand().root, folder, name), content);
  };
  const found = (folder: string, name: string): string => readFileSync(join(stand().root, folder, name), 'utf8');
  const names = (folder: string): string[] => readdirSync(join(stand().root, folder)).sort();
  const a = { folder: 'in', name: 'a.csv' };
  const b = { folder: 'done', name: 'b.csv' };

  it('lists files only, with size and time', async () => {
    put('in', 'a.csv', 'hello');
    put('in', 'b c.csv', '');
    utimesSync(join(stand().root, 'in/a.csv'), 1_700_000_000, 1_700_000_000);
    mkdirSync(join(stand().root, 'in/folder'));
    symlinkSync('/etc/passwd', join(stand().root, 'in/link'));
    expect([...(await stand().drop.list('in'))].sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual([
      { name: 'a.csv', size: 5, modifiedAt: 1_700_000_000_000 },
      { name: 'b c.csv', size: 0, modifiedAt: expect.any(Number) },
    ]);
  });

  it('lists nothing where the folder is missing, and everything where there is much', async () => {
    expect(await stand().drop.list('quarantine')).toEqual([]);
    for (let index = 0; index < 450; index++) put('in', `${index}`, '');
    expect(await stand().drop.list('in')).toHaveLength(450);
  });

  it('leaves out names that would lead elsewhere or nowhere', async () => {
    put('in', 'a\\b', '');
    put('in', 'good', '');
    const undecodable = Buffer.concat([Buffer.from(join(stand().root, 'in/')), Buffer.of(0xff)]);
    writeFileSync(undecodable, '');
    expect((await stand().drop.list('in')).map(({ name }) => name)).toEqual(['good']);
    // Nobody could remove it by what a listing says.
    unlinkSync(undecodable);
  });

  it.each([0, 1, 30 * 1024 - 1, 30 * 1024, 30 * 1024 + 1, large.length])('reads %d bytes in order', async (length) => {
    put('in', 'a.csv', large.subarray(0, length));
    const content = await contentOf(stand().drop.read('in', 'a.csv'));
    expect(content.equals(large.subarray(0, length))).toBe(true);
  });

  it('goes on after a read that was not taken to its end', async () => {
    put('in', 'a.csv', large);
    for (let time = 0; time < 3; time++) {
      for await (const piece of stand().drop.read('in', 'a.csv')) {
        expect(large.subarray(0, piece.length).equals(piece)).toBe(true);
        break;
      }
    }
    expect(await stand().drop.list('in')).toHaveLength(1);
  });

  it('moves once, making the folder, and knows that it was done already', async () => {
    put('in', 'a.csv', 'hello');
    await stand().drop.move(a, b);
    await stand().drop.move(a, b);
    await stand().other.move(a, b);
    expect([names('in'), found('done', 'b.csv')]).toEqual([[], 'hello']);
  });

  it('moves into a folder that is there', async () => {
    put('done', 'other', '');
    put('in', 'a.csv', 'hello');
    await stand().drop.move(a, b);
    expect(names('done')).toEqual(['b.csv', 'other']);
  });

  it('never moves over another file', async () => {
    put('in', 'a.csv', 'new');
    put('done', 'b.csv', 'old');
    await expect(stand().drop.move(a, b)).rejects.toBeInstanceOf(DropNameTaken);
    expect([found('in', 'a.csv'), found('done', 'b.csv')]).toEqual(['new', 'old']);
  });

  it('loses nothing when two move the same file at the same time', async () => {
    for (let time = 0; time < 20; time++) put('in', `${time}`, `${time}`);
    const moves = Array.from({ length: 20 }, (_, time) => [stand().drop, stand().other].map((drop) => drop.move({ folder: 'in', name: `${time}` }, { folder: 'done', name: `${time}` })));
    await Promise.allSettled(moves.flat());
    expect([names('in'), names('done').length]).toEqual([[], 20]);
    expect(found('done', '7')).toBe('7');
  });

  it('says of a file that is gone that it is', async () => {
    await expect(contentOf(stand().drop.read('in', 'a.csv'))).rejects.toBeInstanceOf(DropFileGone);
    await expect(contentOf(stand().drop.read('none', 'a.csv'))).rejects.toBeInstanceOf(DropFileGone);
    await expect(stand().drop.move(a, b)).rejects.toBeInstanceOf(DropFileGone);
    await expect(stand().drop.move({ folder: 'none', name: 'a.csv' }, b)).rejects.toBeInstanceOf(DropFileGone);
  });

  it('writes over what is there, making the folder', async () => {
    await stand().drop.write('quarantine', 'a.reason.json', '{"reason":"too long by far"}');
    await stand().drop.write('quarantine', 'a.reason.json', '{"reason":"ä"}');
    await stand().drop.write('quarantine', 'empty', '');
    expect([found('quarantine', 'a.reason.json'), found('quarantine', 'empty')]).toEqual(['{"reason":"ä"}', '']);
  });

  it('says of a folder that cannot be made that somebody must see to it', async () => {
    put('in', 'a.csv', 'hello');
    put('.', 'shelf', 'a file');
    await expect(stand().drop.move(a, { folder: 'shelf', name: 'a.csv' })).rejects.toMatchObject({ name: 'DropRefused', message: 'A folder cannot be made' });
    await expect(stand().drop.write('shelf', 'a.reason.json', '')).rejects.toMatchObject({ name: 'DropRefused', message: 'A folder cannot be made' });
    expect([found('in', 'a.csv'), found('.', 'shelf')]).toEqual(['hello', 'a file']);
    unlinkSync(join(stand().root, 'shelf'));
  });

  it('removes, and does not miss what is not there', async () => {
    put('in', 'a.csv.done', '');
    await stand().drop.remove('in', 'a.csv.done');
    await stand().drop.remove('in', 'a.csv.done');
    await stand().drop.remove('none', 'a.csv.done');
    expect(names('in')).toEqual([]);
  });

  it.each(['../b.csv', '..', '.', '', 'a/b', 'a\\b', 'a\0b'])('takes no name like %j', async (name) => {
    const { drop } = stand();
    put('in', 'a.csv', 'hello');
    const bad = { folder: 'in', name };
    const calls = [() => contentOf(drop.read('in', name)), () => drop.move(bad, a), () => drop.move(a, bad), () => drop.write('in', name, ''), () => drop.remove('in', name)];
    const folders = [() => drop.list(name), () => contentOf(drop.read(name, 'a')), () => drop.move(a, { folder: name, name: 'a' }), () => drop.write(name, 'a', ''), () => drop.remove(name, 'a')];
    for (const call of [...calls, ...folders]) await expect(call()).rejects.toBeInstanceOf(TypeError);
    expect(names('in')).toEqual(['a.csv']);
  });
}
