import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Club, topics } from '@intouch/contracts';
import { outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { Clubs } from '../../access/clubs.js';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { MakesItsClub } from '../../access/open-to.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { isObject, read } from '../../problem/read.js';
import { ClubStore, type StoredClub } from '../../store/club.store.js';

@ApiTags('Clubs')
@Controller('v1/clubs')
export class ClubsController {
  constructor(
    private readonly database: Database,
    private readonly store: ClubStore,
    private readonly clubs: Clubs,
    private readonly outbox: Outbox,
  ) {}

  @Put(':clubId')
  @MakesItsClub()
  @Describe({ summary: 'Make a club, or change it', body: schemas.clubBody, answers: { 200: schemas.club }, problems: [400, 413, 422] })
  async put(@Req() request: GatewayRequest, @Param('clubId') clubId: string, @Body() body: unknown): Promise<object> {
    // null, like absent, takes the default.
    const wanted = read(Club, isObject(body) && body['country'] === null ? { ...body, country: undefined } : body);
    const stored = await this.database.transaction(async () => {
      const club = await this.store.put({ ...wanted, clubId });
      await this.outbox.add([outgoing(topics.clubConfigured, club, traceOf(request))]);
      return club;
    });
    this.clubs.remember(stored);
    await this.outbox.published();
    return asRead(stored);
  }

  @Get()
  @Describe({ summary: 'The clubs this key may see', answers: { 200: schemas.clubs } })
  async all(@Req() request: GatewayRequest): Promise<object> {
    return { clubs: (await this.store.all(request.access.clubs)).map(asRead) };
  }

  @Get(':clubId')
  @Describe({ summary: 'One club', answers: { 200: schemas.club }, problems: [404, 422] })
  async one(@Param('clubId') clubId: string): Promise<object> {
    return asRead(await this.clubs.get(clubId));
  }
}

function asRead({ revision: _revision, ...club }: StoredClub): object {
  return club;
}
