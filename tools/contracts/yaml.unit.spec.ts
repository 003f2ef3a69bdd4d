import { describe, expect, it } from '@jest/globals';
import { toYaml } from './yaml.js';

describe('YAML', () => {
  it('is in blocks, empty ones inline', () => {
    expect(toYaml({ a: { b: [1, 'two', { c: true, d: null }], e: {}, f: [] } })).toBe(
      'a:\n  b:\n    - 1\n    - two\n    - c: true\n      d: null\n  e: {}\n  f: []\n',
    );
  });

  it.each([['1.0', '"1.0"'], ['true', '"true"'], ['null', '"null"'], ['no', '"no"'], ['a: b', '"a: b"'], ['', '""'], ['# x', '"# x"'], ['a #b', '"a #b"'], ['- x', '"- x"'], ['plain words', 'plain words']])(
    'quotes %j where it would be read as something else',
    (text, yaml) => {
      expect(toYaml({ a: text })).toBe(`a: ${yaml}\n`);
    },
  );
});
