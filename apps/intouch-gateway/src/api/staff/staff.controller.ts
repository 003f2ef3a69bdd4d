import { Body, Controller, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LeadSource, StaffMember } from '@intouch/contracts';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { OpenToPublishers } from '../../access/open-to.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { Ingest } from '../../ingest/ingest.js';
import { isObject, read } from '../../problem/read.js';

@ApiTags('Staff and lead sources')
@OpenToPublishers()
@Controller('v1/clubs/:clubId')
export class StaffController {
  constructor(private readonly ingest: Ingest) {}

  @Put('staff/:staffId')
  @HttpCode(202)
  @Describe({ summary: 'A staff member was saved in InTouch', body: schemas.staffBody, answers: { 202: schemas.acceptedStaff }, problems: [400, 404, 413, 422] })
  async staff(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('staffId') staffId: string, @Body() body: unknown): Promise<object> {
    const { eventId, version } = await this.ingest.staff(clubId, staffId, read(StaffMember, withTrimmedEmail(body)), traceOf(request));
    return { eventId, staffId, version };
  }

  @Put('lead-sources/:leadSourceId')
  @HttpCode(202)
  @Describe({ summary: 'A lead source was saved in InTouch', body: schemas.leadSourceBody, answers: { 202: schemas.acceptedLeadSource }, problems: [400, 404, 413, 422] })
  async leadSource(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('leadSourceId') leadSourceId: string, @Body() body: unknown): Promise<object> {
    const { eventId, version } = await this.ingest.leadSource(clubId, leadSourceId, read(LeadSource, body), traceOf(request));
    return { eventId, leadSourceId, version };
  }
}

/** Spaces around an address are nobody's mistake to be refused for. */
function withTrimmedEmail(body: unknown): unknown {
  return isObject(body) && typeof body['email'] === 'string' ? { ...body, email: body['email'].trim() } : body;
}
