import { describe, expect, it } from '@jest/globals';
import { resolveAssignee, unlinkedAssignees } from './assignees.js';

const users = [
  { vendorId: 'U-1xx', name: 'John', email: 'JSmith@myclub.com', active: true }, { vendorId: 'U-2xx', name: 'Amy', email: 'front@myclub.com' },
  { vendorId: 'U-3xx', name: 'Bob', email: 'front@myclub.com', active: true }, { vendorId: 'U-4xx', name: 'Old', email: 'old@myclub.com', active: false }, { vendorId: 'U-5xx', name: 'No Mail', email: null },
];
const userId = (given: string): string => (given.length === 3 ? `${given}xx` : given);

describe('whom a lead is assigned to', () => {
  it.each([
    [' jsmith@MYCLUB.com ', 'U-1xx'], ['u-1XX', 'U-1xx'], ['U-5xx', 'U-5xx'], ['U-1', 'U-1xx'], ['front@myclub.com', undefined], ['old@myclub.com', undefined], ['U-4', undefined], ['nobody', undefined], ['', undefined],
  ])('%j is %s', (given, wanted) => expect(resolveAssignee(users, given, { userId })?.vendorId).toBe(wanted));

  it('is who is given, where there is one way to write it', () => expect(resolveAssignee(users, 'U-1', {})).toBeNull());
});

describe('a check', () => {
  const named = (settings: object) => unlinkedAssignees(settings as never, users, { title: 'Memory', userId });

  it('names every rule, and the fallback, that nobody can keep', () => {
    const rules = ['jsmith@myclub.com', 'front@myclub.com', 'U-4'].map((assignTo, n) => ({ name: `R${n}`, when: [], assignTo }));
    expect(named({ assignmentRules: rules, fallbackOwner: ' nobody@myclub.com' }).map(({ code, detail }) => [code, detail])).toEqual([
      ['assignee-unlinked', 'rule "R1" names front@myclub.com, who is not exactly one active user at Memory.'],
      ['assignee-unlinked', 'rule "R2" names U-4, who is not exactly one active user at Memory.'],
      ['assignee-unlinked', 'fallbackOwner names  nobody@myclub.com, who is not exactly one active user at Memory.'],
    ]);
  });

  it.each([{}, { assignmentRules: [], fallbackOwner: null }, { fallbackOwner: '' }, { fallbackOwner: 'U-2' }])('of %j finds nothing', (settings) => expect(named(settings)).toEqual([]));
});
