import { once } from 'node:events';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { idPattern, logLevels, vendors } from '@intouch/contracts';
import { clubsOf } from '../../access/access.js';
import type { GatewayRequest } from '../../access/gateway-request.js';
import { clientLeft } from '../../answers/client-left.js';
import { LogCame } from '../../answers/wake.js';
import { Clubs } from '../../access/clubs.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { Query } from '../../problem/query.js';
import { LogStore, type KeptEntry, type LogFilter } from '../../store/log.store.js';

const pollMs = 500;
const keepAliveMs = 15_000;
const pageOfStream = 500;
const filters = {
  clubId: 'of this club', vendor: 'of this vendor', contactId: 'about this contact', level: 'INFO, WARNING or ERROR', requestId: 'set off by this request',
  after: 'cursor: `next` of the last answer, or the id of an entry; without it from the oldest on', limit: '1 to 1000, default 100',
};

@ApiTags('Log')
@Controller('v1/log')
export class LogController {
  constructor(
    private readonly log: LogStore,
    private readonly came: LogCame,
    private readonly clubs: Clubs,
  ) {}

  @Get()
  @Describe({ summary: 'The Connector Log, oldest first', query: filters, answers: { 200: schemas.log }, problems: [404, 422] })
  async entries(@Req() request: GatewayRequest): Promise<object> {
    const { filter, cursor, limit } = await this.asked(request, new Query(request));
    const entries = await this.log.after(filter, cursor, limit);
    return { entries, next: entries.at(-1)?.id ?? cursor };
  }

  /** `Last-Event-ID` goes on where a connection was lost. */
  @Get('stream')
  @Describe({
    summary: 'The same as server-sent events, going on as entries come', description: 'Each event has the entry\'s id; `Last-Event-ID` or `after` go on from there.',
    query: filters, answers: { 200: { type: 'string' } }, problems: [404, 422],
  })
  async stream(@Req() request: GatewayRequest, @Res() response: Response): Promise<void> {
    const { filter, cursor: asked } = await this.asked(request, new Query(request));
    const last = request.headers['last-event-id'];
    let cursor = typeof last === 'string' && /^\d{1,18}$/.test(last) ? last : asked;
    const left = clientLeft(response);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.write(': the Connector Log\n\n');
    while (!left.aborted && !this.came.stopped) {
      const entries = await this.next(filter, cursor, left);
      cursor = entries.at(-1)?.id ?? cursor;
      const text = entries.length > 0 ? entries.map(asEvent).join('') : ': still here\n\n';
      if (!left.aborted && !response.write(text)) await once(response, 'drain', { signal: left }).catch(() => undefined);
    }
    response.end();
  }

  private async next(filter: LogFilter, cursor: string, left: AbortSignal): Promise<KeptEntry[]> {
    const look = async (): Promise<KeptEntry[] | undefined> => {
      // A stream outlives the database's absence; the answer's status is long sent.
      const some = await this.log.after(filter, cursor, pageOfStream).catch(() => []);
      return some.length > 0 ? some : undefined;
    };
    return (await this.came.until(look, keepAliveMs, pollMs, left)) ?? [];
  }

  private async asked(request: GatewayRequest, query: Query): Promise<{ filter: LogFilter; cursor: string; limit: number }> {
    const clubId = query.text('clubId', idPattern);
    const vendor = query.oneOf('vendor', vendors);
    const contactId = query.text('contactId', idPattern);
    const level = query.oneOf('level', logLevels);
    const requestId = query.text('requestId');
    const cursor = query.cursor();
    const limit = query.wholeNumber('limit', 1, 1_000, 100);
    const clubs = clubsOf(request.access, clubId);
    query.done();
    if (clubId !== undefined) await this.clubs.get(clubId);
    return { filter: { clubs, vendor, contactId, level, requestId }, cursor, limit };
  }
}

function asEvent(entry: KeptEntry): string {
  return `id: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`;
}
