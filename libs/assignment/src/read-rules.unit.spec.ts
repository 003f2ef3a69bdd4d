import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ops } from './rule.js';
import { readRules } from './read-rules.js';

/** As both vendors' pages have them. */
const page = [
  { name: 'Strength to John', when: [{ attribute: 'form.goal', op: 'in', value: ['strength', 'muscle'] }], assignTo: 'jsmith@myclub.com' },
  { name: 'Toured this year', when: [{ attribute: 'action.tour', op: 'gte', value: '2026-01-01' }, { attribute: 'form.goal', op: 'exists' }], assignTo: 'asilva@myclub.com' },
  { name: 'No form, no action', when: [{ attribute: 'form.goal', op: 'exists', not: true }, { attribute: 'action.tour', op: 'exists', not: true }], assignTo: '005SIM000000002YBA' },
];
const rule = (more: object = {}) => ({ name: 'R', when: [], assignTo: 'a@b.com', ...more });
const within = (...when: unknown[]) => [rule({ when })];
const condition = (more: object = {}) => ({ attribute: 'form.goal', op: 'equals', value: 'x', ...more });
const errorsOf = (given: unknown) => (readRules(given).errors ?? []).map(({ path, message }) => `${path}: ${message}`);
const many = <T>(length: number, each: (n: number) => T): T[] => Array.from({ length }, (_, n) => each(n));

describe('rules', () => {
  it('are taken as they are written on the page, and as they were kept', () => {
    expect(readRules(page)).toEqual({ rules: page });
    expect(readRules([])).toEqual({ rules: [] });
    const { rules } = readRules([rule({ name: ' R ', assignTo: ' a@b.com ', when: [condition({ value: ' x ' })] })]);
    expect(rules).toEqual([rule({ when: [condition({ value: ' x ' })] })]);
    expect(readRules(rules)).toEqual({ rules });
  });

  it('are a list of at most 200', () => {
    for (const given of [undefined, null, {}, 'rules', 7]) expect(errorsOf(given)).toEqual([': the rules must be a list']);
    expect(errorsOf(many(200, (n) => rule({ name: `R${n}` })))).toEqual([]);
    expect(errorsOf(many(201, () => null))).toEqual([': there may be at most 200 rules']);
  });

  it('have a name of 1 to 80 characters that no other has', () => {
    expect(errorsOf([rule({ name: 'x'.repeat(80) }), rule({ name: 'r' }), rule()])).toEqual([]);
    expect(errorsOf([rule({ name: undefined }), rule({ name: 7 }), rule({ name: ' ' }), rule({ name: 'x'.repeat(81) })])).toEqual([
      '[0].name: name must be given', '[1].name: name must be a text', '[2].name: name must have from 1 to 80 characters', '[3].name: name must have from 1 to 80 characters',
    ]);
    expect(errorsOf([rule(), rule({ name: 'S' }), rule({ name: 'R ' }), rule()])).toEqual([2, 3].map((n) => `[${n}].name: rule "R": name must differ from that of every earlier rule`));
  });

  it('have a list of 0 to 10 conditions', () => {
    expect(errorsOf(within(...many(10, () => condition())))).toEqual([]);
    expect(errorsOf(within(...many(11, () => null)))).toEqual(['[0].when: rule "R": when may have at most 10 conditions']);
    expect(errorsOf([rule({ when: undefined }), rule({ name: 'S', when: null })])).toEqual([
      '[0].when: rule "R": when must be given; an empty list: always', '[1].when: rule "S": when must be a list of conditions; an empty list: always',
    ]);
  });

  it('assign to an e-mail or an id', () => {
    for (const assignTo of ['o\'neil+x@my-club.co.uk', '1', 'seed_max_id', '00000000-0000-4000-8000-000000000011', `${'x'.repeat(248)}@b.com`]) expect(errorsOf([rule({ assignTo })])).toEqual([]);
    for (const assignTo of ['', ' ', 'John Smith', 'a@b@c', 'a b@c', '@', 'x'.repeat(37), `${'x'.repeat(249)}@b.com`, 7, null]) {
      expect(errorsOf([rule({ assignTo })])).toEqual(['[0].assignTo: rule "R": assignTo must be the e-mail or the id of a user of the CRM']);
    }
    expect(errorsOf([rule({ assignTo: undefined })])).toEqual(['[0].assignTo: rule "R": assignTo must be given']);
  });

  it('are told every bad element, by the name of the rule where it has one', () => {
    expect(errorsOf([null, [], { colour: 'red' }, rule(), rule({ name: ' Red ', owner: 1, when: [null, condition({ op: 'is', not: 1 }), condition({ Value: 1 })] })])).toEqual([
      '[0]: a rule must be an object',
      '[1]: a rule must be an object',
      '[2].name: name must be given',
      '[2].when: when must be given; an empty list: always',
      '[2].assignTo: assignTo must be given',
      '[2].colour: colour is not known; a rule has name, when, assignTo',
      '[4].when[0]: rule "Red": a condition must be an object',
      '[4].when[1].op: rule "Red": op must be one of exists, equals, contains, in, gte, lte, matches',
      '[4].when[1].not: rule "Red": not must be true or false',
      '[4].when[2].Value: rule "Red": Value is not known; a condition has attribute, op, value, not',
      '[4].owner: rule "Red": owner is not known; a rule has name, when, assignTo',
    ]);
  });
});

