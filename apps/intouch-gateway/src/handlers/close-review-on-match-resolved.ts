import { topics, type MatchResolved } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ReviewStore } from '../store/review.store.js';

@On(topics.matchResolved, { why: 'the matcher takes a review back that no longer applies' })
export class CloseReviewOnMatchResolved {
  constructor(private readonly reviews: ReviewStore) {}

  async handle(messages: readonly Message<MatchResolved>[]): Promise<void> {
    // People's own decisions were written before they were told; closing what is closed changes nothing.
    for (const { payload } of messages) await this.reviews.close(payload);
  }
}
