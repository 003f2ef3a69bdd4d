import { describe, expect, it } from '@jest/globals';
import { keysOf, normaliseBirthDate, normaliseEmail, normaliseMobile, normaliseName } from './normalise.js';

describe('normaliseName', () => {
  it.each([
    ['Mary-Ann', 'maryann'], ['MARY ANN', 'maryann'], ['maryann', 'maryann'], ['  Mary.Ann ', 'maryann'],
    ["O'Brien", 'obrien'], ['O’BRIEN', 'obrien'], ['Oʼbrien', 'obrien'], ['O`Brien', 'obrien'],
    ['José', 'jose'], ['JOSE', 'jose'], ['Jose\u0301', 'jose'],
    ['Strauß', 'strauss'], ['STRAUSS', 'strauss'], ['STRAUẞ', 'strauss'],
    ['Ægir', 'aegir'], ['Ǽgir', 'aegir'], ['Œuvre', 'oeuvre'], ['Søren', 'soren'], ['Ǿ', 'o'], ['Łukasz', 'lukasz'],
    ['Đorđe', 'dorde'], ['Guðrún', 'gudrun'], ['Þór', 'thor'], ['Işıl', 'isil'], ['IŞIL', 'isil'], ['İpek', 'ipek'],
    ['Zoë 2nd', 'zoe2nd'], ['Smith Jr', 'smithjr'], ['Smith Jr.', 'smithjr'],
    ['John', 'john'], ['李小龍', '李小龍'], ['Ольга', 'ольга'], ['ΠΑΠΑΣ', 'παπασ'], ['Παπας', 'παπασ'],
    ['محمد', 'محمد'], ['٣', '٣'],
  ])('reads %s as %s', (value, expected) => expect(normaliseName(value)).toBe(expected));

  it.each([[null], [undefined], [''], ['   '], ['-'], ["'.'"], ['???'], ['\u0301'], ['🙂'], ['\ud800']])(
    'finds no name in %j', (value) => expect(normaliseName(value)).toBeNull(),
  );

  it('keeps suffixes and knows no nicknames', () => {
    expect(normaliseName('Smith Jr')).not.toBe(normaliseName('Smith'));
    expect(normaliseName('Bob')).not.toBe(normaliseName('Robert'));
  });
});

describe('normaliseEmail', () => {
  it.each([
    ['Ana@Example.COM', 'ana@example.com'], ['  ana@example.com\n', 'ana@example.com'],
    ['mailto:ana@example.com', 'ana@example.com'], ['MAILTO:Ana@example.com', 'ana@example.com'],
    ['ana@example.com', 'ana@example.com'], ['a.n.a@gmail.com', 'a.n.a@gmail.com'],
    ['ana+gym@gmail.com', 'ana+gym@gmail.com'], ["o'brien@a.co.uk", "o'brien@a.co.uk"],
    ['ana@test.com', 'ana@test.com'], ['ana@email.com', 'ana@email.com'], ['nobody2@none.com', 'nobody2@none.com'],
    ['example@example.com', 'example@example.com'], ['none.such@a.com', 'none.such@a.com'],
  ])('reads %s as %s', (value, expected) => expect(normaliseEmail(value)).toBe(expected));

  it('lets dots and tags count', () => {
    expect(normaliseEmail('ana@gmail.com')).not.toBe(normaliseEmail('a.na@gmail.com'));
    expect(normaliseEmail('ana@gmail.com')).not.toBe(normaliseEmail('ana+x@gmail.com'));
  });

  it.each([
    'none', 'noemail', 'no', 'na', 'n/a', 'nobody', 'test', 'unknown', 'x', 'null', 'donotreply', 'noreply',
  ])('takes the local part %s for a placeholder anywhere', (local) => {
    expect(normaliseEmail(`${local}@club.com`)).toBeNull();
    expect(normaliseEmail(`${local.toUpperCase()}@none.com`)).toBeNull();
  });

  it.each([
    'none@none.com', 'noemail@noemail.com', 'na@na.com', 'test@test.com', 'example@example.invalid', 'nomail@nomail.com',
    'email@email.com',
  ])('takes %s for a placeholder', (value) => expect(normaliseEmail(value)).toBeNull());

  it.each([
    [null], [undefined], [''], ['ana'], ['ana@'], ['@example.com'], ['ana@example'], ['ana@@example.com'], ['a@b@c.com'],
    ['an a@example.com'], ['ana@exam ple.com'], ['ana@example.com bob@example.com'], ['ana@example.com;bob@example.com'],
    ['ana@.com'], ['ana@example.'], ['ana@example..com'], ['Ana <ana@example.com>'], ['mailto:'], ['mailto:mailto:a@b.com'],
    ['ana\u0000@example.com'], ['n/a'],
  ])('finds no address in %j', (value) => expect(normaliseEmail(value)).toBeNull());
});

