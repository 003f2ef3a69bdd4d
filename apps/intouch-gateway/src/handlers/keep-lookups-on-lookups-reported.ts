import { topics, type LookupsReported } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { AnswersCame } from '../answers/wake.js';
import { LookupStore } from '../store/lookup.store.js';
import { RunStore } from '../store/run.store.js';
import { WaitingStore } from '../store/waiting.store.js';

@On(topics.lookupsReported, { why: 'people see which staff and lead sources are linked; who linked one by hand is answered' })
export class KeepLookupsOnLookupsReported {
  constructor(
    private readonly lookups: LookupStore,
    private readonly waiting: WaitingStore,
    private readonly runs: RunStore,
    private readonly answersCame: AnswersCame,
  ) {}

  async handle(messages: readonly Message<LookupsReported>[]): Promise<void> {
    const reports = messages.map(({ payload }) => payload);
    await this.lookups.keep(reports);
    const answered = reports.filter((report): report is LookupsReported & { requestId: string } => Boolean(report.requestId));
    await this.waiting.answer(answered.map(({ requestId, refusal }) => ({ requestId, answer: refusal ?? { code: 'done' } })));
    for (const { payload, time } of messages) if (payload.requestId) await this.endRun(payload.requestId, time);
    this.answersCame.stirred();
  }

  /** Matching all again is asked for under the id of its run. */
  private async endRun(runId: string, at: string): Promise<void> {
    const run = await this.runs.lock(runId);
    if (run?.kind === 'lookups' && run.state === 'running') await this.runs.write({ ...run, state: 'succeeded', readAll: true, finishedAt: at });
  }
}
