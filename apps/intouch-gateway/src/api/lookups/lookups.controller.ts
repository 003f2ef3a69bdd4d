import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ulid } from 'ulid';
import { topics } from '@intouch/contracts';
import { outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { LookupStore } from '../../store/lookup.store.js';
import { RunStore } from '../../store/run.store.js';
import { Integrations } from '../integrations/integrations.js';
import { mustBeEnabled } from '../runs/runs-by-hand.js';

@ApiTags('Staff and lead sources')
@Controller('v1/clubs/:clubId/integrations/:vendor/lookups')
export class LookupsController {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly integrations: Integrations,
    private readonly lookups: LookupStore,
    private readonly runs: RunStore,
  ) {}

  @Get()
  @Describe({ summary: 'Staff and lead sources, and whom they are linked to at the vendor', answers: { 200: schemas.lookups }, problems: [404] })
  async all(@Param('clubId') clubId: string, @Param('vendor') vendor: string): Promise<object> {
    await this.integrations.get(clubId, vendor);
    return (await this.lookups.of(clubId, vendor)) ?? { staff: [], leadSources: [] };
  }

  @Post('resync')
  @HttpCode(202)
  @Describe({ summary: 'Match them all again, in one go', answers: { 202: schemas.runId }, problems: [404, 422] })
  async resync(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string): Promise<object> {
    const integration = await this.integrations.get(clubId, name);
    mustBeEnabled(integration);
    const { vendor } = integration;
    const runId = ulid();
    await this.database.transaction(async () => {
      await this.runs.start(runId, clubId, vendor, 'lookups', new Date().toISOString());
      await this.outbox.add([
        // The run ends with the answer to the request, so that both carry one id.
        outgoing(topics.lookupsRequested, { requestId: runId, clubId, vendor, action: 'resync', subject: null, id: null, vendorId: null, runId }, traceOf(request)),
      ]);
    });
    return { runId };
  }
}
