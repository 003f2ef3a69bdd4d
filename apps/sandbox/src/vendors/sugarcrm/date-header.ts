import { withHeaders, type Answer } from '../../http/answer.js';
import type { Clock } from '../../scripting/clock.js';

/** The answer with a `Date` of the sandbox clock: the feed of `rest-v11` takes its start from it. */
export const dated = (answer: Answer, clock: Clock): Answer => withHeaders(answer, { date: new Date(clock.now()).toUTCString() });
