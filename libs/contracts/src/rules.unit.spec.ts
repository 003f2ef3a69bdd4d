import { describe, expect, it } from '@jest/globals';
import { IsString, validateSync } from 'class-validator';
import { IsAttributes, IsCalendarDate, isCalendarDate, IsInstant, isInstant, IsInTouchId, IsTextMap, Maybe, MaybeAbsent } from './rules.js';

function broken(payload: new () => object, value: object): string[] {
  const errors = validateSync(Object.assign(new payload(), value), { forbidUnknownValues: false });
  return errors.flatMap((error) => Object.values(error.constraints ?? {}));
}

describe('an instant', () => {
  it.each(['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.123456Z', '2026-11-22t09:30:00z', '2026-11-22T09:30:00+05:30', '2024-02-29T23:59:59-08:00'])(
    'may be %s',
    (text) => expect(isInstant(text)).toBe(true),
  );

  it.each([
    '2026-11-22', '2026-11-22T09:30:00', '2026-11-22 09:30:00Z', '2026-11-22T09:30Z', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z',
    '2026-11-22T25:00:00Z', '2026-11-22T09:61:00Z', '', '0', null, undefined, 0, {}, ['2026-11-22T09:30:00Z'],
  ])('is not %p', (value) => expect(isInstant(value)).toBe(false));
});

describe('a calendar date', () => {
  it.each(['2026-11-22', '2024-02-29', '1900-01-01'])('may be %s', (text) => expect(isCalendarDate(text)).toBe(true));

  it.each(['2026-02-29', '2026-04-31', '2026-00-10', '2026-1-1', '22.11.2026', '2026-11-22T00:00:00Z', '', null, 20261122])('is not %p', (value) =>
    expect(isCalendarDate(value)).toBe(false),
  );
});

describe('the rules', () => {
  class Thing {
    @IsInTouchId() id!: string;
    @Maybe() @IsString() maybe?: string | null;
    @MaybeAbsent() @IsString() maybeAbsent?: string;
    @Maybe() @IsInstant() at?: string;
    @Maybe() @IsCalendarDate() on?: string;
    @Maybe() @IsAttributes() form?: unknown;
    @Maybe() @IsTextMap() texts?: unknown;
  }

  it('pass what is right', () => {
    const form = { a: 'x', b: 1, c: true, d: null, e: ['x', 2, false], f: [] };
    expect(broken(Thing, { id: 'A-1._z', maybe: null, at: '2026-11-22T09:30:00Z', on: '2026-11-22', form, texts: { a: null, b: 'x'.repeat(500) } })).toEqual([]);
  });

  it.each(['', 'a b', 'a:b', 'ü', 'x'.repeat(37), 5, null, undefined])('want an id of 1 to 36 plain characters, not %p', (id) => {
    expect(broken(Thing, { id })).toEqual(['id must be 1 to 36 characters of A-Z a-z 0-9 . _ -']);
  });

  it('tell absent from null where that matters', () => {
    expect(broken(Thing, { id: 'a', maybeAbsent: null })).toEqual(['maybeAbsent must be a string']);
    expect(broken(Thing, { id: 'a', maybeAbsent: undefined, maybe: undefined })).toEqual([]);
  });

  it.each([[[]], ['text'], [{ a: {} }], [{ a: [null] }], [{ a: [[1]] }], [7]])('want forms to be flat: not %p', (form) => {
    expect(broken(Thing, { id: 'a', form })).toEqual(['form must be an object whose values are text, numbers, booleans or lists of them']);
  });

  it.each([[[]], [{ a: 1 }], [{ a: 'x'.repeat(501) }]])('want maps of texts: not %#', (texts) => {
    expect(broken(Thing, { id: 'a', texts })).toEqual(['texts must be an object whose values are texts of at most 500 characters']);
  });

  it('say which field is wrong and how, never with its value', () => {
    expect(broken(Thing, { id: 'a', at: 'anna@example.com', on: 'anna' }).join()).not.toContain('anna');
  });
});
