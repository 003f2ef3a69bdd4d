import { Body, Controller, Delete, HttpCode, Param, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { notFound } from '../../problem/problem.js';
import { read } from '../../problem/read.js';
import { ContactView } from '../contacts/contact-view.js';
import { Integrations } from '../integrations/integrations.js';
import { LinksByHand, linkSubjects, type LinkSubject } from './links-by-hand.js';

export class LinkBody {
  @IsString() @IsNotEmpty() @MaxLength(200) vendorId!: string;
}

@ApiTags('Links by hand')
@Controller('v1/clubs/:clubId/integrations/:vendor/links/:subject/:id')
export class LinksController {
  constructor(
    private readonly integrations: Integrations,
    private readonly links: LinksByHand,
    private readonly contacts: ContactView,
  ) {}

  @Put()
  @Describe({
    summary: 'Link a contact, staff member or lead source (`subject`: contacts, staff, lead-sources) to a vendor\'s id by hand',
    body: schemas.linkBody, answers: { 200: schemas.link }, problems: [400, 404, 409, 422],
  })
  async link(
    @Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string,
    @Param('subject') subject: string, @Param('id') id: string, @Body() body: unknown,
  ): Promise<object> {
    const { vendor } = await this.integrations.get(clubId, name);
    const kind = subjectOf(subject);
    if (kind === 'contacts') await this.contacts.mustBeKnown(clubId, id);
    const { vendorId } = read(LinkBody, body);
    await this.links.link({ clubId, vendor, subject: kind, id }, vendorId, traceOf(request));
    return { vendor, id, vendorId };
  }

  @Delete()
  @HttpCode(204)
  @Describe({ summary: 'Unlink by hand; history is kept, nothing is sent', answers: { 204: null }, problems: [404] })
  async unlink(
    @Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('vendor') name: string, @Param('subject') subject: string, @Param('id') id: string,
  ): Promise<void> {
    const { vendor } = await this.integrations.get(clubId, name);
    const kind = subjectOf(subject);
    if (kind === 'contacts') await this.contacts.mustBeKnown(clubId, id);
    await this.links.unlink({ clubId, vendor, subject: kind, id }, traceOf(request));
  }
}

/** @throws {Problem} 404 */
function subjectOf(subject: string): LinkSubject {
  if (!(linkSubjects as readonly string[]).includes(subject)) throw notFound('kind of link');
  return subject as LinkSubject;
}
