import { describe, expect, it } from '@jest/globals';
import { chooseRule } from './choose-rule.js';
import { readRules } from './read-rules.js';
import type { AssignmentRule } from './rule.js';

const rulesOf = (given: readonly object[]): readonly AssignmentRule[] => {
  const { rules, errors } = readRules(given);
  if (!rules) throw new Error(JSON.stringify(errors));
  return rules;
};
const rule = (name: string, ...when: object[]) => ({ name, when, assignTo: 'x' });

describe('of several rules', () => {
  const rules = rulesOf([
    rule('both', { attribute: 'goal', op: 'equals', value: 'strength' }, { attribute: 'age', op: 'gte', value: 40 }),
    rule('strength', { attribute: 'goal', op: 'equals', value: 'strength' }),
    rule('nothing known', { attribute: 'goal', op: 'exists', not: true }, { attribute: 'age', op: 'exists', not: true }),
    rule('old', { attribute: 'age', op: 'gte', value: 60 }),
    rule('old too', { attribute: 'age', op: 'gte', value: 60 }),
  ]);
  it.each([
    [{ goal: 'strength', age: 41 }, 'both'],
    [{ goal: 'strength', age: 39 }, 'strength'],
    [{}, 'nothing known'],
    [null, 'nothing known'],
    [{ age: '61' }, 'old'],
    [{ goal: 'swim', age: 41 }, undefined],
  ])('%j is given to: %s', (attributes, name) => expect(chooseRule(rules, attributes)?.name).toBe(name));

  it('one without conditions fits always, but only where none before it does', () => {
    expect(chooseRule(rulesOf([rule('all'), rule('never reached')]), { a: 1 })?.name).toBe('all');
    expect(chooseRule([], { a: 1 })).toBeNull();
  });
});

it('ends for a thousand contacts, whatever patterns were let in', () => {
  // Over 500 characters JavaScript's own search takes a second for the first, a minute for the second, and never ends with the others.
  const hard = ['.*a.*b', '.{0,99}'.repeat(3) + 'x', 'a?'.repeat(66) + 'b', '(a|a)'.repeat(33) + 'b'];
  const plain = Array.from({ length: 199 }, (_, n) => rule(`R${n}`, { attribute: 'goal', op: 'matches', value: `^yoga ${n}$` }));
  const rules = rulesOf([...plain, rule('hard', ...hard.map((value) => ({ attribute: 'notes', op: 'matches', value, not: true })))]);
  const chosen = Array.from({ length: 1_000 }, (_, n) => chooseRule(rules, { goal: 'Spin', notes: 'a'.repeat(n % 200 === 0 ? 500 : 20) })?.name);
  expect(new Set(chosen)).toEqual(new Set(['hard']));
});
