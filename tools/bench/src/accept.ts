import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import autocannon from 'autocannon';
import { Kafka, Partitioners } from 'kafkajs';
import { lead, mean, type System } from './system.js';
import type { Row } from './table.js';

const connections = 64;
const seconds = 8;

/** Row 1: a lead accepted durably, against a bare HTTP server that produces the same bytes with bare kafkajs. */
export async function measureAccept(system: System): Promise<Row[]> {
  const clubId = 'bench-accept';
  // No integration: what is measured is accepting, not what happens behind it.
  await system.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'bench', name: 'Bench', timeZone: 'UTC' });
  const body = JSON.stringify(lead('Accept'));

  const kafka = new Kafka({ clientId: 'bench', brokers: [...system.brokers] });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await kafka.admin().createTopics({ topics: [{ topic: 'bench.floor', numPartitions: 6 }] });
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const key = request.url!;
      const headers = { 'content-type': 'application/json', ce_specversion: '1.0', ce_id: key, ce_type: 'lead.upserted', ce_source: 'bench', ce_time: new Date().toISOString() };
      void producer.send({ topic: 'bench.floor', acks: -1, messages: [{ key, value: JSON.stringify({ clubId, contactId: key, contact: JSON.parse(text) as object }), headers }] }).then(() => {
        response.writeHead(202, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ eventId: key, contactId: key, version: key }));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const load = async (base: string): Promise<number> => {
    let n = 0;
    const result = await autocannon({
      url: base, connections, duration: seconds, method: 'PUT', body,
      headers: { authorization: 'Bearer dev-key', 'content-type': 'application/json' },
      requests: [{ setupRequest: (request) => ({ ...request, path: `/v1/clubs/${clubId}/contacts/c${(n++) % 5_000}` }) }],
    });
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} errors`);
    return result.requests.total / result.duration;
  };
  // Warm both, then measure each twice in turn: the machine's speed drifts.
  const [ours, floor]: [number[], number[]] = [[], []];
  const floorUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await load(floorUrl);
  await load(system.stack.gatewayUrl);
  for (let round = 0; round < 2; round += 1) {
    floor.push(await load(floorUrl));
    ours.push(await load(system.stack.gatewayUrl));
  }
  server.close();
  server.closeAllConnections();
  await producer.disconnect();
  return [{
    work: `accept a lead (PUT, durable), ${connections} connections`,
    measured: `${Math.round(mean(ours))}/s`,
    floor: `${Math.round(mean(floor))}/s`,
    ratio: mean(floor) / mean(ours),
    aim: '≤ 1.5 × time per request',
  }];
}
