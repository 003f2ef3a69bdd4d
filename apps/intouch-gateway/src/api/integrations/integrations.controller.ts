import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { topics, type Problem as VendorProblem, type Vendor } from '@intouch/contracts';
import { outgoing } from '@intouch/messaging';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Answers } from '../../answers/answers.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { Integrations } from './integrations.js';
import { IntegrationView } from './integration-view.js';

@ApiTags('Integrations')
@Controller('v1/clubs/:clubId/integrations/:vendor')
export class IntegrationsController {
  constructor(
    private readonly integrations: Integrations,
    private readonly view: IntegrationView,
    private readonly answers: Answers,
  ) {}

  @Put()
  @Describe({
    summary: 'Configure a club at a vendor',
    description: 'Settings, credentials and options are those of the vendor. Absent options take the defaults; absent credentials keep the stored ones, null removes one.',
    body: schemas.integrationBody, answers: { 200: schemas.integration }, problems: [400, 404, 413, 422],
  })
  async put(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') vendor: string, @Body() body: unknown): Promise<object> {
    const description = await this.integrations.description(vendor);
    return this.view.of(await this.integrations.configure(clubId, description, body, traceOf(request)));
  }

  @Get()
  @Describe({ summary: 'An integration, its state, its last and its next run; never a credential', answers: { 200: schemas.integration }, problems: [404, 422] })
  async one(@Param('clubId') clubId: string, @Param('vendor') vendor: string): Promise<object> {
    return this.view.of(await this.integrations.get(clubId, vendor));
  }

  @Post('check')
  @HttpCode(200)
  @Describe({ summary: 'Prove credentials and the club id against the vendor', answers: { 200: schemas.check }, problems: [404] })
  async check(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string): Promise<object> {
    const { vendor } = await this.integrations.get(clubId, name);
    return this.answers.ask<{ ok: boolean; problems: VendorProblem[] }>((requestId, expiresAt) =>
      outgoing(topics.integrationCheckRequested, { requestId, clubId, vendor, expiresAt }, traceOf(request)),
    );
  }

  @Post('pause')
  @HttpCode(200)
  @Describe({ summary: 'Hold deliveries and scheduled slots; nothing is lost', answers: { 200: schemas.integration }, problems: [404] })
  async pause(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') vendor: string): Promise<object> {
    return this.view.of(await this.integrations.pause(clubId, vendor as Vendor, true, traceOf(request)));
  }

  @Post('resume')
  @HttpCode(200)
  @Describe({ summary: 'Go on; also lifts a suspension', answers: { 200: schemas.integration }, problems: [404] })
  async resume(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') vendor: string): Promise<object> {
    return this.view.of(await this.integrations.pause(clubId, vendor as Vendor, false, traceOf(request)));
  }
}
