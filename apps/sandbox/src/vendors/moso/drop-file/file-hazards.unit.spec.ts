import { beforeEach, describe, expect, it } from '@jest/globals';
import { contentOf, frozenAt, header2, janeRow, mosoCalls } from '../../../testing/moso-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';

describe('the file hazards of MoSoClub', () => {
  const { script, drop, lines, update } = mosoCalls(playSandbox());
  const text = async (hazards: unknown[], more: object = {}) => {
    const { body } = await drop({ ids: 'all', deliver: false, hazards, ...more });
    return { text: contentOf(body).toString('latin1'), rows: body.rows };
  };
  const plain = async () => lines();
  /** The lines that are not as they would be, by number. */
  const changed = async (...hazards: unknown[]) => {
    const [good, bad] = [await plain(), await lines({ hazards })];
    return Object.fromEntries(bad.map((line, index) => [index, line] as const).filter(([index, line]) => line !== good[index]));
  };

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('file-zero-byte and file-header-only', async () => {
    expect(await text(['file-zero-byte'])).toEqual({ text: '', rows: 0 });
    expect(await text(['file-header-only'])).toEqual({ text: `${header2}\r\n`, rows: 0 });
  });

  it('file-truncated-last-row cuts in the middle', async () => {
    const whole = (await text([])).text;
    const last = whole.split('\r\n').at(-2)!;
    expect(await text(['file-truncated-last-row'])).toEqual({ text: whole.slice(0, -(last.length + 2)) + last.slice(0, last.length >> 1), rows: 6 });
    expect((await text(['file-truncated-last-row'], { rows: [], ids: null })).text).toBe(`${header2}\r\n`);
  });

  it('newline-in-field and stray-quote', async () => {
    expect((await text(['newline-in-field'])).text).toContain('102284,Jane,Doe,"12 Main St, Apt 3\r\nSuite 2",Boston');
    expect(await changed('stray-quote')).toEqual({ 1: janeRow.replace('"12 Main St, Apt 3"', '"12" Oak"') });
  });

  it('zip-zero-lost and trailing-space-code, in all rows', async () => {
    expect(await changed('zip-zero-lost')).toEqual({ 1: janeRow.replace('02134', '2134') });
    const codes = Object.values(await changed('trailing-space-code')).map((line) => line.split(',').slice(-7)[0]);
    expect(codes).toEqual(['GOLD ', 'GUEST ', 'GOLD ', 'GOLD ', 'SILV ', 'ZZZ9 ']);
  });

  it('duplicate-id has the earlier phone', async () => {
    expect(await changed('duplicate-id')).toEqual({ 7: janeRow.replace('(617) 200-1001', '(617) 200-9999') });
    await update({ ID: '102284', Phone3: '6172001009' });
    await update({ ID: '102284', City: 'Boston' });
    const all = await lines({ hazards: ['duplicate-id'] });
    expect([all[1], all[7]]).toEqual([janeRow.replace('(617) 200-1001', '(617) 200-1009'), janeRow]);
    expect((await text(['duplicate-id'])).rows).toBe(7);
  });

  it('one field of the first row, or one word of all', async () => {
    expect(await changed('unknown-membership-type')).toEqual({ 1: janeRow.replace('GOLD', 'ZZZ9') });
    expect(await changed('wrong-club-row')).toEqual({ 1: janeRow.replace(',001,', ',999,') });
    expect(await changed('bad-date')).toEqual({ 1: janeRow.replace('7/8/2024', '31/31/2024') });
    expect(await changed('renamed-status')).toEqual({ 3: (await plain())[3]!.replace('Terminated', 'Cancelled') });
    expect((await changed('null-date-1900'))[2]).toBe((await plain())[2]!.replace('6/8/2024,,,', '6/8/2024,1/1/1900,1/1/1900,'));
  });

  it('bad-rows lose their last field', async () => {
    const without = (line: string) => line.slice(0, line.lastIndexOf(','));
    const good = await plain();
    expect(await changed('bad-rows')).toEqual({ 1: without(good[1]!), 2: without(good[2]!), 3: without(good[3]!) });
    expect(await changed({ name: 'bad-rows', params: { count: 1 } })).toEqual({ 1: without(good[1]!) });
  });

  it('extra-column and missing-column', async () => {
    const extra = await lines({ hazards: ['extra-column'] });
    expect(extra.slice(0, 2)).toEqual([header2.replace('LastName', 'SimExtra,LastName').replace('FirstName,', 'FirstName,'), janeRow.replace('Jane,', 'Jane,extra,')]);
    const missing = await lines({ hazards: ['missing-column'] });
    expect(missing.slice(0, 2)).toEqual([header2.replace('Membership_Type,', ''), janeRow.replace('GOLD,', '')]);
  });

  it('utf8-bom, whatever the encoding', async () => {
    await script('PUT', '/records/members/102284', { FirstName: 'Zoë' });
    const content = contentOf((await drop({ ids: ['102284'], deliver: false, hazards: ['utf8-bom'] })).body);
    expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(content.toString('utf8')).toContain('Zoë');
  });

  it('do nothing to rows that are not there, and come together', async () => {
    const all = ['newline-in-field', 'zip-zero-lost', 'duplicate-id', 'bad-date', 'bad-rows', 'null-date-1900', 'extra-column'];
    expect((await text(all, { ids: null })).text).toBe(`${header2.replace('LastName', 'SimExtra,LastName')}\r\n`);
    const [, first, second] = await lines({ hazards: ['zip-zero-lost', 'wrong-club-row', { name: 'bad-rows', params: { count: 1 } }, 'extra-column'] });
    expect(first).toBe(janeRow.replace('02134', '2134').replace(',001,', ',999,').replace('Jane,', 'Jane,extra,').replace(',Smith', ''));
    expect(second).toContain('Gus,extra,');
  });
});
