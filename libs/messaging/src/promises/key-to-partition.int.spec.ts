import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { note, noteTopic, RawTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

/**
 * Of six partitions, as `org.apache.kafka.common.utils.Utils.murmur2` gives them, positive and modulo six. Where a key
 * lies must never change: records of one contact in two partitions have no order.
 */
const table: Record<string, number> = {
  'club-1': 5,
  'club-1:lead-1': 1,
  'club-1:lead-2': 3,
  'club-2:lead-1': 0,
  'club-1:compete': 4,
  'club-1:abc': 2,
  'club-2:salesforce': 1,
  compete: 5,
  'ABC:42:0': 0,
  'Zürich:Müller': 3,
  x: 4,
};

it('a key lies in the partition that Kafka\'s own murmur2 gives it', async () => {
  const topic = noteTopic();
  const service = await stage.start({ name: uniqueName('pinned'), partitions: 6, handlers: () => [] });
  await service.publish(topic, Object.keys(table).map((key, n) => note(key, n)));
  const found = Object.fromEntries((await new RawTopic(topic.name).read()).map(({ key, partition }) => [String(key), partition]));
  expect(found).toEqual(table);
});
