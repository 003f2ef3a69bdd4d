import type { Lead } from './lead.js';

/** Where a lead stands in the change feed: by its stamp, then by its id, whose letter case means nothing. */
export type Place = Pick<Lead, 'date_modified' | 'id'>;

export const theBeginning: Place = { date_modified: '', id: '' };

export function byPlace(one: Place, other: Place): number {
  if (one.date_modified !== other.date_modified) return one.date_modified < other.date_modified ? -1 : 1;
  const [left, right] = [one.id.toUpperCase(), other.id.toUpperCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** All leads in the order of the feed. Kept in order rather than sorted: a page of many thousands is asked for often. */
export class FeedOrder {
  private rows: Lead[] = [];

  replace(before: Lead | undefined, after: Lead | undefined): void {
    if (before !== undefined) this.rows.splice(this.placeOf(before), 1);
    if (after !== undefined) this.rows.splice(this.placeOf(after), 0, after);
  }

  /** Those that come after a place. */
  after(place: Place): Lead[] {
    const index = this.placeOf(place);
    const isThere = this.rows[index] !== undefined && byPlace(this.rows[index], place) === 0;
    return this.rows.slice(isThere ? index + 1 : index);
  }

  /** The last one but for `id`. */
  newestBut(id: string): Lead | undefined {
    return this.rows.findLast((lead) => lead.id !== id);
  }

  clear(): void {
    this.rows = [];
  }

  private placeOf(place: Place): number {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byPlace(this.rows[middle]!, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
