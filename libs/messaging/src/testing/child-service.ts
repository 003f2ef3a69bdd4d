import { setTimeout as pause } from 'node:timers/promises';
import { outgoing } from '../message.js';
import { noteTopicNamed } from './note.js';
import { handlerOf, TestService } from './test-service.js';

/** What a child process is to do, handed over as JSON: notes of `from` are effects, and go on to `to`. */
export interface ChildTask {
  readonly name: string;
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly from: readonly string[];
  readonly to: string;
  /** Ends itself by SIGKILL when the relay has read the outbox, or when the broker has acknowledged what it read. */
  readonly dies?: 'before-publish' | 'before-delete';
  /**
   * Tells the share of one core it takes: the least of five windows of that many milliseconds, after twice as many to settle. What
   * else the machine does, and the runtime's own housekeeping, only ever adds to a window; a queue that spins spins in all of them.
   */
  readonly measuresIdleMs?: number;
}

process.on('disconnect', () => process.exit(0));

const { name, databaseUrl, brokers, from, to, dies, measuresIdleMs } = JSON.parse(process.argv[2]!) as ChildTask;
const onward = noteTopicNamed(to);
const service = new TestService({
  name, databaseUrl, brokers, partitions: 6,
  handlers: ({ effects }) =>
    from.map((topic) =>
      handlerOf(
        noteTopicNamed(topic),
        async (messages) => {
          await effects.write(messages);
          return messages.map((message) => outgoing(onward, message.payload, message));
        },
        { emits: [onward] },
      ),
    ),
});

if (dies) {
  const publish = service.publisher.publish.bind(service.publisher);
  service.publisher.publish = async (records) => {
    if (dies === 'before-delete') await publish(records);
    process.kill(process.pid, 'SIGKILL');
  };
}
await service.start();
process.send!('started');

if (measuresIdleMs !== undefined) {
  const shareOfWindow = async (): Promise<number> => {
    const [before, began] = [process.cpuUsage(), performance.now()];
    await pause(measuresIdleMs);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / (performance.now() - began);
  };
  await pause(2 * measuresIdleMs);
  let share = Infinity;
  for (let window = 0; window < 5; window += 1) share = Math.min(share, await shareOfWindow());
  process.send!({ share });
}
