import { expect, it } from '@jest/globals';
import { instantAt, localDate, localHour, plusDays, wallClock } from './club-time.js';

const zone = 'America/New_York';

it.each([
  ['before the spring change', '2026-03-08T06:59:59Z', '2026-03-08', 1],
  ['after it: there is no two o\'clock', '2026-03-08T07:00:00Z', '2026-03-08', 3],
  ['the first one o\'clock in autumn', '2026-11-01T05:30:00Z', '2026-11-01', 1],
  ['the second', '2026-11-01T06:30:00Z', '2026-11-01', 1],
  ['midnight is hour 0', '2026-07-01T04:00:00Z', '2026-07-01', 0],
  ['still yesterday', '2026-07-01T03:59:59Z', '2026-06-30', 23],
])('%s', (_name, at, date, hour) => {
  expect([localDate(new Date(at), zone), localHour(new Date(at), zone)]).toEqual([date, hour]);
});

it('is another day on the other side of the date line', () => {
  const at = new Date('2026-01-01T11:00:00Z');
  expect([localDate(at, 'Pacific/Kiritimati'), localDate(at, 'Pacific/Pago_Pago')]).toEqual(['2026-01-02', '2026-01-01']);
});

it.each([
  ['2026-03-08', 1, '2026-03-09'],
  ['2026-11-01', 1, '2026-11-02'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-01-01', 0, '2026-01-01'],
])('%s plus %i', (date, days, wanted) => expect(plusDays(date, days)).toBe(wanted));

it.each([
  ['2024-07-08T17:00:00.123Z', 'America/Chicago', '2024-07-08 12:00:00.123'],
  ['2024-01-01T04:59:59.999Z', 'America/New_York', '2023-12-31 23:59:59.999'],
  ['2024-07-08T17:00:00.000Z', 'America/St_Johns', '2024-07-08 14:30:00.000'],
])('the wall clock at %s in %s and back', (at, zone, wall) => {
  expect(wallClock(new Date(at), zone)).toBe(wall);
  expect(instantAt(wall, zone)!.toISOString()).toBe(at);
});

it('reads stamps however they are written', () => {
  expect(instantAt('2014-10-1 07:36:23.829511', 'America/Chicago')!.toISOString()).toBe('2014-10-01T12:36:23.829Z');
  expect(instantAt('2014-10-01 07:36:23', 'America/Chicago')!.toISOString()).toBe('2014-10-01T12:36:23.000Z');
  for (const none of ['', '2014-10-01', '2014-02-30 01:00:00', '2014-13-01 01:00:00', 'yesterday']) expect(instantAt(none, 'America/Chicago')).toBeNull();
});

it('an hour shown twice in autumn is the first, one skipped in spring an hour later', () => {
  expect(instantAt('2024-11-03 01:30:00', 'America/Chicago')!.toISOString()).toBe('2024-11-03T06:30:00.000Z');
  expect(instantAt('2024-03-10 02:30:00', 'America/Chicago')!.toISOString()).toBe('2024-03-10T08:30:00.000Z');
  expect(wallClock(new Date('2024-11-03T07:30:00Z'), 'America/Chicago')).toBe('2024-11-03 01:30:00.000');
});
