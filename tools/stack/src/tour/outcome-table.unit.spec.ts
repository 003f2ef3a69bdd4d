import { describe, expect, it } from '@jest/globals';
import { castOf } from './cast.js';
import { outcomeTable, wrongOnes } from './outcome-table.js';

describe('the table of the tour', () => {
  const outcomes = [
    { what: 'lead', expected: 'MEMBER 7', actual: 'MEMBER 7' },
    { what: 'joiner', expected: 'MEMBER 8', actual: 'absent' },
  ];

  it('marks what is not as expected', () => {
    expect(outcomeTable(outcomes)).toEqual(['            expected  actual', '  ✓ lead    MEMBER 7  MEMBER 7', '  ✗ joiner  MEMBER 8  absent']);
    expect(wrongOnes(outcomes).map(({ what }) => what)).toEqual(['joiner']);
  });
});

describe('the cast of a tour', () => {
  it('shares no id, address or number with that of another', () => {
    const people = [castOf(1_700_000_000_000), castOf(1_700_000_001_000)].flatMap(({ lead, joiner, leaver }) => [lead, joiner, leaver]);
    for (const field of ['contactId', 'email', 'mobile'] as const) expect(new Set(people.map((person) => person[field])).size).toBe(6);
    for (const { contactId, mobile } of people) {
      expect(contactId).toMatch(/^[a-z0-9-]{1,36}$/);
      expect(mobile).toMatch(/^614[2-8]\d{6}$/);
    }
  });
});
