import { topics, type MatchUndecided } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { ReviewStore } from '../store/review.store.js';

@On(topics.matchUndecided, { why: 'what Smart Match could not decide waits for a person' })
export class KeepReviewOnMatchUndecided {
  constructor(private readonly reviews: ReviewStore) {}

  async handle(messages: readonly Message<MatchUndecided>[]): Promise<void> {
    await this.reviews.keep(messages.map(({ payload }) => payload));
  }
}
