import { describe, expect, it } from '@jest/globals';
import { isDate, localDate, startOfDay } from './local-date.js';

describe('local dates', () => {
  it.each([
    ['2024-07-09T03:59:59Z', 'America/New_York', 0, '2024-07-08'],
    ['2024-07-09T04:00:00Z', 'America/New_York', 0, '2024-07-09'],
    ['2024-03-10T12:00:00Z', 'America/Chicago', -1, '2024-03-09'],
    ['2024-02-28T12:00:00Z', 'Pacific/Auckland', 1, '2024-03-01'],
    ['2024-02-28T12:00:00Z', 'Mars/Olympus', 0, '2024-02-28'],
  ])('%s in %s plus %i days is %s', (instant, zone, days, date) => {
    expect(localDate(Date.parse(instant), zone, days)).toBe(date);
  });

  it.each([
    ['2024-07-08', 'America/New_York', '2024-07-08T04:00:00.000Z'],
    ['2024-03-10', 'America/New_York', '2024-03-10T05:00:00.000Z'],
    ['2024-03-11', 'America/New_York', '2024-03-11T04:00:00.000Z'],
    ['2024-11-04', 'America/New_York', '2024-11-04T05:00:00.000Z'],
    ['2024-07-08', 'Pacific/Auckland', '2024-07-07T12:00:00.000Z'],
  ])('%s begins in %s at %s', (date, zone, instant) => {
    expect(new Date(startOfDay(date, zone)).toISOString()).toBe(instant);
  });

  it('knows real dates', () => {
    expect(['2024-02-29', '2023-02-29', '2024-2-9', '', null].map(isDate)).toEqual([true, false, false, false, false]);
  });
});
