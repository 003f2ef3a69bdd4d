import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ulid } from 'ulid';
import { decisionTopics, topics, type Decision } from '@intouch/contracts';
import { gatewayUnderTest, type GatewayUnderTest } from '../../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => (gateway = await gatewayUnderTest()), 60_000);
afterAll(() => gateway.stop());

function decision(clubId: string, more: Partial<Decision> = {}): Decision {
  return {
    changeId: ulid(), type: 'member.converted', occurredAt: '2026-11-22T09:30:00.000Z', clubId, contactId: 'lead-9', vendor: 'compete', vendorContactId: '1042',
    match: { by: 'tier', tier: 3, agrees: ['firstName'], differs: [] }, joinDate: '2026-11-21', endDate: null, contact: { status: 'MEMBER' },
    option: 'convertLeadToMember', explanation: 'matched', runId: 'run', ...more,
  };
}
const decide = (made: Decision): Promise<void> => gateway.tell(decisionTopics[made.type], made);
const from = async (clubId: string, after = '0'): Promise<{ changes: Record<string, unknown>[]; next: string }> => {
  const { body } = await gateway.call('GET', `/v1/changes?after=${after}&wait=10`);
  // One broker serves all tests.
  const own = body.changes.filter((change: { clubId: string }) => change.clubId === clubId);
  return own.length > 0 ? { changes: own, next: body.next } : from(clubId, body.next);
};

describe('the changes feed', () => {
  it('hands out a change exactly as the page says, once, though it be told twice', async () => {
    const clubId = await gateway.club();
    const made = decision(clubId);
    await decide(made);
    await decide(made);
    const { changes, next } = await from(clubId);
    expect(changes).toEqual([
      {
        changeId: made.changeId, type: 'member.converted', occurredAt: made.occurredAt, clubId, contactId: 'lead-9', vendor: 'compete', vendorContactId: '1042',
        match: { by: 'tier', tier: 3 }, joinDate: '2026-11-21', endDate: null, contact: { status: 'MEMBER' },
      },
    ]);
    const empty = await gateway.call('GET', `/v1/changes?after=${next}`);
    expect(empty.body).toEqual({ changes: [], next });
  });

  it('tells a link to InTouch unless InTouch told it itself', async () => {
    const clubId = await gateway.club();
    const link = { clubId, contactId: 'c-1', vendor: 'compete', vendorContactId: '7', linkedAt: new Date().toISOString(), role: 'live', replaced: null } as const;
    await gateway.tell(topics.contactLinked, { ...link, how: 'vendor-ids' });
    await gateway.tell(topics.contactLinked, { ...link, how: 'tier-2' });
    const { changes } = await from(clubId);
    expect(changes).toMatchObject([{ type: 'contact.linked', contactId: 'c-1', vendorContactId: '7', match: { by: 'tier', tier: 2 }, contact: {} }]);
  });

  it('wakes a long poll, and refuses what is no cursor', async () => {
    const clubId = await gateway.club();
    const { body } = await gateway.call('GET', '/v1/changes?limit=1000');
    const polling = from(clubId, body.next);
    await decide(decision(clubId));
    expect((await polling).changes).toHaveLength(1);
    const bad = await gateway.call('GET', '/v1/changes?after=yesterday&limit=0&wait=61');
    expect([bad.status, bad.body.errors.map(({ field }: { field: string }) => field)]).toEqual([422, ['after', 'limit', 'wait']]);
  });

  it('takes an ack, which for an insert names the new contact and links it', async () => {
    const clubId = await gateway.club();
    const made = decision(clubId, { type: 'member.inserted', contactId: null, match: { by: 'none', tier: null, agrees: [], differs: [] } });
    await decide(made);
    expect((await from(clubId)).changes).toMatchObject([{ contactId: null }]);
    const ack = (body?: unknown, changeId = made.changeId) => gateway.call('POST', `/v1/changes/${changeId}/ack`, body);
    expect((await ack({ contactId: 'new-1' }, 'unknown')).status).toBe(404);
    expect((await ack({})).status).toBe(422);
    expect((await ack({ contactId: 'new 1' })).status).toBe(422);
    expect((await ack({ contactId: 'new-1' })).status).toBe(204);
    expect((await ack({ contactId: 'new-1' })).status).toBe(204);
    expect((await ack({ contactId: 'new-2' })).status).toBe(409);
    expect(await gateway.heard(topics.contactLinkRequested, (it) => it.clubId === clubId)).toMatchObject({ contactId: 'new-1', vendorContactId: '1042', how: 'ack', reportedState: 'MEMBER' });
    const { entries } = (await gateway.call('GET', `/v1/log?clubId=${clubId}&contactId=new-1`)).body;
    expect(entries).toMatchObject([{ direction: 'IN', vendorContactId: '1042', summary: expect.stringContaining('new-1') }]);
    const other = decision(clubId);
    await decide(other);
    await gateway.until(async () => (await ack(undefined, other.changeId)).status === 204, 'acknowledged without a body');
  });
});

describe('the webhook', () => {
  it('is signed, in order per contact, tried again until taken, and acks an insert', async () => {
    const clubId = await gateway.club();
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const taken: { type: string; contactId: string | null; vendorContactId: string }[] = [];
    let refusals = 2;
    const receiver: Server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const change = new Webhook(secret).verify(Buffer.concat(parts).toString(), request.headers as Record<string, string>) as (typeof taken)[number] & { clubId: string; changeId: string };
        const refuse = change.clubId === clubId && (refusals -= 1) >= 0;
        if (!refuse && change.clubId === clubId) taken.push(change);
        response.writeHead(refuse ? 500 : 200).end(JSON.stringify(change.contactId === null ? { contactId: 'hook-1' } : {}));
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    try {
      expect((await gateway.call('PUT', '/v1/webhook', { url: 'nowhere', secret: '' })).body.errors).toHaveLength(2);
      expect((await gateway.call('PUT', '/v1/webhook', { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`, secret })).status).toBe(200);
      await decide(decision(clubId, { type: 'member.converted' }));
      await from(clubId);
      await decide(decision(clubId, { type: 'member.lapsed' }));
      await decide(decision(clubId, { type: 'member.inserted', contactId: null, vendorContactId: '77' }));
      await gateway.until(async () => taken.length === 3, 'all were taken');
      expect(taken.filter(({ contactId }) => contactId === 'lead-9').map(({ type }) => type)).toEqual(['member.converted', 'member.lapsed']);
      expect(await gateway.heard(topics.contactLinkRequested, (it) => it.clubId === clubId)).toMatchObject({ contactId: 'hook-1', vendorContactId: '77', how: 'ack' });
      expect((await gateway.call('PUT', '/v1/webhook', { url: null })).status).toBe(200);
    } finally {
      receiver.close();
      receiver.closeAllConnections();
    }
  });
});
