import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type Topic } from '@intouch/contracts';
import { encode, outgoing } from '@intouch/messaging';
import { stale } from '../flow/generated-files.js';
import { asyncApi } from './async-api.js';
import { documents, schemasKept, schemasNow } from './generated.js';
import { topicIncompatibilities } from './incompatibilities.js';

const root = resolve(import.meta.dirname, '../..');

describe('the schemas in the repository', () => {
  it('are ones that the contracts of today are compatible with', () => {
    expect(topicIncompatibilities(schemasKept(root), schemasNow())).toEqual([]);
  });

  it('are up to date, and so is docs/asyncapi.yaml: if not, npm run docs', () => {
    expect(stale(root, documents())).toEqual([]);
  });

  it('are of topics that there are', () => {
    expect([...schemasKept(root).keys()].sort()).toEqual(Object.values<Topic>(topics).map(({ name }) => name).sort());
  });

  it('say what may be null, what may be absent and what has a default', () => {
    const schema = schemasNow().get('lead.upserted')!;
    const contact = schema.definitions!['ContactSnapshot']!;
    expect(contact.required).toEqual(['status', 'firstName', 'lastName']);
    expect(contact.properties!['gender']).toEqual({ type: ['string', 'null'], enum: ['M', 'F', null] });
    expect(schemasNow().get('club.configured')!.properties!['country']).toEqual({ type: 'string', pattern: '^[A-Z]{2}$', default: 'US' });
    expect(schemasNow().get('delivery.retry-requested')!.properties!['reason']).toEqual({ type: 'string' });
  });
});

describe('docs/asyncapi.yaml', () => {
  let parsed: Awaited<ReturnType<Parser['parse']>>;
  beforeAll(async () => {
    parsed = await new Parser().parse(readFileSync(join(root, 'docs/asyncapi.yaml'), 'utf8'));
  });

  it('is a valid AsyncAPI 3.0 document', () => {
    expect(parsed.diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
    expect(parsed.document?.version()).toBe('3.0.0');
  });

  it('has one channel per topic', () => {
    expect(parsed.document!.channels().all().map((channel) => channel.address()).sort()).toEqual(Object.values<Topic>(topics).map(({ name }) => name).sort());
  });

  it('describes the headers that really travel', () => {
    const { headers } = encode({ ...outgoing(topics.leadArchived, { clubId: 'c', contactId: 'p', version: 'v', receivedAt: 't' }), requestId: 'r', traceparent: 't' }, 'intouch-gateway');
    const { properties } = (asyncApi()['components'] as { schemas: Record<string, { properties: object }> }).schemas['CloudEvent']!;
    expect(Object.keys(properties).sort()).toEqual(Object.keys(headers).sort());
  });
});
