import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { idPattern, IsInTouchId, Maybe, reviewDecisions, topics, vendors, type ReviewDecision } from '@intouch/contracts';
import { outgoing, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';
import { clubsOf, mustSeeClub } from '../../access/access.js';
import { Clubs } from '../../access/clubs.js';
import { traceOf, type GatewayRequest } from '../../access/gateway-request.js';
import { Describe } from '../../documents/describe.js';
import { schemas } from '../../documents/schemas.js';
import { Notes } from '../../feed/notes.js';
import { conflict, invalid, notFound } from '../../problem/problem.js';
import { Query } from '../../problem/query.js';
import { read } from '../../problem/read.js';
import { ContactStore } from '../../store/contact.store.js';
import { ContactView } from '../contacts/contact-view.js';
import { ReviewStore, type KeptReview } from '../../store/review.store.js';

export class ReviewBody {
  @IsIn(reviewDecisions) decision!: ReviewDecision;
  @Maybe() @IsInTouchId() contactId?: string | null;
}

const inWords: Readonly<Record<ReviewDecision, string>> = {
  match: 'Decided by hand: this is the same person',
  insert: 'Decided by hand: this is a new person',
  ignore: 'Decided by hand: nothing to do',
};

@ApiTags('Reviews')
@Controller('v1/reviews')
export class ReviewsController {
  constructor(
    private readonly database: Database,
    private readonly reviews: ReviewStore,
    private readonly contacts: ContactStore,
    private readonly contactView: ContactView,
    private readonly clubs: Clubs,
    private readonly outbox: Outbox,
    private readonly notes: Notes,
  ) {}

  @Get()
  @Describe({
    summary: 'Undecided matches that wait for a person, oldest first',
    query: { clubId: 'of this club', vendor: 'of this vendor', after: 'cursor: `next` of the last answer', limit: '1 to 1000, default 100' },
    answers: { 200: schemas.reviews }, problems: [404, 422],
  })
  async open(@Req() request: GatewayRequest): Promise<object> {
    const query = new Query(request);
    const clubId = query.text('clubId', idPattern);
    const vendor = query.oneOf('vendor', vendors);
    const cursor = query.cursor();
    const limit = query.wholeNumber('limit', 1, 1_000, 100);
    const clubs = clubsOf(request.access, clubId);
    query.done();
    if (clubId !== undefined) await this.clubs.get(clubId);
    const found = await this.reviews.open(clubs, vendor, cursor, limit);
    return { reviews: found.map(asRead), next: found.at(-1)?.seq ?? cursor };
  }

  @Post(':reviewId')
  @HttpCode(200)
  @Describe({ summary: 'Decide: this contact, a new person, or nothing to do', body: schemas.reviewBody, answers: { 200: schemas.reviewed }, problems: [400, 404, 409, 422] })
  async decide(@Req() request: GatewayRequest, @Param('reviewId') reviewId: string, @Body() body: unknown): Promise<object> {
    // A contact sent just before may be the one decided for.
    await this.contactView.caughtUp();
    return this.database.transaction(async () => {
      const review = await this.reviews.lock(reviewId);
      if (!review) throw notFound('review');
      mustSeeClub(request.access, review.clubId);
      const { clubId, vendor, vendorContactId } = review;
      const { decision, contactId: given } = read(ReviewBody, body);
      const contactId = decision === 'match' ? await this.contactOf(clubId, given ?? null) : null;
      if (review.state !== 'open') throw conflict(`The review was closed before: ${review.state}`);
      const resolved = { reviewId, clubId, vendor, vendorContactId, decision, contactId, decidedAt: new Date().toISOString() };
      await this.reviews.close(resolved);
      await this.outbox.add([outgoing(topics.matchResolved, resolved, traceOf(request))]);
      await this.notes.write({ clubId, vendor, contactId, vendorContactId, direction: 'IN', summary: inWords[decision], reason: review.reason }, request.requestId);
      return { reviewId, decision, contactId };
    });
  }

  /** Any contact of the club, not only the candidates: the person may know better. @throws {Problem} 422 */
  private async contactOf(clubId: string, contactId: string | null): Promise<string> {
    if (contactId === null) throw invalid([{ field: 'contactId', message: 'contactId is required for a match' }]);
    const known = await this.contacts.find(clubId, contactId);
    if (!known?.contact || known.archived) throw invalid([{ field: 'contactId', message: 'contactId is not a contact of this club' }]);
    return contactId;
  }
}

function asRead({ reviewId, clubId, vendor, vendorContactId, vendorContact, candidates, reason, explanation, occurredAt }: KeptReview): object {
  return { reviewId, clubId, vendor, vendorContactId, vendorContact, candidates, reason, explanation, occurredAt };
}
