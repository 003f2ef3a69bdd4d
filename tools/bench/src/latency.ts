import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, Partitioners } from 'kafkajs';
import { lead, percentile, type System } from './system.js';
import type { Row } from './table.js';

const leads = 200;
const gapMs = 50;

/** Row 2: from the PUT to the create on the vendor's wire, on an idle system, against one produce, one consume, one HTTP call. */
export async function measureLatency(system: System): Promise<Row[]> {
  const clubId = 'bench-latency';
  await system.club(clubId, 1);
  const ours: number[] = [];
  for (let index = -20; index < leads; index += 1) {
    const name = `Latency${index + 20}`;
    const began = performance.now();
    await system.call('PUT', `/v1/clubs/${clubId}/contacts/${name}`, lead(name));
    await system.vendor.until(() => system.vendor.arrived.has(name));
    // The first ones warm caches and connections.
    if (index >= 0) ours.push(system.vendor.arrived.get(name)! - began);
    await pause(gapMs);
  }
  const floor = await floorLatency(system);
  const row = (share: number, aim: string): Row => ({
    work: `lead accepted → vendor's wire, idle, p${share * 100}`,
    measured: `${percentile(ours, share).toFixed(1)} ms`,
    floor: `${percentile(floor, share).toFixed(1)} ms`,
    ratio: percentile(ours, share) / percentile(floor, share),
    aim,
  });
  return [row(0.5, '≤ 50 ms and ≤ 5 ×'), row(0.99, '≤ 250 ms and ≤ 5 ×')];
}

async function floorLatency(system: System): Promise<number[]> {
  const kafka = new Kafka({ clientId: 'bench-floor', brokers: [...system.brokers] });
  await kafka.admin().createTopics({ topics: [{ topic: 'bench.latency', numPartitions: 1 }], waitForLeaders: true });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId: 'bench-floor', maxWaitTimeInMs: 2_000 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: ['bench.latency'], fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on('consumer.group_join', resolve));
  await consumer.run({
    eachMessage: async ({ message }) => {
      await fetch(`http://127.0.0.1:${system.vendor.port}/api/v3/member/createmember`, { method: 'POST', body: message.value!.toString() }).then((answer) => answer.text());
    },
  });
  await joined;
  const times: number[] = [];
  for (let index = 0; index < leads; index += 1) {
    const LastName = `Floor${index}`;
    const began = performance.now();
    await producer.send({ topic: 'bench.latency', acks: -1, messages: [{ value: JSON.stringify({ LastName, MemberId: '1' }) }] });
    await system.vendor.until(() => system.vendor.arrived.has(LastName));
    times.push(system.vendor.arrived.get(LastName)! - began);
    await pause(gapMs);
  }
  await consumer.disconnect();
  await producer.disconnect();
  return times;
}
