import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gatewayUnderTest, type GatewayUnderTest } from '../testing/gateway-under-test.js';

let gateway: GatewayUnderTest;
beforeAll(async () => (gateway = await gatewayUnderTest()), 60_000);
afterAll(() => gateway.stop());

const integration = '/v1/clubs/{clubId}/integrations/{vendor}';
/** The contract, address by address, with the status of success. */
const contract: readonly (readonly [string, string, number])[] = [
  ['put', '/v1/clubs/{clubId}', 200], ['get', '/v1/clubs', 200], ['get', '/v1/clubs/{clubId}', 200],
  ['put', '/v1/clubs/{clubId}/contacts/{contactId}', 202], ['post', '/v1/clubs/{clubId}/contacts/batch', 200], ['delete', '/v1/clubs/{clubId}/contacts/{contactId}', 202],
  ['post', '/v1/clubs/{clubId}/contacts/{contactId}/send', 202], ['get', '/v1/clubs/{clubId}/contacts/{contactId}', 200],
  ['put', '/v1/clubs/{clubId}/staff/{staffId}', 202], ['put', '/v1/clubs/{clubId}/lead-sources/{leadSourceId}', 202],
  ['get', `${integration}/lookups`, 200], ['post', `${integration}/lookups/resync`, 202],
  ['put', `${integration}/links/{subject}/{id}`, 200], ['delete', `${integration}/links/{subject}/{id}`, 204],
  ['put', integration, 200], ['get', integration, 200], ['post', `${integration}/check`, 200], ['post', `${integration}/pause`, 200], ['post', `${integration}/resume`, 200],
  ['post', `${integration}/sync`, 202], ['get', `${integration}/files`, 200], ['post', `${integration}/files/{name}/process`, 202],
  ['get', '/v1/runs/{runId}', 200], ['post', '/v1/runs/{runId}/approve', 202], ['post', '/v1/runs/{runId}/cancel', 202],
  ['get', '/v1/changes', 200], ['post', '/v1/changes/{changeId}/ack', 204], ['put', '/v1/webhook', 200],
  ['get', '/v1/log', 200], ['get', '/v1/log/stream', 200], ['get', '/v1/parked', 200], ['post', '/v1/parked/retry', 200],
  ['get', '/v1/reviews', 200], ['post', '/v1/reviews/{reviewId}', 200],
  ['get', '/health/live', 200], ['get', '/health/ready', 200], ['get', '/metrics', 200],
];

it('describes every address of the contract, and none besides', async () => {
  const { body } = await gateway.call('GET', '/openapi.json');
  const described = Object.entries<Record<string, { responses: object }>>(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { responses }]) => ({ place: `${method} ${path}`, statuses: Object.keys(responses) })),
  );
  expect(described.map(({ place }) => place).sort()).toEqual(contract.map(([method, path]) => `${method} ${path}`).sort());
  for (const [method, path, status] of contract) {
    expect([path, described.find(({ place }) => place === `${method} ${path}`)!.statuses]).toEqual([path, expect.arrayContaining([String(status)])]);
  }
});
