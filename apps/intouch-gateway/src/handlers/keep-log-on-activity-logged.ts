import { topics, type ActivityLogged } from '@intouch/contracts';
import { On, type Message } from '@intouch/messaging';
import { LogCame } from '../answers/wake.js';
import { DeliveryStore } from '../store/delivery.store.js';
import { LogStore } from '../store/log.store.js';

@On(topics.activityLogged, { why: 'everything that happened to a contact can be read in one place' })
export class KeepLogOnActivityLogged {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly log: LogStore,
    private readonly logCame: LogCame,
  ) {}

  async handle(messages: readonly Message<ActivityLogged>[]): Promise<void> {
    const activities = messages.map(({ payload, requestId }) => ({ ...payload, requestId: payload.requestId ?? requestId ?? null }));
    await this.deliveries.keep(activities);
    await this.log.add(activities);
    this.logCame.stirred();
  }
}
