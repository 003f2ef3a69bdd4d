import { Injectable } from '@nestjs/common';
import { RunPositionStore, type RunPosition } from '../store/run-position.store.js';
import type { Question } from './verdict.js';

const placeOf = ({ runId, rehearsal }: Omit<RunPosition, 'position'>): string => `${runId} ${rehearsal}`;

/**
 * Leaves out reports that were decided already: a connector that died between the broker's word and its database publishes its
 * last ones again. They would do no harm, but each would count twice, and a run would seem to be over before it is.
 */
@Injectable()
export class FirstTime {
  constructor(private readonly positions: RunPositionStore) {}

  /** In the transaction that decides them. */
  async only(questions: readonly Question[]): Promise<readonly Question[]> {
    const ofRuns = questions.filter(({ report }) => report.position !== undefined);
    if (ofRuns.length === 0) return questions;
    const known = new Map((await this.positions.of(ofRuns.map(({ report }) => report.runId))).map((it) => [placeOf(it), it.position]));
    const began = new Map(known);
    const first = questions.filter(({ report: { runId, rehearsal = false, position } }) => {
      if (position === undefined) return true;
      const place = placeOf({ runId, rehearsal });
      if (position <= (began.get(place) ?? -1)) return false;
      began.set(place, position);
      return true;
    });
    const reached = [...Map.groupBy(first.flatMap(({ report: { runId, rehearsal = false, position } }) => (position === undefined ? [] : [{ runId, rehearsal, position }])), placeOf).values()];
    await this.positions.keep(reached.map((all) => all.at(-1)!));
    if (reached.some((all) => !known.has(placeOf(all[0]!)))) await this.positions.forgetOld();
    return first;
  }
}
