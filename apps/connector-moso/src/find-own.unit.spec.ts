import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import type { Content, Settling } from '@intouch/connector-kit';
import type { MosoClient } from './client.js';
import { findOwn } from './find-own.js';
import { facts } from './testing/facts.js';
import type { ListedMember } from './wire.js';

const member = (id: string, more: Partial<ListedMember> = {}): ListedMember => ({
  id, homeClub: '001', firstName: 'JANE', lastName: 'doe', email: 'JANE@example.com', phones: ['6172001000', '6172001001'], contactId: null, ...more,
});
const ours = { contactId: 'lead-1' };
const sent: Content = { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.com', homePhone: null, mobile: '6172001001' };

interface Case {
  readonly externalIdField?: string;
  readonly content?: Content;
  readonly taken?: readonly string[];
  readonly whole?: boolean;
}

function find(listed: readonly ListedMember[], { externalIdField = 'Salesperson3', content = sent, taken = [], whole = true }: Case = {}) {
  const client = { eachActiveMember: async (take: (it: ListedMember) => void) => (listed.forEach(take), whole) } as unknown as MosoClient;
  const free = async (ids: readonly string[]): Promise<Set<string>> => new Set(ids.filter((id) => !taken.includes(id)));
  const settling: Settling = { intent: { content, reserved: null, firstTriedAt: '2026-11-25T00:00:00Z' }, look: 1, now: new Date(), mayRepeat: true, free };
  return findOwn(client, settling, facts({ set: { externalIdField } }));
}

it('finds the record that carries our id, whatever its names', async () => {
  const listed = [member('9'), member('10', { ...ours, firstName: 'Else' }), member('11', { contactId: 'lead-10' })];
  expect(await find(listed)).toEqual({ vendorContactId: '10', warnings: [] });
});

it.each([
  ['one of another club', [member('1', { ...ours, homeClub: '002' })], {}],
  ['one that is alike but carries no id of ours', [member('1')], {}],
  ['one that is linked', [member('1', ours)], { taken: ['1'] }],
  ['nobody in a list that is too long', [], { whole: false }],
])('does not find %s', async (_what, listed, more) => expect(await find(listed, more)).toBeNull());

it('of several takes the lowest id, by number, that is nobody else\'s, and names the others', async () => {
  const listed = [member('100', ours), member('9', ours), member('20', ours), member('20', ours), member('3', ours)];
  const found = await find(listed, { taken: ['3'] });
  expect(found).toMatchObject({ vendorContactId: '9', warnings: [{ code: 'duplicate-at-vendor', detail: expect.stringContaining('20, 100') }] });
});

it('says when the list goes on beyond what is read', async () => {
  expect(await find([member('1', ours)], { whole: false })).toMatchObject({ vendorContactId: '1', warnings: [{ code: 'list-too-long' }] });
});

const byName = (more: Partial<ListedMember>, content: Content = sent) => find([member('1', more)], { externalIdField: 'none', content });
it.each([
  ['name and e-mail address, in any case', { phones: [] }],
  ['name and a phone, whichever it is there', { email: null, phones: ['6172001001'] }],
])('without our id, by %s', async (_what, more) => expect(await byName(more)).toMatchObject({ vendorContactId: '1' }));

it.each([
  ['another first name', { firstName: 'Joan' }, sent],
  ['no last name', { lastName: null }, sent],
  ['another address and phone', { email: 'j@example.com', phones: ['6172009999'] }, sent],
  ['nothing but the name on either side', { email: null, phones: [] }, { firstName: 'Jane', lastName: 'Doe', email: null, mobile: null }],
  ['the name, in another club', { homeClub: '002' }, sent],
])('nor by %s', async (_what, more, content) => expect(await byName(more, content)).toBeNull());
