import { once } from 'node:events';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { topics, type RunDecision } from '@intouch/contracts';
import { outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { mustSeeClub } from '../../access/access.js';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { clientLeft } from '../../answers/client-left.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { Notes } from '../../feed/notes.js';
import { conflict, notFound } from '../../problem/problem.js';
import { RunStore, type KeptRun } from '../../store/run.store.js';
import { decidedByHand } from './progress.js';
import { runSummary } from './run-view.js';

const itemsPerRead = 1_000;
const inWords: Readonly<Record<RunDecision, string>> = {
  approve: 'Approved by hand: the run that was held goes on',
  cancel: 'Cancelled by hand: the run that was held changes nothing',
};

@ApiTags('Runs')
@Controller('v1/runs/:runId')
export class RunsController {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly outbox: Outbox,
    private readonly notes: Notes,
  ) {}

  @Get()
  @Describe({ summary: 'A run: how far it is, its counts and, for a dry run, what it would have done with each record', answers: { 200: schemas.run }, problems: [404] })
  async one(@Req() request: GatewayRequest, @Param('runId') runId: string, @Res() response: Response): Promise<void> {
    const run = mayBeSeen(request, await this.runs.find(runId));
    const head = JSON.stringify(runSummary(run));
    response.type('application/json').write(`${head.slice(0, -1)},"items":[`);
    if (run.kind === 'dry-run') await this.writeItems(runId, response);
    response.end(']}');
  }

  @Post('approve')
  @HttpCode(202)
  @Describe({ summary: 'Let a run go on that the brake holds', answers: { 202: schemas.runId }, problems: [404, 409] })
  async approve(@Req() request: GatewayRequest, @Param('runId') runId: string): Promise<object> {
    return this.decide(request, runId, 'approve');
  }

  @Post('cancel')
  @HttpCode(202)
  @Describe({ summary: 'End a run that the brake holds', answers: { 202: schemas.runId }, problems: [404, 409] })
  async cancel(@Req() request: GatewayRequest, @Param('runId') runId: string): Promise<object> {
    return this.decide(request, runId, 'cancel');
  }

  private async decide(request: GatewayRequest, runId: string, decision: RunDecision): Promise<object> {
    await this.database.transaction(async () => {
      const run = mayBeSeen(request, await this.runs.lock(runId));
      if (run.state !== 'held') throw conflict(`The run is ${run.state}; only a held one waits for a decision`);
      const { clubId, vendor } = run;
      const at = new Date().toISOString();
      await this.runs.write(decidedByHand(run, decision, at));
      await this.outbox.add([outgoing(topics.runDecided, { runId, clubId, vendor, decision, at }, traceOf(request))]);
      await this.notes.write({ clubId, vendor, direction: 'IN', summary: inWords[decision] }, request.requestId);
    });
    return { runId };
  }

  /** A dry run over a whole club has many items: they are read and sent in pages, never held together. */
  private async writeItems(runId: string, response: Response): Promise<void> {
    const left = clientLeft(response);
    for (let after = '0', first = true; !left.aborted; ) {
      const page = await this.runs.items(runId, after, itemsPerRead);
      if (page.length === 0) return;
      const text = page.map(({ item }) => JSON.stringify(item)).join(',');
      if (!response.write(first ? text : `,${text}`)) await once(response, 'drain', { signal: left }).catch(() => undefined);
      after = page.at(-1)!.n;
      first = false;
    }
  }
}

function mayBeSeen({ access }: GatewayRequest, run: KeptRun | undefined): KeptRun {
  if (!run) throw notFound('run');
  mustSeeClub(access, run.clubId);
  return run;
}
