import { Body, Controller, HttpCode, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { GatewayRequest } from '../../access/gateway-request.js';
import { OpenToPublishers } from '../../access/open-to.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { forbidden, invalid, type FieldError } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';
import { keyOf, Webhook } from '../../webhook/webhook.js';

@ApiTags('Changes')
@OpenToPublishers()
@Controller('v1/webhook')
export class WebhookController {
  constructor(private readonly webhook: Webhook) {}

  @Put()
  @HttpCode(200)
  @Describe({
    summary: 'Have changes POSTed as well, signed by the Standard Webhooks scheme',
    description: 'Begins with the next change; in order per contact, tried again until 2xx. A 2xx body `{ "contactId" }` acknowledges an insert. `url: null` ends it. `secret` is base64, with or without `whsec_`, or any other text of at least 16 characters.',
    body: schemas.webhookBody, answers: { 200: schemas.webhook }, problems: [400, 422],
  })
  async put(@Req() request: GatewayRequest, @Body() body: unknown): Promise<object> {
    // There is one webhook, and it is told about all clubs.
    if (request.access.clubs) throw forbidden('The webhook is for keys of all clubs');
    if (!isObject(body)) throw invalid([{ field: 'body', message: 'must be a JSON object' }]);
    const { url, secret } = body;
    if (url === null) {
      await this.webhook.remove();
      return { url: null };
    }
    const errors: FieldError[] = [];
    if (typeof url !== 'string' || !URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
      errors.push({ field: 'url', message: 'url must be an address that begins with https:// or http://' });
    }
    if (typeof secret !== 'string' || !keyOf(secret)) {
      errors.push({ field: 'secret', message: 'secret must be a base64 text, whsec_ before it or not, or any text of at least 16 characters' });
    }
    if (errors.length > 0) throw invalid(errors);
    await this.webhook.put(url as string, secret as string);
    return { url };
  }
}
