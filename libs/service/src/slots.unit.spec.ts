import { describe, expect, it } from '@jest/globals';
import { isCron, latestSlot, nextSlot } from './slots.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The slots in (from, to], each found from the one before. */
function slots(expression: string, timeZone: string, from: string, to: string): string[] {
  const found: string[] = [];
  for (let at = nextSlot(expression, timeZone, new Date(from)); at <= new Date(to); at = nextSlot(expression, timeZone, at)) {
    found.push(at.toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

const newYork = 'America/New_York';
const berlin = 'Europe/Berlin';
const lordHowe = 'Australia/Lord_Howe';
const phoenix = 'America/Phoenix';

/** Around the two changes of each zone, three days each. */
const changes = [
  [newYork, '2026-03-07T05:00Z', '2026-03-10T04:00Z'],
  [newYork, '2026-10-31T04:00Z', '2026-11-03T05:00Z'],
  [berlin, '2026-03-27T23:00Z', '2026-03-30T22:00Z'],
  [berlin, '2026-10-23T22:00Z', '2026-10-26T23:00Z'],
  [lordHowe, '2026-10-02T13:30Z', '2026-10-05T13:00Z'],
  [lordHowe, '2026-04-03T13:00Z', '2026-04-06T13:30Z'],
  [phoenix, '2026-03-07T07:00Z', '2026-03-10T07:00Z'],
] as const;

describe('what is a schedule', () => {
  it.each(['0 * * * *', '*/15 * * * *', '0 2,8,14,20 * * *', '30 6 * * MON-FRI', '0 0 29 2 *', '0 6 L * *', ' 5  4 * * sun ', '0 0 * * 7', '0 9 31 2 1'])(
    '"%s" is one', (expression) => {
      expect(isCron(expression)).toBeNull();
    });

  it.each([
    ['', /five fields .* not 0/],
    ['hourly', /five fields .* not 1/],
    ['@hourly', /five fields/],
    ['2026-01-01T00:00:00', /five fields/],
    ['0 0 * * * *', /five fields .* not 6/],
    ['60 * * * *', /minute that cannot be read: "60" \(0 to 59/],
    ['0 24 * * *', /hour that cannot be read: "24"/],
    ['0 0 0 * *', /day of month that/],
    ['0 0 * 13 *', /month that/],
    ['0 0 * * MONDAY', /day of week that cannot be read: "MONDAY"/],
    ['*/0 * * * *', /minute that/],
    ['0 22-2 * * *', /hour that/],
    ['1,,2 * * * *', /minute that/],
    ['0 0 1 * ?', /day of week that/],
    ['0 0 30 2 *', /never comes/],
  ])('"%s" is none', (expression, words) => {
    expect(isCron(expression)).toMatch(words);
  });
});

describe('slots', () => {
  it('come strictly after, on whole minutes', () => {
    expect(nextSlot('0 * * * *', 'UTC', new Date('2026-01-01T11:59:59.999Z'))).toEqual(new Date('2026-01-01T12:00Z'));
    expect(nextSlot('0 * * * *', 'UTC', new Date('2026-01-01T12:00:00.000Z'))).toEqual(new Date('2026-01-01T13:00Z'));
    expect(nextSlot('0 * * * *', 'UTC', new Date('2026-01-01T12:00:00.001Z'))).toEqual(new Date('2026-01-01T13:00Z'));
  });

  it('are in the zone of the club', () => {
    expect(slots('0 2,8,14,20 * * *', newYork, '2026-01-01T05:00Z', '2026-01-02T05:00Z')).toEqual([
      '2026-01-01T07:00Z', '2026-01-01T13:00Z', '2026-01-01T19:00Z', '2026-01-02T01:00Z',
    ]);
    expect(slots('30 6 * * MON', 'Asia/Kathmandu', '2026-01-01T00:00Z', '2026-01-07T00:00Z')).toEqual(['2026-01-05T00:45Z']);
  });

  it('are an error where there is none, or no such zone', () => {
    expect(() => nextSlot('0 0 30 2 *', 'UTC', new Date())).toThrow('never comes');
    expect(() => nextSlot('0 25 * * *', 'UTC', new Date())).toThrow();
    expect(() => nextSlot('0 * * * *', 'Europe/Nowhere', new Date())).toThrow('Europe/Nowhere');
  });
});

describe('daylight saving', () => {
  it.each(changes)('hourly fires once in every real hour: %s from %s', (zone, from, to) => {
    const fired = slots('0 * * * *', zone, from, to).map((at) => Math.floor(Date.parse(at) / hour));
    expect(fired.slice(1).map((at, index) => at - fired[index]!)).toEqual(fired.slice(1).map(() => 1));
  });

  it('hourly fires in both of the repeated hours, and no time more for the skipped one', () => {
    expect(slots('0 * * * *', newYork, '2026-11-01T04:00Z', '2026-11-01T07:00Z')).toEqual(['2026-11-01T05:00Z', '2026-11-01T06:00Z', '2026-11-01T07:00Z']);
    expect(slots('30 * * * *', berlin, '2026-03-29T00:00Z', '2026-03-29T02:00Z')).toEqual(['2026-03-29T00:30Z', '2026-03-29T01:30Z']);
  });

  it('hourly does not pause for an hour and a half where the clock moves by half an hour', () => {
    // 01:00, (02:00 does not exist) 02:30, 03:00
    expect(slots('0 * * * *', lordHowe, '2026-10-03T14:00Z', '2026-10-03T16:00Z')).toEqual(['2026-10-03T14:30Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z']);
    // 02:30 exists: nothing to make up for
    expect(slots('30 * * * *', lordHowe, '2026-10-03T14:30Z', '2026-10-03T16:30Z')).toEqual(['2026-10-03T15:00Z', '2026-10-03T15:30Z', '2026-10-03T16:30Z']);
    // 01:00, 02:00: the hour from 1 to 2 lasts 90 minutes
    expect(slots('0 * * * *', lordHowe, '2026-04-04T13:30Z', '2026-04-04T16:00Z')).toEqual(['2026-04-04T14:00Z', '2026-04-04T15:30Z']);
  });

  it.each([
    [newYork, '30 2 * * *', '2026-03-08T05:00Z', '2026-03-09T04:00Z', '2026-03-08T07:00Z'],
    [berlin, '30 2 * * *', '2026-03-28T23:00Z', '2026-03-29T22:00Z', '2026-03-29T01:00Z'],
    [lordHowe, '15 2 * * *', '2026-10-03T13:30Z', '2026-10-04T13:00Z', '2026-10-03T15:30Z'],
    // Midnight itself is skipped.
    ['Africa/Cairo', '0 0 * * *', '2026-04-23T21:30Z', '2026-04-24T20:30Z', '2026-04-23T22:00Z'],
    [phoenix, '30 2 * * *', '2026-03-08T07:00Z', '2026-03-09T07:00Z', '2026-03-08T09:30Z'],
  ])('a daily time that spring skips fires once that day, at the next existing instant: %s', (zone, expression, from, to, at) => {
    expect(slots(expression, zone, from, to)).toEqual([at]);
  });

  it.each([
    [newYork, '30 1 * * *', '2026-11-01T04:00Z', '2026-11-02T05:00Z', '2026-11-01T05:30Z'],
    [berlin, '30 2 * * *', '2026-10-24T22:00Z', '2026-10-25T23:00Z', '2026-10-25T00:30Z'],
    [lordHowe, '45 1 * * *', '2026-04-04T13:00Z', '2026-04-05T13:30Z', '2026-04-04T14:45Z'],
  ])('a daily time that autumn repeats fires once: %s', (zone, expression, from, to, at) => {
    expect(slots(expression, zone, from, to)).toEqual([at]);
  });

  it('several times a day neither lose the skipped nor double the repeated one', () => {
    expect(slots('0 2,14 * * *', newYork, '2026-03-08T05:00Z', '2026-03-09T04:00Z')).toEqual(['2026-03-08T07:00Z', '2026-03-08T18:00Z']);
    expect(slots('0 1,13 * * *', newYork, '2026-11-01T04:00Z', '2026-11-02T05:00Z')).toEqual(['2026-11-01T05:00Z', '2026-11-01T18:00Z']);
  });

  it('a spell of the night that is skipped whole is made up for by one slot', () => {
    expect(slots('*/20 2 * * *', newYork, '2026-03-08T05:00Z', '2026-03-09T06:00Z')).toEqual(['2026-03-08T07:00Z', '2026-03-09T06:00Z']);
    expect(slots('0 */2 * * *', newYork, '2026-03-08T04:00Z', '2026-03-08T10:00Z')).toEqual([
      '2026-03-08T05:00Z', '2026-03-08T07:00Z', '2026-03-08T08:00Z', '2026-03-08T10:00Z',
    ]);
  });
});

describe('the latest slot', () => {
  const expressions = ['0 * * * *', '15 * * * *', '*/20 2 * * *', '30 2 * * *', '30 1 * * *', '0 */2 * * *', '0 2,8,14,20 * * *', '0 0 * * *', '0 1-3 * * *'];

  it.each(changes)('is the one that going forward finds, from any instant to any other: %s from %s', (zone, from, to) => {
    for (const expression of expressions) {
      const all = slots(expression, zone, from, to).map(Date.parse);
      // A step that is no divisor of an hour meets slots from all sides; slots themselves are the edges.
      const looks = [...all, ...Array.from({ length: 100 }, (_, n) => Date.parse(from) + n * 43.217 * minute)].filter((at) => at <= Date.parse(to));
      for (const until of looks) {
        const expected = all.findLast((at) => at <= until);
        expect(latestSlot(expression, zone, new Date(from), new Date(until))?.getTime()).toBe(expected);
        expect(nextSlot(expression, zone, new Date(until)).getTime()).toBe(all.find((at) => at > until) ?? nextSlot(expression, zone, new Date(to)).getTime());
        if (expected !== undefined) expect(latestSlot(expression, zone, new Date(expected), new Date(until))).toBeNull();
      }
    }
  });

  it('is found without going through years of minutes', () => {
    const until = new Date('2026-06-01T12:34:56.789Z');
    // Going through 56 years of minutes would take longer than a test may.
    expect(latestSlot('* * * * *', newYork, new Date(0), until)).toEqual(new Date('2026-06-01T12:34Z'));
    expect(latestSlot('0 6 1 1 *', newYork, new Date('2026-02-01T00:00Z'), new Date(until.getTime() + 30 * day))).toBeNull();
  });
});
