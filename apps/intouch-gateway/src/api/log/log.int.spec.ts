import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ulid } from 'ulid';
import { topics, type ActivityLogged, type MatchUndecided } from '@intouch/contracts';
import { gatewayUnderTest, operatorKey, type GatewayUnderTest } from '../../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => (gateway = await gatewayUnderTest()), 60_000);
afterAll(() => gateway.stop());

function activity(clubId: string, summary: string, more: Partial<ActivityLogged> = {}): ActivityLogged {
  return {
    activityId: ulid(), at: new Date().toISOString(), clubId, vendor: 'compete', contactId: 'c-1', vendorContactId: null, requestId: 'r-1',
    entry: { level: 'ERROR', direction: 'OUT', summary, reason: 'missing-required', detail: 'no e-mail', howToFix: 'add one' }, delivery: null, ...more,
  };
}

it('tells the log in order, filtered, once, and as a stream', async () => {
  const clubId = await gateway.club();
  const first = activity(clubId, 'one');
  for (const told of [first, first, activity(clubId, 'two', { contactId: 'c-2' })]) await gateway.tell(topics.activityLogged, told);
  const log = async (more = ''): Promise<{ entries: { id: string; summary: string }[]; next: string }> => (await gateway.call('GET', `/v1/log?clubId=${clubId}${more}`)).body;
  await gateway.until(async () => (await log()).entries.length === 2, 'both were logged');
  const { entries, next } = await log();
  expect(entries.map(({ summary }) => summary)).toEqual(['one', 'two']);
  expect(entries[0]).toEqual({
    id: expect.any(String), at: first.at, level: 'ERROR', direction: 'OUT', clubId, vendor: 'compete', contactId: 'c-1', vendorContactId: null, requestId: 'r-1',
    summary: 'one', reason: 'missing-required', detail: 'no e-mail', howToFix: 'add one',
  });
  expect(await log(`&after=${next}`)).toEqual({ entries: [], next });
  expect((await log('&contactId=c-2&level=ERROR&vendor=compete&requestId=r-1')).entries).toHaveLength(1);
  expect((await gateway.call('GET', '/v1/log?level=LOUD&vendor=x&limit=1001')).body.errors).toHaveLength(3);
  expect((await gateway.call('GET', '/v1/log?clubId=nowhere')).status).toBe(404);

  const end = new AbortController();
  const stream = await fetch(`${gateway.url}/v1/log/stream?clubId=${clubId}&after=${next}`, { headers: { authorization: `Bearer ${operatorKey}` }, signal: end.signal });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  await gateway.tell(topics.activityLogged, activity(clubId, 'three'));
  let text = '';
  for await (const part of stream.body!) {
    text += Buffer.from(part as Uint8Array).toString();
    if (text.includes('"three"')) break;
  }
  expect(text).toMatch(/id: \d+\ndata: \{.*"summary":"three"/);
  end.abort();
});

it('lists parked deliveries page by page and has them tried again', async () => {
  const clubId = await gateway.club();
  const delivery = { state: 'parked' as const, desiredVersion: 'V', deliveredVersion: null, attempts: 1, nextAttemptAt: null, lastError: 'no e-mail', reason: 'missing-required' };
  for (const contactId of ['c-1', 'c-2']) await gateway.tell(topics.activityLogged, activity(clubId, 'parked', { contactId, delivery }));
  const parked = async (more = '') => (await gateway.call('GET', `/v1/parked?clubId=${clubId}${more}`)).body;
  const page = await parked('&limit=1');
  expect(page.parked).toEqual([{ clubId, contactId: 'c-1', vendor: 'compete', reason: 'missing-required', detail: 'no e-mail', since: expect.any(String) }]);
  expect((await parked(`&after=${page.next}`)).parked).toMatchObject([{ contactId: 'c-2' }]);
  expect((await parked('&reason=other')).parked).toEqual([]);
  expect((await gateway.call('GET', '/v1/parked?after=!')).status).toBe(422);
  expect((await gateway.call('POST', '/v1/parked/retry', { vendor: 'acme' })).status).toBe(422);
  expect((await gateway.call('POST', '/v1/parked/retry', { clubId, contactId: 'c-2' })).body).toEqual({ retried: 1 });
  expect(await gateway.heard(topics.deliveryRetryRequested, (it) => it.clubId === clubId)).toMatchObject({ vendor: 'compete', contactId: 'c-2' });
});

it('lets a person decide what Smart Match could not, once', async () => {
  const clubId = await gateway.club();
  const review = (): MatchUndecided => ({
    reviewId: ulid(), clubId, vendor: 'compete', vendorContactId: '9', occurredAt: new Date().toISOString(), reason: 'SEVERAL_CANDIDATES',
    vendorContact: { id: '9', firstName: 'Ana' }, candidates: [{ contactId: 'c-1', tier: 5, agrees: ['email'], differs: ['lastName'] }], explanation: 'two',
  });
  const [kept, superseded] = [review(), review()];
  await gateway.tell(topics.matchResolved, { reviewId: superseded.reviewId, clubId, vendor: 'compete', vendorContactId: '9', decision: 'superseded', contactId: null, decidedAt: new Date().toISOString() });
  await gateway.tell(topics.matchUndecided, superseded);
  await gateway.tell(topics.matchUndecided, kept);
  const open = async () => (await gateway.call('GET', `/v1/reviews?clubId=${clubId}&vendor=compete`)).body.reviews;
  await gateway.until(async () => { const seen = await open(); return seen.length === 1 && seen[0].reviewId === kept.reviewId; }, 'one review is open');
  expect((await open())[0]).toMatchObject({ vendor: 'compete', vendorContact: kept.vendorContact, candidates: kept.candidates, reason: 'SEVERAL_CANDIDATES' });

  const decide = (body: unknown, reviewId = kept.reviewId) => gateway.call('POST', `/v1/reviews/${reviewId}`, body);
  expect((await decide({ decision: 'insert' }, 'none')).status).toBe(404);
  expect((await decide({ decision: 'maybe' })).status).toBe(422);
  expect((await decide({ decision: 'match' })).status).toBe(422);
  expect((await decide({ decision: 'match', contactId: 'stranger' })).status).toBe(422);
  await gateway.call('PUT', `/v1/clubs/${clubId}/contacts/c-1`, { status: 'LEAD', firstName: 'Ana', lastName: 'Silva' });
  expect((await decide({ decision: 'match', contactId: 'c-1' })).status).toBe(200);
  expect((await decide({ decision: 'ignore' })).status).toBe(409);
  expect(await open()).toEqual([]);
  expect(await gateway.heard(topics.matchResolved, (it) => it.clubId === clubId && it.reviewId === kept.reviewId)).toMatchObject({ decision: 'match', contactId: 'c-1' });
});
