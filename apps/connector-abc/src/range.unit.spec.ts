import { describe, expect, it } from '@jest/globals';
import { instantAt } from '@intouch/connector-kit';
import { rangeAround, rangeBetween, rangeZone } from './range.js';

const at = (text: string): Date => new Date(text);

it.each([
  ['America/Chicago', '2024-07-08 12:00:00.000000'], ['America/Los_Angeles', '2024-07-08 10:00:00.000000'], ['America/New_York', '2024-07-08 13:00:00.000000'],
])('is written in the club\'s zone: %s', (timeZone, to) => expect(rangeBetween(at('2024-07-08T16:00:00Z'), at('2024-07-08T17:00:00Z'), timeZone).to).toBe(to));

it('keeps the milliseconds', () => expect(rangeBetween(at('2024-07-08T16:00:00.123Z'), at('2024-07-08T17:00:00Z'), 'UTC').from).toBe('2024-07-08 16:00:00.123000'));

it('is in ABC\'s own zone of the club, in InTouch\'s where ABC tells none, or one that nobody knows', () => {
  const club = { timeZone: 'America/Denver' };
  expect(['America/Chicago', null, 'US/Nowhere'].map((timeZone) => rangeZone({ timeZone }, club))).toEqual(['America/Chicago', 'America/Denver', 'America/Denver']);
});

describe('around a create', () => {
  const zone = 'America/Chicago';
  it.each([
    ['on a common day', '2024-07-08T16:50:00Z', '2024-07-08T17:10:00Z', '2024-07-08 11:50:00.000000', '2024-07-08 12:10:00.000000'],
    // Clocks go back at 07:00Z: 01:00 to 02:00 is shown twice.
    ['in the hour\'s first showing', '2024-11-03T06:10:00Z', '2024-11-03T06:30:00Z', '2024-11-03 01:10:00.000000', '2024-11-03 01:30:00.000000'],
    ['in its second', '2024-11-03T07:10:00Z', '2024-11-03T07:30:00Z', '2024-11-03 01:10:00.000000', '2024-11-03 02:30:00.000000'],
    ['over the turn', '2024-11-03T06:50:00Z', '2024-11-03T07:10:00Z', '2024-11-03 01:50:00.000000', '2024-11-03 02:10:00.000000'],
    ['after it', '2024-11-03T07:50:00Z', '2024-11-03T08:10:00Z', '2024-11-03 01:50:00.000000', '2024-11-03 02:10:00.000000'],
    ['over the spring\'s turn', '2024-03-10T07:50:00Z', '2024-03-10T08:10:00Z', '2024-03-10 01:50:00.000000', '2024-03-10 03:10:00.000000'],
  ])('%s', (_name, from, to, shownFrom, shownTo) => expect(rangeAround(at(from), at(to), zone)).toEqual({ from: shownFrom, to: shownTo }));

  it('holds every instant between, as ABC understands it, all through both nights', () => {
    for (const night of ['2024-11-03T05:00:00Z', '2024-03-10T05:00:00Z']) {
      for (let minute = 0; minute < 300; minute += 5) {
        const from = new Date(Date.parse(night) + minute * 60_000);
        const to = new Date(from.getTime() + 20 * 60_000);
        const range = rangeAround(from, to, zone);
        expect(instantAt(range.from, zone)!.getTime()).toBeLessThanOrEqual(from.getTime());
        expect(instantAt(range.to, zone)!.getTime()).toBeGreaterThanOrEqual(to.getTime());
      }
    }
  });
});
