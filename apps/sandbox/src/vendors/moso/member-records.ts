import type { JsonObject } from '../../http/json-body.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type KindRules } from '../../scripting/records.js';
import { dayOf } from './formats.js';
import type { Member } from './state.js';

interface End {
  /** `yyyy-MM-dd` */
  readonly on: string;
  /** Start of that day in the club's zone, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Members, some of whose agreements end by themselves: once the day has come, whoever looks finds the member terminated,
 * changed at the start of that day, so that the next file tells of it.
 */
export class MemberRecords extends Records<Member> {
  private readonly ends = new Map<string, End>();
  private earliest = Number.POSITIVE_INFINITY;

  constructor(
    private readonly time: Clock,
    rules: KindRules<Member>,
  ) {
    super(time, rules);
  }

  /** Holds as long as the member keeps that `TermDate`. */
  endLater(id: string, end: End): void {
    this.ends.set(id, end);
    this.earliest = Math.min(this.earliest, end.at);
  }

  override get(id: string): Member | undefined {
    this.endDue();
    return super.get(id);
  }

  override values(): IterableIterator<Member> {
    this.endDue();
    return super.values();
  }

  override need(id: string): Member {
    this.endDue();
    return super.need(id);
  }

  override patch(id: string, patch: JsonObject): Member {
    this.endDue();
    return super.patch(id, patch);
  }

  override clear(): void {
    this.ends.clear();
    this.earliest = Number.POSITIVE_INFINITY;
    super.clear();
  }

  /** Ends what is due by now; for those who look at what follows from the members. */
  endDue(): void {
    const now = this.time.now();
    if (now < this.earliest) return;
    this.earliest = Number.POSITIVE_INFINITY;
    for (const [id, { on, at }] of this.ends) {
      if (now < at) {
        this.earliest = Math.min(this.earliest, at);
        continue;
      }
      this.ends.delete(id);
      // Sold again, edited or deleted meanwhile: there is nothing left to end.
      if (dayOf(super.get(id)?.TermDate) !== on) continue;
      super.patch(id, { MemberStatus: 'Terminated', modifiedAt: new Date(at).toISOString() });
    }
  }
}