describe('a condition', () => {
  it('is of an attribute of 1 to 100 characters, blanks included', () => {
    expect(errorsOf(within(condition({ attribute: 'x'.repeat(100) }), condition({ attribute: ' Goal ' })))).toEqual([]);
    expect(errorsOf(within(condition({ attribute: '' }), condition({ attribute: 'x'.repeat(101) }), condition({ attribute: 7 }), condition({ attribute: undefined })))).toEqual([
      ...[0, 1].map((n) => `[0].when[${n}].attribute: rule "R": attribute must have from 1 to 100 characters`),
      '[0].when[2].attribute: rule "R": attribute must be a text', '[0].when[3].attribute: rule "R": attribute must be given',
    ]);
  });

  it('has one of the ops', () => {
    for (const op of ['', 'Equals', 'constructor', null, 1]) expect(errorsOf(within(condition({ op })))).toEqual([`[0].when[0].op: rule "R": op must be one of ${ops.join(', ')}`]);
    expect(errorsOf(within({ attribute: 'a' }))).toEqual(['[0].when[0].op: rule "R": op must be given']);
  });

  it('has no value with exists', () => {
    expect(errorsOf(within({ attribute: 'a', op: 'exists', not: false }))).toEqual([]);
    for (const value of [null, '', true]) expect(errorsOf(within(condition({ op: 'exists', value })))).toEqual(['[0].when[0].value: rule "R": value has no meaning with exists']);
  });

  it('has text, a number or a boolean with equals, contains, gte and lte', () => {
    for (const op of ['equals', 'contains', 'gte', 'lte']) {
      for (const value of ['', 'x'.repeat(501), 0, -1.5, true, false]) expect(errorsOf(within(condition({ op, value })))).toEqual([]);
      for (const value of [null, [], ['x'], {}, Infinity, NaN]) expect(errorsOf(within(condition({ op, value })))).toEqual(['[0].when[0].value: rule "R": value must be a text, a number, true or false']);
      expect(errorsOf(within(condition({ op, value: undefined })))).toEqual(['[0].when[0].value: rule "R": value must be given']);
    }
  });

  it('has a list of 1 to 100 with in', () => {
    const listed = (value: unknown) => errorsOf(within(condition({ op: 'in', value })));
    expect(listed(['x', 1, false])).toEqual([]);
    expect(listed(many(100, String))).toEqual([]);
    for (const value of [[], many(101, String)]) expect(listed(value)).toEqual(['[0].when[0].value: rule "R": value must list from 1 to 100']);
    for (const value of ['x', null, {}]) expect(listed(value)).toEqual(['[0].when[0].value: rule "R": value must be a list']);
    expect(listed(['x', null, ['y'], 'z'])).toEqual([1, 2].map((n) => `[0].when[0].value[${n}]: rule "R": each value must be a text, a number, true or false`));
  });

  it('has a pattern with matches', () => {
    expect(errorsOf(within(condition({ op: 'matches', value: '^str' })))).toEqual([]);
    for (const value of [5, true, ['x'], null]) expect(errorsOf(within(condition({ op: 'matches', value })))).toEqual(['[0].when[0].value: rule "R": value must be a pattern, as text']);
    expect(errorsOf([...page, ...within(condition({ op: 'matches', value: '(a)+' }))])).toEqual(['[3].when[0].value: rule "R": value may not repeat a group: * + ? or {n} right after )']);
  });
});

it('reads anything without throwing, and answers what it answers again', () => {
  const value = fc.oneof(fc.anything(), fc.string(), fc.constantFrom('exists', 'in', 'matches', 'equals', '(a', '\\'));
  const conditions = fc.array(fc.oneof(fc.anything(), fc.record({ attribute: value, op: value, value, not: value }, { requiredKeys: [] })), { maxLength: 3 });
  const rules = fc.array(fc.oneof(fc.anything(), fc.record({ name: value, when: fc.oneof(conditions, value), assignTo: value }, { requiredKeys: [] })), { maxLength: 3 });
  fc.assert(fc.property(fc.oneof(rules, fc.anything()), (given) => {
    const read = readRules(given);
    if (read.rules) expect(readRules(read.rules)).toEqual(read);
    else expect(read.errors.length).toBeGreaterThan(0);
  }));
});
