import { expect, it } from '@jest/globals';
import { localDate, localHour, plusDays } from './club-time.js';

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