describe('normaliseMobile', () => {
  it.each([
    ['617-555-0100', 'US', '+16175550100'], ['(617) 555-0100', 'US', '+16175550100'], ['1 617 555 0100', 'US', '+16175550100'],
    ['+1 617 555 0100', 'DE', '+16175550100'], ['0171 2345678', 'DE', '+491712345678'], ['+49 171 2345678', 'US', '+491712345678'],
    ['(617) 555-0100 x12', 'US', '+16175550100'], ['617-555-0100 ext. 12', 'US', '+16175550100'],
    ['617.555.0100#12', 'US', '+16175550100'], ['tel:+1-617-555-0100;ext=12', 'US', '+16175550100'],
    ['617-555-0100 (Mom)', 'US', '+16175550100'], ['٦١٧٥٥٥٠١٠٠', 'US', '+16175550100'], ['６１７５５５０１００', 'US', '+16175550100'],
    ['6175550100', 'us', '+16175550100'],
    // fits no plan: its digits
    ['555-0100', 'US', '5550100'], ['555-0100 x12', 'US', '5550100'], ['123456789012345', 'US', '123456789012345'],
    ['6175550100', 'ZZ', '6175550100'], ['6175550100', '', '6175550100'],
  ])('reads %s in %s as %s', (value, country, expected) => expect(normaliseMobile(value, country)).toBe(expected));

  it.each([
    [null], [undefined], [''], ['none'], ['555010'], ['1234567890123456'], ['617-555-0100 or 617-555-0199'],
    ['0000000000'], ['000-0000'], ['5555555555'], ['+1 555 555 5555'], ['1-555-555-5555'], ['1111111'], ['9999999999 x1'],
    ['1234567890'], ['123-456-7890'], ['+1 123 456 7890'], ['0123456789'], ['x12'],
  ])('finds no number in %j', (value) => expect(normaliseMobile(value, 'US')).toBeNull());

  it('reads a hostile text in linear time', () => {
    const started = performance.now();
    for (const text of ['x 1', ' ', 'x', '1x', 'x1 ', '#', '(']) normaliseMobile(text.repeat(50_000), 'US');
    normaliseEmail(`${'a.'.repeat(50_000)}@${'b.'.repeat(50_000)}`);
    normaliseName('-'.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('normaliseBirthDate', () => {
  const stamp = '2026-11-22T09:30:00Z';
  it.each([
    ['1990-04-02', '1990-04-02'], [' 1990-04-02 ', '1990-04-02'], ['1990-04-02T00:00:00', '1990-04-02'],
    ['2000-02-29', '2000-02-29'], ['1900-01-02', '1900-01-02'], ['2026-11-22', '2026-11-22'],
  ])('reads %s as %s', (value, expected) => expect(normaliseBirthDate(value, stamp)).toBe(expected));

  it.each([
    [null], [undefined], [''], ['1900-01-01'], ['1899-12-31'], ['0001-01-01'], ['2026-11-23'], ['2099-01-01'], ['1990-02-30'],
    ['1999-02-29'], ['1990-13-01'], ['1990-00-10'], ['04/02/1990'], ['19900402'], ['1990-4-2'], ['1990-04-02T12:00:00'],
  ])('finds no birth date in %j', (value) => expect(normaliseBirthDate(value, stamp)).toBeNull());

  it("measures the future by the record's own time stamp", () => {
    expect(normaliseBirthDate('2020-06-01', new Date('2019-01-01T00:00:00Z'))).toBeNull();
    expect(normaliseBirthDate('2020-06-01', new Date('2021-01-01T00:00:00Z'))).toBe('2020-06-01');
  });
});

describe('keysOf', () => {
  it('compares the mobile with the mobile only', () => {
    const person = { firstName: 'Ana', lastName: 'Silva', homePhone: '617-555-0100', workPhone: '617-555-0101' };
    expect(keysOf(person, { country: 'US', asOf: '2026-01-01T00:00:00Z' })).toEqual({
      first: 'ana', last: 'silva', email: null, mobile: null, birthDate: null,
    });
  });
});
