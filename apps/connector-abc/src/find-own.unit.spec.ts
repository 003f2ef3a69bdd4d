import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Content, Created, Settings } from '@intouch/connector-kit';
import type { AbcClient } from './client.js';
import { findOwn } from './find-own.js';
import type { Range } from './range.js';
import { club, facts, member, prospect } from './testing/facts.js';
import type { AbcRecord } from './wire.js';

const content: Content = { firstName: 'Ann', lastName: 'Lee', email: 'ann@example.com', mobile: '5015550111', workPhone: '5015550112 x7' };
/** One whose clock is never turned. */
const timeZone = 'America/Phoenix';
const firstTriedAt = new Date(Date.now() - 60_000).toISOString();

async function find(records: readonly AbcRecord[], more: { readonly set?: Settings; readonly taken?: readonly string[]; readonly content?: Content; readonly look?: number; readonly abcZone?: string } = {}): Promise<{ own: Created | null; asked: Range[] }> {
  const asked: Range[] = [];
  const client = {
    async *everybody(range: Range) {
      asked.push(range);
      for (const record of records) yield [record];
    },
  } as unknown as AbcClient;
  const intent = { content: more.content ?? content, reserved: null, firstTriedAt };
  const free = async (ids: readonly string[]): Promise<Set<string>> => new Set(ids.filter((id) => !more.taken?.includes(id)));
  return { own: await findOwn(client, { intent, look: more.look ?? 1, now: new Date(), mayRepeat: true, free }, facts({ set: more.set ?? {}, club: { ...club, timeZone }, reference: { timeZone: more.abcZone ?? null } })), asked };
}

const idOf = async (...given: Parameters<typeof find>): Promise<string | undefined> => (await find(...given)).own?.vendorContactId;

it('looks from ten minutes before the first try to ten minutes from now, in the club\'s zone', async () => {
  const { asked: [range], own } = await find([]);
  const minutes = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`) / 60_000;
  const now = minutes(new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format());
  expect(minutes(range!.from) - now).toBeCloseTo(-11, 0);
  expect(minutes(range!.to) - now).toBeCloseTo(10, 0);
  expect(own).toBeNull();
});

it('looks in the zone ABC itself has the club in, and the last time a day further, whatever the zone', async () => {
  const [inOurs, inTheirs, last] = [await find([]), await find([], { abcZone: 'Pacific/Kiritimati' }), await find([], { look: 2 })].map(({ asked: [range] }) => range!);
  const hours = (a: string, b: string): number => (Date.parse(`${a.replace(' ', 'T')}Z`) - Date.parse(`${b.replace(' ', 'T')}Z`)) / 3_600_000;
  expect(hours(inTheirs!.to, inOurs!.to)).toBeGreaterThan(14);
  expect([hours(last!.from, inOurs!.from), hours(last!.to, inOurs!.to)].map(Math.round)).toEqual([-24, 24]);
});

describe('by our id', () => {
  it('in the field of the setting', async () => {
    const rows = [prospect('b1', { misc1: 'lead-2', misc2: 'lead-1' }), prospect('b2', { misc1: 'lead-1' })];
    expect(await idOf(rows)).toBe('b2');
    expect(await idOf(rows, { set: { contactIdField: 'misc2' } })).toBe('b1');
  });

  it('whatever was typed into the rest', async () => expect(await idOf([prospect('b1', { misc1: 'lead-1', lastName: 'Married', email: 'new@example.com' })])).toBe('b1'));

  it('before anybody who is alike', async () => expect(await idOf([prospect('b1'), prospect('b2', { misc1: 'lead-1' })])).toBe('b2'));

  it('never one that is marked as another\'s', async () => expect(await idOf([prospect('b1', { misc1: 'lead-2' })])).toBeUndefined());
});

describe('by name with e-mail or a phone, in any case', () => {
  const none = { set: { contactIdField: 'none' } };
  it.each<[string, AbcRecord['personal'], boolean]>([
    ['name and e-mail', { firstName: 'ANN', lastName: 'LEE', email: 'Ann@Example.com', mobilePhone: '5015559999' }, true],
    ['name and mobile', { email: 'other@example.com' }, true],
    ['name and work phone, extension apart', { email: 'x@y', mobilePhone: '', workPhone: '501-555-0112' }, true],
    ['name and our mobile as their home phone', { email: 'x@y', mobilePhone: '', primaryPhone: '5015550111' }, true],
    ['another first name', { firstName: 'Anna' }, false],
    ['another last name', { lastName: 'Leeds' }, false],
    ['the name alone', { email: 'x@y', mobilePhone: '5015559999' }, false],
  ])('%s', async (_name, personal, found) => {
    expect(await idOf([prospect('b1', personal)], none)).toBe(found ? 'b1' : undefined);
    expect(await idOf([prospect('b1', personal)])).toBe(found ? 'b1' : undefined);
    expect(await idOf([prospect('b1', personal)], { set: { protocol: 'soap' } })).toBe(found ? 'b1' : undefined);
  });

  it('nothing equals nothing', async () => {
    expect(await idOf([prospect('b1', { email: '', mobilePhone: '' })], { ...none, content: { firstName: 'Ann', lastName: 'Lee', email: null, mobile: null } })).toBeUndefined();
  });

  it('a mark counts for nothing where none is kept', async () => expect(await idOf([prospect('b1', { misc1: 'VIP' })], none)).toBe('b1'));
});

it('who is linked to another contact is not ours', async () => {
  expect(await idOf([prospect('b1'), prospect('b2')], { taken: ['b1'] })).toBe('b2');
  expect(await idOf([prospect('b1', { misc1: 'lead-1' })], { taken: ['b1'] })).toBeUndefined();
});

describe('several', () => {
  const marked = { misc1: 'lead-1' };
  it('the oldest is taken, the others named', async () => {
    const { own } = await find([
      prospect('b3', marked, { created: '2024-07-08 06:35:42.000000' }), prospect('b1', marked, { created: '2024-10-08 06:35:41.000000' }), prospect('b2', marked, { created: null }),
    ]);
    expect(own).toMatchObject({ vendorContactId: 'b3', warnings: [{ code: 'duplicate-at-vendor', detail: expect.stringContaining('b1, b2') }] });
  });

  it('unpadded stamps and mere days count as what they are', async () => {
    const rows = [prospect('b1', marked, { created: '2024-10-08 06:35:41.000000' }), prospect('b2', marked, { created: '2024-9-30 06:35:41.000000' })];
    expect(await idOf(rows)).toBe('b2');
    expect(await idOf([prospect('b1', marked, { created: '2024-10-01' }), prospect('b2', marked, { created: '2024-09-30' })])).toBe('b2');
  });

  it('of one moment the lower id', async () => expect(await idOf([prospect('b2', marked), prospect('b1', marked)])).toBe('b1'));

  it('the same record in both lists is one, as it was read last', async () => {
    const { own } = await find([prospect('a0000000000000000000000000000001', marked), member({ personal: marked })]);
    expect(own).toEqual({ vendorContactId: 'a0000000000000000000000000000001', warnings: [], closed: 'converted' });
  });
});

it('a prospect is open, a member closed', async () => {
  expect((await find([prospect('b1', { misc1: 'lead-1' })])).own).toEqual({ vendorContactId: 'b1', warnings: [] });
  expect((await find([member({ personal: { misc1: 'lead-1' } })])).own).toMatchObject({ closed: 'converted' });
  expect((await find([member({ personal: { misc1: 'lead-1', joinStatus: 'Prospect' } })])).own).not.toHaveProperty('closed');
});
