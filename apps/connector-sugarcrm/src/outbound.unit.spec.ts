import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Gone, type Content, type Created, type Settling } from '@intouch/connector-kit';
import type { CrmAccess, Lead, LeadValues } from './crm-access.js';
import { outbound } from './outbound.js';
import { facts, lead, ownId } from './testing/facts.js';

const content: Content = { lastName: 'O\'Brien', city: 'Boston', email: null };

/** A CRM that keeps one lead, and what was asked of it. */
function crm(kept: Lead | null, { tellsDeleted = true, says = (values: LeadValues): Lead => lead({ id: ownId }, values) } = {}) {
  const asked: string[] = [];
  const client = {
    tellsDeleted,
    getLead: async (id: string) => {
      asked.push(`get ${id}`);
      return kept;
    },
    createLead: async (id: string, values: LeadValues) => {
      asked.push(`create ${id} ${Object.keys(values).join()}`);
      return says(values);
    },
    updateLead: async (id: string, values: LeadValues, lastName: string) => {
      asked.push(`update ${id} ${Object.entries(values).join()} (${lastName})`);
      return says(values);
    },
    deleteLead: async (id: string) => {
      asked.push(`delete ${id}`);
    },
  } as unknown as CrmAccess;
  return { client, asked };
}

const intent = { content, reserved: null, firstTriedAt: '2026-11-25T17:00:00Z' };
const free: Settling['free'] = async () => new Set();
const settling = (more: Partial<Settling> = {}): Settling => ({ intent, look: 1, now: new Date(), mayRepeat: true, free, ...more });
const elsewhere = (values: LeadValues): Lead => lead({ id: ownId }, { ...values, primary_address_city: 'Bostn' });

it('creates under our own id, another one for each generation', async () => {
  const { client, asked } = crm(null);
  expect(await outbound.create(client, intent, facts(), free)).toEqual({ vendorContactId: ownId, warnings: [], stored: {} });
  await outbound.create(client, intent, facts({ generation: 1 }), free);
  expect(asked).toEqual([`create ${ownId} last_name,primary_address_city,account_name`, 'create e37033f3-9c2f-51cf-a24e-90e346f32ebd last_name,primary_address_city,account_name']);
});

it('names what is stored otherwise, of a create and of an update', async () => {
  const { warnings } = await outbound.create(crm(null, { says: elsewhere }).client, intent, facts(), free);
  expect(warnings).toMatchObject([{ code: 'stored-differently', detail: expect.stringContaining('primary_address_city') }]);
  expect(await outbound.update(crm(null, { says: elsewhere }).client, ownId, { city: 'Boston' }, content, facts())).toMatchObject({ warnings: [{ code: 'stored-differently' }], stored: { city: 'Bostn' } });
});

it('a create that is converted by the time it is read is closed', async () => {
  expect(await outbound.create(crm(null, { says: () => lead({ converted: true }) }).client, intent, facts(), free)).toMatchObject({ closed: 'converted' });
});

describe('settles an unanswered create', () => {
  const settle = (kept: Lead | null, more: Partial<Settling> = {}, tellsDeleted = true): [Promise<Created | null>, string[]] => {
    const { client, asked } = crm(kept, { tellsDeleted });
    return [outbound.settle(client, settling(more), facts()), asked];
  };

  it('finds it by our id', async () => {
    const [found, asked] = settle(lead({ id: ownId }, { primary_address_city: 'Boston' }));
    expect(await found).toEqual({ vendorContactId: ownId, warnings: [], stored: {} });
    expect(asked).toEqual([`get ${ownId}`]);
    expect(await settle(lead({ converted: true }))[0]).toMatchObject({ vendorContactId: ownId, closed: 'converted' });
  });

  it('a deleted one is known by our id, and closed', async () => {
    expect(await settle(lead({ deleted: true }))[0]).toEqual({ vendorContactId: ownId, closed: 'deleted' });
  });

  it('creates again where it is not there: the id makes that safe', async () => {
    const [created, asked] = settle(null);
    expect(await created).toMatchObject({ vendorContactId: ownId, repeated: true });
    expect(asked).toHaveLength(2);
  });

  it('only looks where nothing is to come of it', async () => {
    const [none, asked] = settle(null, { mayRepeat: false, look: 2 });
    expect([await none, asked]).toEqual([null, [`get ${ownId}`]]);
  });

  it('looks twice where a refused create would be taken for a deleted lead', async () => {
    expect(await settle(null, {}, false)[0]).toBeNull();
    expect(await settle(null, { look: 2 }, false)[0]).toMatchObject({ repeated: true });
  });
});

it('an update carries what changed; a converted lead is written, and closed', async () => {
  const { client, asked } = crm(null);
  expect(await outbound.update(client, 'x-1', { city: null, email: 'new@x.com' }, content, facts())).toEqual({ warnings: [], stored: {} });
  expect(asked).toEqual(['update x-1 email1,new@x.com,primary_address_city, (O\'Brien)']);
  await expect(outbound.update(crm(null, { says: () => lead({ converted: true }) }).client, 'x-1', { city: null }, content, facts())).rejects.toThrow(new Gone('converted'));
});

describe('removes', () => {
  const remove = async (kept: Lead | null): Promise<string[]> => {
    const { client, asked } = crm(kept);
    expect(await outbound.remove!(client, 'x-1', facts())).toEqual([]);
    return asked;
  };

  it('what is there', async () => expect(await remove(lead())).toEqual(['get x-1', 'delete x-1']));
  it.each([['not there', null], ['deleted', lead({ deleted: true })]])('nothing that is %s, and says so', async (_what, kept) => {
    const { client, asked } = crm(kept);
    await expect(outbound.remove!(client, 'x-1', facts())).rejects.toThrow(new Gone('deleted'));
    expect(asked).toEqual(['get x-1']);
  });
  it('nothing that is converted', async () => {
    const { client, asked } = crm(lead({ converted: true }));
    await expect(outbound.remove!(client, 'x-1', facts())).rejects.toThrow(new Gone('converted'));
    expect(asked).toEqual(['get x-1']);
  });
});

it.each([
  ['LEAD', false, null, true], ['LEAD', true, null, true], ['MEMBER', false, 'Member', false], ['MEMBER', true, 'Member', true], ['MEMBER', true, null, false], ['MEMBER', true, ' ', false],
  ['FORMER_MEMBER', true, 'Member', false],
] as const)('a %s, linked %s, with memberStatus %s: %s', (status, linked, memberStatus, wanted) => {
  expect(outbound.sends({ status, firstName: 'Jane', lastName: 'Doe' }, linked, { memberStatus })).toBe(wanted);
});
