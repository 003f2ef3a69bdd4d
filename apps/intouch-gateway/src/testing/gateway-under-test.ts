import { randomBytes, randomUUID } from 'node:crypto';
import { Publisher, encode, outgoing, type Outgoing } from '@intouch/messaging';
import { KafkaPort } from '@intouch/messaging';
import { testDatabase } from '@intouch/postgres/testing';
import { startService } from '@intouch/service';
import type { PayloadOf, Topic } from '@intouch/contracts';
import { gatewayConfig } from '../config.js';
import type { Role } from '../access/access.js';
import { hashOf } from '../access/keys.js';
import { KeyStore } from '../store/key.store.js';
import { defineGateway } from '../intouch-gateway.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests look into answers field by field.
  readonly body: any;
}

export const operatorKey = 'key-of-the-operator';

export interface GatewayUnderTest {
  readonly url: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A club of its own for a test: all tests share one broker. */
  club(): Promise<string>;
  /** What a connector or the matcher would tell. */
  tell<T extends Topic>(topic: T, payload: PayloadOf<T>, requestId?: string): Promise<void>;
  /** Messages of a topic for a club, as they come; each call goes on where the last one stopped. */
  heard<P extends object>(topic: Topic<P>, wanted: (payload: P) => boolean): Promise<P>;
  until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T>;
  /** A further key, made as the command line makes them. */
  key(role: Role, clubs: readonly string[] | null): Promise<string>;
  stop(): Promise<void>;
}

export async function gatewayUnderTest(environment: Record<string, string> = {}): Promise<GatewayUnderTest> {
  const database = await testDatabase();
  const brokers = process.env['TEST_KAFKA_BROKERS']!;
  const config = gatewayConfig({
    DATABASE_URL: database.url,
    KAFKA_BROKERS: brokers,
    PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'error',
    KAFKA_PARTITIONS: '2',
    CREDENTIALS_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    BOOTSTRAP_KEY: operatorKey,
    ALLOW_INSECURE_VENDORS: 'true',
    ...environment,
  });
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };
  // A name is a consumer group: gateways of tests that run side by side must not share one.
  const name = `gateway-${randomBytes(4).toString('hex')}`;
  const service = await startService({ ...defineGateway(config), name }, (error) => console.error(error));
  const kafka = new KafkaPort({ brokers: [brokers], clientId: `test-${randomUUID()}`, log: quiet, partitions: 2 });
  const publisher = new Publisher(kafka, quiet);
  const listeners: { stop(): Promise<void> }[] = [];

  const under: GatewayUnderTest = {
    url: service.url,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${operatorKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
    },
    async club() {
      const clubId = `club-${randomBytes(6).toString('hex')}`;
      const answer = await under.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'chain', name: 'North', timeZone: 'America/New_York' });
      if (answer.status !== 200) throw new Error(`club: ${answer.status}`);
      return clubId;
    },
    async tell(topic, payload, requestId) {
      await publisher.publish([encode(outgoing(topic as never, payload as object, { requestId }) as Outgoing, 'test')]);
    },
    async heard(topic, wanted) {
      const consumer = kafka.consumer(`test-${randomUUID()}`);
      await consumer.connect();
      listeners.push({ stop: () => consumer.disconnect() });
      await consumer.subscribe({ topic: topic.name, fromBeginning: true });
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`nothing of the kind on ${topic.name}`)), 15_000);
        void consumer.run({
          eachMessage: async ({ message }) => {
            const payload = JSON.parse(message.value!.toString('utf8')) as never;
            if (!wanted(payload)) return;
            clearTimeout(timer);
            resolve(payload);
          },
        });
      });
    },
    async until(look, what) {
      const deadline = Date.now() + 10_000;
      for (;;) {
        const found = await look();
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`never: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async key(role, clubs) {
      const key = randomUUID();
      await service.app.get(KeyStore).add({ keyHash: hashOf(key), role, clubs }, key);
      return key;
    },
    async stop() {
      await Promise.all(listeners.map((listener) => listener.stop()));
      await publisher.close();
      await kafka.close();
      await service.stop();
      await database.drop();
    },
  };
  return under;
}
