import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { topics } from '@intouch/contracts';
import { encode, outgoing, Outbox, Publisher, type Outgoing } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { testDatabase } from '@intouch/postgres/testing';
import { startService } from '@intouch/service';
import { ulid } from 'ulid';
import { matcherConfig } from './config.js';
import { defineMatcher } from './matcher.js';
import { allOn, ana, aReport, off } from './testing/club-under-test.js';

it('as a service: a report published right behind its contact is matched, linked and told', async () => {
  const server = await testDatabase();
  const crashes: Error[] = [];
  const service = await startService(defineMatcher(matcherConfig({
    DATABASE_URL: server.url, KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'], PORT: '0', LOG_LEVEL: 'error',
    CREDENTIALS_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  })), (error) => crashes.push(error));
  try {
    const clubId = `club-${ulid()}`;
    const now = new Date().toISOString();
    const publish = (...messages: Outgoing[]) => service.app.get(Publisher).publish(messages.map((message) => encode(message, 'test')));
    await publish(
      outgoing(topics.clubConfigured, { clubId, clientId: 'c', name: 'Club', timeZone: 'UTC', country: 'US', revision: 1 }),
      outgoing(topics.integrationConfigured, {
        clubId, vendor: 'compete', revision: 1, enabled: true, paused: false, resumes: 0, settings: {}, options: { ...off, ...allOn }, credentials: null, schedule: null,
      }),
      outgoing(topics.leadUpserted, { clubId, contactId: 'c1', version: ulid(), receivedAt: now, contact: { status: 'LEAD', ...ana, updatedAt: now } }),
    );
    await publish(outgoing(topics.contactReported, aReport({ clubId })));

    const database = service.app.get(Database);
    const decided = async () => database.row<{ contact_id: string; seen_outcome: string }>('SELECT contact_id, seen_outcome FROM link WHERE club_id = $1', [clubId]);
    const deadline = Date.now() + 20_000;
    while (!(await decided()) && Date.now() < deadline) await pause(50);
    expect(await decided()).toEqual({ contact_id: 'c1', seen_outcome: 'converted' });
    await service.app.get(Outbox).published();
    expect(crashes).toEqual([]);
  } finally {
    await service.stop();
    await server.drop();
  }
});
