import { describe, expect, it } from '@jest/globals';
import { instantOf, readStamp, writeStamp } from './local-stamp.js';

const instant = (stamp: string, zone: string) => {
  const read = readStamp(stamp, zone);
  return read === null ? null : new Date(read).toISOString();
};

describe('stamps of a zone', () => {
  it.each([
    ['2024-07-08 07:36:23.829511', 'America/Chicago', '2024-07-08T12:36:23.829Z'],
    ['2024-07-08 07:36:23.829511', 'America/New_York', '2024-07-08T11:36:23.829Z'],
    ['2024-1-5 00:00:00', 'America/Los_Angeles', '2024-01-05T08:00:00.000Z'],
    ['2024-07-08 00:00:00.5', 'America/Chicago', '2024-07-08T05:00:00.500Z'],
    // Repeated: the first occurrence.
    ['2024-11-03 01:30:00', 'America/Chicago', '2024-11-03T06:30:00.000Z'],
    ['2024-11-03 00:59:59', 'America/Chicago', '2024-11-03T05:59:59.000Z'],
    ['2024-11-03 02:00:00', 'America/Chicago', '2024-11-03T08:00:00.000Z'],
    // Skipped: one hour later, 03:30.
    ['2024-03-10 02:30:00', 'America/Chicago', '2024-03-10T08:30:00.000Z'],
    ['2024-03-10 01:59:59.999999', 'America/Chicago', '2024-03-10T07:59:59.999Z'],
    ['2024-03-10 03:00:00', 'America/Chicago', '2024-03-10T08:00:00.000Z'],
    ['2024-04-07 02:30:00', 'Pacific/Auckland', '2024-04-06T13:30:00.000Z'],
  ])('%s in %s is %s', (stamp, zone, expected) => expect(instant(stamp, zone)).toBe(expected));

  it.each(['', '2024-07-08', '2024-07-08T07:36:23', '2024-02-30 00:00:00', '2024-07-08 24:00:00', '2024-07-08 07:60:00', '2024-07-08 07:36:23.8295111', '24-07-08 07:36:23'])(
    'refuses %s', (stamp) => expect(readStamp(stamp, 'America/Chicago')).toBeNull(),
  );

  it.each([
    ['2024-07-08T12:36:23.829Z', false, '2024-07-08 07:36:23.829000'],
    ['2024-07-08T12:36:23.829511Z', true, '2024-07-8 07:36:23.829511'],
    ['2024-11-03T07:30:00Z', false, '2024-11-03 01:30:00.000000'],
    ['2014-10-01T12:36:23.829511Z', true, '2014-10-1 07:36:23.829511'],
    ['2014-10-11T12:36:23.829511Z', true, '2014-10-11 07:36:23.829511'],
    ['yesterday', false, undefined],
    [undefined, false, undefined],
  ])('writes %s (day unpadded: %s) as %s', (stamp, unpadded, expected) => expect(writeStamp(stamp, 'America/Chicago', unpadded)).toBe(expected));

  it('knows where a day begins', () => {
    expect(new Date(instantOf(Date.parse('2024-03-11T00:00:00Z'), 'America/New_York')).toISOString()).toBe('2024-03-11T04:00:00.000Z');
  });
});
