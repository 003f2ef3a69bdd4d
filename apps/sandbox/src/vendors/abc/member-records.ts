import type { JsonObject } from '../../http/json-body.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type KindRules, type Row } from '../../scripting/records.js';

export interface Member extends Row {
  memberId: string;
  club: string;
  personal?: JsonObject;
  agreement?: JsonObject;
}

interface End {
  readonly expirationDate: string;
  /** Start of that day in the club's zone, milliseconds since 1970. */
  readonly at: number;
}

/**
 * Members, some of whose agreements end by themselves: once the day has come, whoever looks finds the member inactive,
 * stamped at the start of that day, so that a pull of what changed since then finds it too.
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

  /** Holds as long as the member keeps that `expirationDate`. */
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

  private endDue(): void {
    const now = this.time.now();
    if (now < this.earliest) return;
    this.earliest = Number.POSITIVE_INFINITY;
    for (const [id, { expirationDate, at }] of this.ends) {
      if (now < at) {
        this.earliest = Math.min(this.earliest, at);
        continue;
      }
      this.ends.delete(id);
      // Sold again, edited or deleted meanwhile: there is nothing left to end.
      if (super.get(id)?.agreement?.['expirationDate'] !== expirationDate) continue;
      super.patch(id, { personal: { isActive: 'false', memberStatus: 'Cancelled' }, modifiedAt: new Date(at).toISOString() });
    }
  }
}
