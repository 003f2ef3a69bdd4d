import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { ulid } from 'ulid';
import { idPattern, IsInTouchId, Maybe, topics, vendors, type Vendor } from '@intouch/contracts';
import { Barrier, outgoing, Outbox, StillBehind } from '@intouch/messaging';
import { clubsOf } from '../../access/access.js';
import { Clubs } from '../../access/clubs.js';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { invalid } from '../../problem/problem.js';
import { Query } from '../../problem/query.js';
import { read } from '../../problem/read.js';
import { DeliveryStore } from '../../store/delivery.store.js';

const caughtUpWithinMs = 3_000;

export class RetryBody {
  @Maybe() @IsInTouchId() clubId?: string | null;
  @Maybe() @IsIn(vendors) vendor?: Vendor | null;
  @Maybe() @IsString() reason?: string | null;
  @Maybe() @IsInTouchId() contactId?: string | null;
}

type Key = readonly [string, string, string];

@ApiTags('Parked deliveries')
@Controller('v1/parked')
export class ParkedController {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly barrier: Barrier,
    private readonly outbox: Outbox,
    private readonly clubs: Clubs,
  ) {}

  @Get()
  @Describe({
    summary: 'Deliveries that need a person',
    query: { clubId: 'of this club', vendor: 'of this vendor', reason: 'for this reason', after: 'cursor: `next` of the last answer', limit: '1 to 1000, default 100' },
    answers: { 200: schemas.parked }, problems: [404, 422],
  })
  async parked(@Req() request: GatewayRequest): Promise<object> {
    const query = new Query(request);
    const clubId = query.text('clubId', idPattern);
    const vendor = query.oneOf('vendor', vendors);
    const reason = query.text('reason');
    const after = query.text('after');
    const limit = query.wholeNumber('limit', 1, 1_000, 100);
    const clubs = clubsOf(request.access, clubId);
    query.done();
    const key = after === undefined ? (['', '', ''] as const) : keyOf(after);
    if (clubId !== undefined) await this.clubs.get(clubId);
    await this.caughtUp();
    const parked = await this.deliveries.parked({ clubs, vendor, reason }, key, limit);
    const last = parked.length === limit ? parked.at(-1)! : undefined;
    return { parked, next: last ? cursorOf([last.clubId, last.contactId, last.vendor]) : null };
  }

  @Post('retry')
  @HttpCode(200)
  @Describe({ summary: 'Try parked deliveries again; no filter: all of them', body: schemas.retryBody, answers: { 200: schemas.retried }, problems: [400, 404, 422] })
  async retry(@Req() request: GatewayRequest, @Body() body: unknown): Promise<object> {
    const { clubId, vendor, reason, contactId } = read(RetryBody, body ?? {});
    const clubs = clubsOf(request.access, clubId ?? undefined);
    if (clubId) await this.clubs.get(clubId);
    await this.caughtUp();
    const groups = await this.deliveries.countParked({ clubs, vendor: vendor ?? undefined, reason: reason ?? undefined, contactId: contactId ?? undefined });
    await this.outbox.add(
      groups.map((group) =>
        outgoing(
          topics.deliveryRetryRequested,
          { requestId: ulid(), clubId: group.clubId, vendor: group.vendor, ...(reason ? { reason } : {}), ...(contactId ? { contactId } : {}) },
          traceOf(request),
        ),
      ),
    );
    return { retried: groups.reduce((sum, { n }) => sum + n, 0) };
  }

  private async caughtUp(): Promise<void> {
    await this.barrier.caughtUpWith([topics.activityLogged.name], caughtUpWithinMs).catch((error: unknown) => {
      if (!(error instanceof StillBehind)) throw error;
    });
  }
}

function cursorOf(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws {Problem} 422 */
function keyOf(cursor: string): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === 3 && key.every((part) => typeof part === 'string')) return key as unknown as Key;
  } catch {
    // Answered below.
  }
  throw invalid([{ field: 'after', message: 'after must be a cursor as told in next' }]);
}
