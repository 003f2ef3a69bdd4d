import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ChildService, noteTopic, Stage, uniqueName } from '../testing/index.js';

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.close());

it('a service with nothing to do takes less than 1 % of a core', async () => {
  const child = ChildService.start({
    name: uniqueName('idle'), databaseUrl: stage.databaseUrl, brokers: process.env['TEST_KAFKA_BROKERS']!,
    from: [noteTopic().name, noteTopic().name, noteTopic().name], to: noteTopic('to').name,
    measuresIdleMs: 2_500,
  });
  expect(await child.told()).toBe('started');
  const { share } = (await child.told()) as { share: number };
  await child.kill();
  expect(share).toBeLessThan(0.01);
});
