import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holds } from './holds.js';
import { readRules } from './read-rules.js';
import { ops, type Attributes, type Condition } from './rule.js';

const conditionOf = (given: object): Condition => {
  const { rules, errors } = readRules([{ name: 'R', when: [given], assignTo: 'x' }]);
  if (!rules) throw new Error(JSON.stringify(errors));
  return rules[0]!.when[0]!;
};
/** Written as on the page: `form.goal equals "strength"`, `form.zip exists`, with ` not` at the end. */
const parse = (text: string): Condition => {
  const [, attribute, op, value, not] = /^(\S+) (\S+)(?: (?!not$)(.+?))?( not)?$/.exec(text)!;
  return conditionOf({ attribute, op, ...(value === undefined ? {} : { value: JSON.parse(value) as unknown }), ...(not ? { not: true } : {}) });
};
const told = (attributes: Attributes, table: readonly (readonly [string, boolean])[]) => it.each(table)('%s: %s', (text, wanted) => expect(holds(parse(text), attributes)).toBe(wanted));

describe('the table of the page', () => {
  told({ 'form.goal': ' Strength ', 'action.tour': '2026-11-20', 'form.age': '41', 'form.likes': ['yoga', 'Spin'] }, [
    ['form.goal equals "strength"', true],
    ['form.age gte 9', true],
    ['form.age lte "9"', false],
    ['form.goal gte "a"', false],
    ['form.likes contains "spi"', true],
    ['form.zip equals ""', false],
    ['form.zip equals "" not', true],
    ['action.tour lte "2026-11-20"', true],
    ['form.goal matches "^str"', true],
  ]);
});

describe('what exists', () => {
  told({ text: 'x', zero: 0, no: false, empty: '', blank: ' \t\n', nothing: null, none: [], blanks: ['', ' '], one: ['', 'x'], Case: 'x', object: {}, nested: [['x']] }, [
    ['text exists', true], ['zero exists', true], ['no exists', true], ['one exists', true], ['Case exists', true],
    ...['empty', 'blank', 'nothing', 'none', 'blanks', 'case', 'absent', 'object', 'nested', 'constructor', '__proto__'].flatMap((name) => [
      [`${name} exists`, false], [`${name} exists not`, true],
      [`${name} equals ""`, false], [`${name} equals "" not`, true],
      [`${name} contains ""`, false], [`${name} contains "" not`, true],
      [`${name} in [""]`, false], [`${name} in [""] not`, true],
      [`${name} gte 0`, false], [`${name} gte 0 not`, true],
      [`${name} lte 0`, false], [`${name} lte 0 not`, true],
      [`${name} matches ""`, false], [`${name} matches "" not`, true],
    ] as const),
    ['text contains ""', true], ['text matches ""', true], ['one equals ""', false], ['text exists not', false],
  ]);

  it.each([null, undefined, {}])('is nothing in %j', (attributes) => {
    expect(holds(parse('text exists'), attributes)).toBe(false);
    expect(holds(parse('text exists not'), attributes)).toBe(true);
  });
});

describe('texts', () => {
  told({ goal: '  Café\u0301 STRASSE ', age: 41, ratio: 1.5, yes: true, dotted: 'İ', words: ['Yoga', 'SPIN'] }, [
    ['goal equals "CAFE\u0301\u0301 strasse"', true], ['goal equals "caf\u00e9\u0301 strasse"', true], ['goal equals " cafe\u0301\u0301 Strasse  "', true],
    ['goal equals "caf"', false], ['goal contains "É"', true], ['goal contains " STRA "', true], ['goal contains "straße"', false],
    ['age equals "41"', true], ['age equals 41', true], ['age equals 4', false], ['age contains 4', true], ['ratio equals "1.5"', true], ['ratio contains 5', true],
    ['yes equals "TRUE"', true], ['yes equals true', true], ['yes equals 1', false], ['yes in [false, true]', true],
    ['dotted equals "i\u0307"', true], ['dotted equals "i"', false],
    ['age in ["40", 41]', true], ['age in ["4", "411"]', false], ['age in ["4"] not', true],
    ['words equals "spin"', true], ['words in ["x", "YOGA"]', true], ['words equals "yogaspin"', false], ['words equals "box" not', true], ['words equals "yoga" not', false],
  ]);

  it('are compared by their first 500 characters, once trimmed', () => {
    const long = `  ${'x'.repeat(499)}ABC`;
    for (const [given, wanted] of [[`equals "${'X'.repeat(499)}a"`, true], [`equals "${'x'.repeat(499)}a and more"`, true], [`equals "${'x'.repeat(499)}"`, false], ['contains "xa"', true], ['contains "b"', false], ['matches "xA$"', true], ['matches "b"', false]] as const) {
      expect(holds(parse(`long ${given}`), { long })).toBe(wanted);
    }
  });
});

