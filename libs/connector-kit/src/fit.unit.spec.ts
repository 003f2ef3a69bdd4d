import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clean, Fitting } from './fit.js';

const today = '2026-11-25';

/** The content under one key after one rule, and the codes of its warnings. */
function fitted(rule: (fitting: Fitting) => void): [unknown, ...string[]] {
  const fitting = new Fitting();
  rule(fitting);
  return ['k' in fitting.content ? fitting.content['k'] : undefined, ...fitting.warnings.map(({ code }) => code)];
}

describe('clean', () => {
  it.each([
    ['  Jane   Doe ', 'Jane Doe'],
    ['Jane\u0000\u0007Doe\u0085', 'Jane Doe'],
    ['a\u00a0\u2003b\r\n\tc', 'a b c'],
    ['Jose\u0301', 'José'],
    ['half \ud83d', 'half \ufffd'],
    [' \n\t ', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('%j becomes %j', (value, wanted) => expect(clean(value)).toBe(wanted));
});

describe('cut', () => {
  const cut = (value: string | null, length: number) => fitted((it) => it.cut('k', value, length));
  it.each([
    ['Jane', 4, ['Jane']],
    ['Janet', 4, ['Jane', 'truncated']],
    ['Mary Ann', 5, ['Mary', 'truncated']],
    ['😀😀😀', 2, ['😀😀', 'truncated']],
    ['😀😀', 2, ['😀😀']],
    // One character once composed; a mark that has no composed form counts by itself.
    ['e\u0301e\u0301', 2, ['éé']],
    ['q\u0323q', 2, ['q\u0323', 'truncated']],
    [' ', 3, [null]],
    [null, 3, [null]],
  ] as const)('%j to %i', (value, length, wanted) => expect(cut(value, length)).toEqual(wanted));

  it('never keeps more than asked for, nor a space at the end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (value, length) => {
        const [kept] = cut(value, length);
        expect(kept === null || ([...(kept as string)].length <= length && (kept as string).trim() === kept && (kept as string).isWellFormed())).toBe(true);
      }),
    );
  });

  it('names the field and the value before and after', () => {
    const fitting = new Fitting();
    fitting.cut('city', 'Llanfairpwll', 5);
    expect(fitting.warnings[0]!.detail).toMatch(/city.*"Llanfairpwll".*"Llanf"/);
  });
});

describe('phone10', () => {
  it.each([
    ['6142009000', ['6142009000']],
    ['(614) 200-9000', ['6142009000']],
    ['+1 614.200.9000', ['6142009000']],
    ['16142009000', ['6142009000']],
    ['614-200-9000 x12', ['6142009000', 'extension-dropped']],
    ['614-200-9000 EXT. 12', ['6142009000', 'extension-dropped']],
    ['614-200-9000Ext12', ['6142009000', 'extension-dropped']],
    ['614 200 9000 X', ['6142009000', 'extension-dropped']],
    ['26142009000', [undefined, 'omitted-invalid']],
    ['61420090001', [undefined, 'omitted-invalid']],
    ['614200900', [undefined, 'omitted-invalid']],
    ['+44 20 7946 0958', [undefined, 'omitted-invalid']],
    ['x12', [null]],
    ['none', [null]],
    ['', [null]],
    [null, [null]],
  ])('%j', (value, wanted) => expect(fitted((it) => it.phone10('k', value))).toEqual(wanted));
});

describe('state2', () => {
  it.each([
    ['OH', ['OH']],
    [' oh ', ['OH']],
    ['ohio', ['OH']],
    ['NEW  york', ['NY']],
    ['District of Columbia', ['DC']],
    ['Puerto Rico', ['PR']],
    ['québec', [undefined, 'omitted-invalid']],
    ['Quebec', ['QC']],
    ['yt', ['YT']],
    ['ZZ', [undefined, 'omitted-invalid']],
    ['Ohi', [undefined, 'omitted-invalid']],
    ['', [null]],
  ])('%j', (value, wanted) => expect(fitted((it) => it.state2('k', value))).toEqual(wanted));
});

describe('zip', () => {
  it.each([
    ['43004', ['43004']],
    ['43004-1234', ['43004-1234']],
    ['k1a 0b1', ['K1A 0B1']],
    ['43004-12345', [undefined, 'omitted-invalid']],
    [null, [null]],
  ])('%j', (value, wanted) => expect(fitted((it) => it.zip('k', value, 10))).toEqual(wanted));
});

describe('email', () => {
  it.each([
    ['Jane@Example.com', ['Jane@Example.com']],
    [' jane@example.com ', ['jane@example.com']],
    ['jane@localhost', ['jane@localhost']],
    ['jane doe@example.com', [undefined, 'omitted-invalid']],
    ['jane@@example.com', [undefined, 'omitted-invalid']],
    ['@example.com', [undefined, 'omitted-invalid']],
    ['jane@', [undefined, 'omitted-invalid']],
    ['jane', [undefined, 'omitted-invalid']],
    [`${'j'.repeat(9)}@example.com`, [undefined, 'omitted-invalid']],
    ['', [null]],
  ])('%j', (value, wanted) => expect(fitted((it) => it.email('k', value, 20))).toEqual(wanted));
});

describe('date', () => {
  it.each([
    ['1990-04-02', ['1990-04-02']],
    ['1900-01-01', ['1900-01-01']],
    ['2024-02-29', ['2024-02-29']],
    [today, [today]],
    ['1899-12-31', [undefined, 'omitted-invalid']],
    ['2026-11-26', [undefined, 'omitted-invalid']],
    ['2023-02-29', [undefined, 'omitted-invalid']],
    ['04/02/1990', [undefined, 'omitted-invalid']],
    [null, [null]],
  ])('%j', (value, wanted) => expect(fitted((it) => it.date('k', value, today))).toEqual(wanted));
});

it('plain keeps false and zero, and leaves out only what is not told', () => {
  const fitting = new Fitting();
  fitting.plain('zero', 0);
  fitting.plain('no', false);
  fitting.plain('absent', undefined);
  expect(fitting.content).toEqual({ zero: 0, no: false });
});
