import { topics, type RunProgressed } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { progressed } from '../api/runs/progress.js';
import { RunStore } from '../store/run.store.js';

@On(topics.runProgressed, { why: 'connector and matcher each tell their part of a run; here they are summed up' })
export class KeepRunOnRunProgressed {
  constructor(private readonly runs: RunStore) {}

  async handle(messages: readonly Message<RunProgressed>[]): Promise<void> {
    const first = await this.runs.firstSeen(messages);
    const counted = messages.filter(({ id }) => first.has(id)).map(({ payload }) => payload);
    for (const [runId, parts] of [...Map.groupBy(counted, ({ runId }) => runId)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const { clubId, vendor, kind, at } = parts[0]!;
      await this.runs.start(runId, clubId, vendor, kind, at);
      const run = (await this.runs.lock(runId))!;
      await this.runs.write(parts.reduce(progressed, run));
      await this.runs.addItems(runId, parts.flatMap(({ items }) => items));
    }
  }
}
