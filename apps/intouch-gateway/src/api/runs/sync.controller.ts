import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { MaybeAbsent } from '@intouch/contracts';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { invalid } from '../../problem/problem.js';
import { read } from '../../problem/read.js';
import { Integrations } from '../integrations/integrations.js';
import { mustBeEnabled, RunsByHand } from './runs-by-hand.js';

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
    private readonly integrations: Integrations,
    private readonly runs: RunsByHand,
  ) {}

  @Post('sync')
  @HttpCode(202)
  @Describe({ summary: 'Pull from the vendor now, also while paused', body: schemas.syncBody, answers: { 202: schemas.runId }, problems: [400, 404, 422] })
  async sync(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string, @Body() body: unknown): Promise<object> {
    const integration = await this.integrations.get(clubId, name);
    const { full, dryRun } = read(SyncBody, body ?? {});
    const { schedule, title } = await this.integrations.description(name);
    if (!schedule.sync) throw invalid([{ field: 'vendor', message: `nothing can be read from ${title}` }]);
    mustBeEnabled(integration);
    return this.runs.start(integration, { full, dryRun }, traceOf(request));
  }
}
