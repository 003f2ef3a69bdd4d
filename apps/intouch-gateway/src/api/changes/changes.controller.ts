import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsInTouchId, Maybe } from '@intouch/contracts';
import type { Response } from 'express';
import { mustSeeClub } from '../../access/access.js';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { OpenToPublishers } from '../../access/open-to.js';
import { clientLeft } from '../../answers/client-left.js';
import { ChangesCame } from '../../answers/wake.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { notFound } from '../../problem/problem.js';
import { Query } from '../../problem/query.js';
import { read } from '../../problem/read.js';
import { asRead, ChangeStore } from '../../store/change.store.js';
import { Acks } from './acks.js';

/** Another instance's changes are noticed at the latest then. */
const pollMs = 500;

export class AckBody {
  @Maybe() @IsInTouchId() contactId?: string | null;
}

@ApiTags('Changes')
@OpenToPublishers()
@Controller('v1/changes')
export class ChangesController {
  constructor(
    private readonly changes: ChangeStore,
    private readonly came: ChangesCame,
    private readonly acks: Acks,
  ) {}

  @Get()
  @Describe({
    summary: 'What InTouch must apply, oldest first',
    description: 'Begin without `after`, then pass `next`: nothing is ever skipped. With `wait` the answer comes as soon as there is something, or empty after that many seconds.',
    query: { after: 'cursor: `next` of the last answer', limit: '1 to 1000, default 100', wait: 'seconds to wait for something new, 0 to 60, default 0' },
    answers: { 200: schemas.changes }, problems: [422],
  })
  async next(@Req() request: GatewayRequest, @Res({ passthrough: true }) response: Response): Promise<object> {
    const query = new Query(request);
    const cursor = query.cursor();
    const limit = query.wholeNumber('limit', 1, 1_000, 100);
    const wait = query.wholeNumber('wait', 0, 60, 0);
    query.done();
    const { clubs } = request.access;
    const found = await this.came.until(
      async () => {
        const some = await this.changes.after(clubs, cursor, limit);
        return some.length > 0 ? some : undefined;
      },
      wait * 1_000,
      pollMs,
      clientLeft(response),
    );
    return { changes: (found ?? []).map(asRead), next: found?.at(-1)?.seq ?? cursor };
  }

  @Post(':changeId/ack')
  @HttpCode(204)
  @Describe({
    summary: 'InTouch has applied a change',
    description: 'For an insert `contactId` is required: the id of the record in InTouch, linked to the vendor\'s from then on.',
    body: schemas.ackBody, answers: { 204: null }, problems: [400, 404, 409, 422],
  })
  async ack(@Req() request: GatewayRequest, @Param('changeId') changeId: string, @Body() body: unknown): Promise<void> {
    const change = await this.changes.find(changeId);
    if (!change) throw notFound('change');
    mustSeeClub(request.access, change.clubId);
    const { contactId } = read(AckBody, body ?? {});
    await this.acks.ack(change, contactId ?? null, traceOf(request));
  }
}
