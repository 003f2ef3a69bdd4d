import { topics, type Topic } from '@intouch/contracts';
import { classSchemas } from './json-schema.js';

const page: readonly Topic[] = Object.values(topics);

/** CloudEvents 1.0, Kafka binding, binary mode: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md */
const cloudEvent = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', const: 'application/json' },
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'A republished event keeps it.' },
    ce_type: { type: 'string', description: "The topic's name." },
    ce_source: { type: 'string', description: 'The service that published it.' },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was first published.' },
    ce_requestid: { type: 'string', description: 'The request that set it off, as answered in X-Request-Id.' },
    traceparent: { type: 'string', description: 'W3C Trace Context, where the caller gave one.' },
  },
  required: ['content-type', 'ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time'],
};

/** The AsyncAPI 3.0 document of all topics. Who publishes and who consumes them is in `docs/flow.md`. */
export function asyncApi(): Record<string, unknown> {
  const payloads = classSchemas(page.map(({ payload }) => payload), '#/components/schemas/');
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'InTouch Connector',
      version: '1.0.0',
      description: 'The topics by which the services talk to each other. Who publishes and who consumes them, and why: docs/flow.md.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(page.map((topic) => [topic.name, channelOf(topic)])),
    components: {
      schemas: Object.fromEntries([['CloudEvent', cloudEvent] as const, ...payloads].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function channelOf({ name, payload, keyedBy, compacted }: Topic): Record<string, unknown> {
  return {
    address: name,
    messages: {
      [name]: {
        name,
        contentType: 'application/json',
        headers: { $ref: '#/components/schemas/CloudEvent' },
        payload: { $ref: `#/components/schemas/${payload.name}` },
        bindings: { kafka: { key: { type: 'string', description: keyedBy }, bindingVersion: '0.5.0' } },
      },
    },
    ...(compacted ? { bindings: { kafka: { topicConfiguration: { 'cleanup.policy': ['compact'] }, bindingVersion: '0.5.0' } } } : {}),
  };
}
