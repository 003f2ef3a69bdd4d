import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { vendors, type Vendor } from '@intouch/contracts';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { OpenToPublishers } from '../../access/open-to.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { readContact, readRow } from '../../ingest/contact-body.js';
import { Ingest } from '../../ingest/ingest.js';
import { invalid } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';
import { Integrations } from '../integrations/integrations.js';
import { ContactView } from './contact-view.js';

const maxBatch = 1_000;

@ApiTags('Contacts')
@OpenToPublishers()
@Controller('v1/clubs/:clubId/contacts')
export class ContactsController {
  constructor(
    private readonly ingest: Ingest,
    private readonly view: ContactView,
    private readonly integrations: Integrations,
  ) {}

  @Put(':contactId')
  @HttpCode(202)
  @Describe({
    summary: 'A contact was saved in InTouch',
    description: 'A full snapshot, idempotent; 202 means durable. `updatedAt` orders writes: an older one never overwrites a newer one.',
    body: schemas.contactBody, answers: { 202: schemas.accepted }, problems: [400, 404, 413, 422],
  })
  async put(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('contactId') contactId: string, @Body() body: unknown): Promise<object> {
    const { value, errors } = readContact(body);
    if (errors.length > 0) throw invalid(errors);
    const { eventId, version } = await this.ingest.contact(clubId, contactId, value, traceOf(request));
    return { eventId, contactId, version };
  }

  @Post('batch')
  @HttpCode(200)
  @Describe({ summary: 'Up to 1,000 contacts at once; good rows are accepted although others are bad', body: schemas.batchBody, answers: { 200: schemas.batch }, problems: [400, 404, 413, 422] })
  async batch(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Body() body: unknown): Promise<object> {
    const rows: unknown = isObject(body) ? body['contacts'] : undefined;
    if (!Array.isArray(rows)) throw invalid([{ field: 'contacts', message: 'contacts must be a list' }]);
    if (rows.length > maxBatch) throw invalid([{ field: 'contacts', message: `contacts may have at most ${maxBatch} entries` }]);
    const read = rows.map((row, index) => ({ index, ...readRow(row) }));
    const good = read.flatMap(({ contactId, value, errors }) => (errors.length === 0 && contactId !== null ? [{ contactId, contact: value }] : []));
    await this.ingest.contacts(clubId, good, traceOf(request));
    return {
      accepted: good.length,
      rejected: read.filter(({ errors }) => errors.length > 0).map(({ index, contactId, errors }) => ({ index, contactId, errors })),
    };
  }

  @Delete(':contactId')
  @HttpCode(202)
  @Describe({ summary: 'A contact was archived in InTouch', answers: { 202: schemas.accepted }, problems: [404, 422] })
  async archive(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('contactId') contactId: string): Promise<object> {
    const { eventId, version } = await this.ingest.archive(clubId, contactId, traceOf(request));
    return { eventId, contactId, version };
  }

  @Post(':contactId/send')
  @HttpCode(202)
  @Describe({ summary: 'Send now, by hand, also where automatic sending is off', body: schemas.sendBody, answers: { 202: schemas.accepted }, problems: [400, 404, 413, 422] })
  async send(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Param('contactId') contactId: string, @Body() body: unknown): Promise<object> {
    const saved = await this.view.saved(clubId, contactId);
    const vendor = isObject(body) ? (body['vendor'] ?? null) : null;
    if (body !== undefined && !isObject(body)) throw invalid([{ field: 'body', message: 'must be a JSON object' }]);
    if (vendor !== null && !(vendors as readonly unknown[]).includes(vendor)) {
      throw invalid([{ field: 'vendor', message: `vendor must be one of ${vendors.join(', ')}` }]);
    }
    if (vendor !== null) await this.integrations.get(clubId, vendor as Vendor);
    const { eventId, version } = await this.ingest.send(clubId, contactId, vendor as Vendor | null, saved, traceOf(request));
    return { eventId, contactId, version };
  }

  @Get(':contactId')
  @Describe({ summary: 'A contact, its links, how it stands at each vendor, and its newest log entries', answers: { 200: schemas.contact }, problems: [404, 422] })
  async one(@Param('clubId') clubId: string, @Param('contactId') contactId: string): Promise<object> {
    return this.view.of(clubId, contactId);
  }
}
