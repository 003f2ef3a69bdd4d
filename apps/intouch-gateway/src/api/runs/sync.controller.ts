import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { ulid } from 'ulid';
import { MaybeAbsent, topics } from '@intouch/contracts';
import { outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { invalid } from '../../problem/problem.js';
import { read } from '../../problem/read.js';
import { RunStore } from '../../store/run.store.js';
import { Integrations } from '../integrations/integrations.js';

export class SyncBody {
  /** Read all, not only what changed since the last run. */
  @MaybeAbsent() @IsBoolean() full: boolean = false;
  /** Tell what would happen, write nothing anywhere. */
  @MaybeAbsent() @IsBoolean() dryRun: boolean = false;
}

@ApiTags('Runs')
@Controller('v1/clubs/:clubId/integrations/:vendor')
export class SyncController {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly runs: RunStore,
    private readonly integrations: Integrations,
  ) {}

  @Post('sync')
  @HttpCode(202)
  @Describe({ summary: 'Pull from the vendor now, also while paused', body: schemas.syncBody, answers: { 202: schemas.runId }, problems: [400, 404, 422] })
  async sync(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string, @Body() body: unknown): Promise<object> {
    const { vendor, enabled } = await this.integrations.get(clubId, name);
    const { full, dryRun } = read(SyncBody, body ?? {});
    const { schedule, title } = await this.integrations.description(vendor);
    if (!schedule.sync) throw invalid([{ field: 'vendor', message: `nothing can be read from ${title}` }]);
    if (!enabled) throw invalid([{ field: 'enabled', message: 'the integration is not enabled' }]);
    const runId = ulid();
    const requestedAt = new Date().toISOString();
    await this.database.transaction(async () => {
      await this.runs.start(runId, clubId, vendor, dryRun ? 'dry-run' : 'by-hand', requestedAt);
      await this.outbox.add([outgoing(topics.syncDue, { runId, clubId, vendor, slot: null, full, dryRun, requestedAt }, traceOf(request))]);
    });
    return { runId };
  }
}