describe('an order', () => {
  told({ nine: ' 9 ', minus: '-9.50', big: 1e21, date: '2026-02-28T23:00', leap: '2026-02-29', near: '2026-2-8', mixed: ['x', '7', '2026-05-01'] }, [
    ['nine gte 9', true], ['nine lte 9', true], ['nine gte "10"', false], ['nine lte "09.0"', true], ['nine gte -10', true], ['nine gte 9.01', false],
    ['minus lte -9.5', true], ['minus gte "-9.4"', false], ['nine gte "+1"', false], ['nine gte ".5"', false], ['nine gte "1e0"', false], ['nine gte "1,0"', false], ['big gte 1', false],
    ['date gte "2026-02-28"', true], ['date lte "2026-02-28 00:00"', true], ['date gte "2026-03-01"', false], ['date gte "2025-12-31"', true], ['date gte 2025', false], ['date gte "2026-02-30"', false],
    ['leap gte "2026-01-01"', false], ['leap lte "2027-01-01"', false], ['near lte "2027-01-01"', false], ['near lte "2027-01-01" not', true],
    ['mixed gte 7', true], ['mixed gte 8', false], ['mixed gte "2026-05-01"', true], ['mixed lte "2026-04-30"', false],
    ['nine gte true', false], ['nine gte ""', false],
  ]);
});

describe('a pattern', () => {
  told({ goal: '  Get STRONG\nnow ', accent: 'Cafe\u0301', likes: ['yoga', 'Spin'], age: 41, k: '\u212a' }, [
    ['goal matches "strong"', true], ['goal matches "^get"', true], ['goal matches "now$"', true], ['goal matches "^now"', false], ['goal matches "get.+now"', false], ['goal matches "^ "', false],
    ['goal matches "\\\\p{Lu}{3}"', true], ['goal matches "(?-i:STRONG)"', true], ['goal matches "(?-i:strong)"', false],
    ['accent matches "^caf\u00e9$"', true], ['accent matches "^cafe\u0301$"', true], ['accent matches "^....$"', true],
    ['likes matches "^spin$"', true], ['likes matches "^box" not', true], ['likes matches "yoga" not', false], ['age matches "^4\\\\d$"', true], ['k matches "^k$"', true],
  ]);
});

it('is answered for any condition and any attributes, and turned round by not', () => {
  const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constantFrom('2026-02-28', '41', '-1.5', ''));
  const pattern = fc.constantFrom('', '^a', '.*a.*b', 'a?'.repeat(60), '[^x]{2,}', '\\bx|y', '(a|b)c', '\\p{L}+$');
  const conditions = fc.record({
    attribute: fc.constantFrom('a', 'b', '__proto__', 'toString'), op: fc.constantFrom(...ops), scalar, list: fc.array(scalar, { minLength: 1, maxLength: 5 }), pattern,
  }).map(({ attribute, op, scalar: value, list, pattern: source }) => ({ attribute, op, ...(op === 'exists' ? {} : { value: op === 'in' ? list : op === 'matches' ? source : value }) }));
  const value = fc.oneof(scalar, fc.array(scalar), fc.anything());
  const attributes = fc.oneof(fc.record({ a: value, b: value }, { requiredKeys: [] }), fc.object(), fc.constantFrom(null, undefined));
  fc.assert(fc.property(conditions, attributes, (given, of) => {
    const held = holds(conditionOf(given), of);
    expect(typeof held).toBe('boolean');
    expect(holds(conditionOf({ ...given, not: true }), of)).toBe(!held);
  }), { numRuns: 300 });
});
