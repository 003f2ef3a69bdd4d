import { fieldGroupOf, isLater, isSameValue } from '@intouch/smart-match';
import type { Content, FittedValue } from '../define-connector.js';

/** InTouch's wish for a record, beside what the vendor has just shown of it. All contents are fitted. */
export interface BothSides {
  /** What is about to be sent. */
  readonly changes: Content;
  /** Everything InTouch has. */
  readonly content: Content;
  readonly delivered: Content;
  /** Keys of an unanswered write, or of values that are to stand whatever the vendor has: nothing is made of what is there. */
  readonly uncertain: readonly string[];
  /** As the vendor has it now. */
  readonly current: Content;
  /** The vendor's stamp of the record, RFC 3339. */
  readonly stamp: string | null;
  /** InTouch's, RFC 3339; null: newer than anything. */
  readonly updatedAt: string | null;
  /** ISO 3166 alpha-2 of the club. */
  readonly country: string;
}

export interface Overruled {
  readonly key: string;
  readonly inTouch: FittedValue;
  readonly vendor: FittedValue;
}

export interface Settled {
  /** What is sent: of a group that both sides changed, all of InTouch's or nothing. */
  readonly changes: Content;
  /** Groups in which the vendor's change is the later one: these of InTouch's values are not sent. */
  readonly kept: readonly Overruled[];
  /** Groups in which InTouch's is: these of the vendor's values are overwritten. */
  readonly replaced: readonly Overruled[];
}

/** Both sides changed the same group of fields since they last agreed: the later change stays (smart-match.md, section 3). Pure. */
export function settled(sides: BothSides): Settled {
  const changedThere = new Set(Object.keys(sides.current).filter((key) => changedAtVendor(sides, key)));
  const changes: Record<string, FittedValue> = { ...sides.changes };
  const kept: Overruled[] = [];
  const replaced: Overruled[] = [];
  const vendorIsLater = sides.stamp !== null && isLater(sides.stamp, sides.updatedAt);
  for (const group of new Set(Object.keys(sides.changes).filter((key) => !sides.uncertain.includes(key)).map(fieldGroupOf))) {
    const ofGroup = (key: string): boolean => fieldGroupOf(key) === group;
    const theirs = group === null ? [] : [...changedThere].filter(ofGroup);
    if (theirs.length === 0) continue;
    const both = (key: string): Overruled => ({ key, inTouch: sides.content[key] ?? null, vendor: sides.current[key] ?? null });
    if (vendorIsLater) {
      const ours = Object.keys(changes).filter((key) => ofGroup(key) && !sides.uncertain.includes(key));
      for (const key of ours) delete changes[key];
      kept.push(...ours.map(both));
    } else {
      // The whole group, so that no address is made of two; what InTouch never had stays as the vendor's people typed it.
      for (const key of theirs) if ((sides.content[key] ?? null) !== null) changes[key] = sides.content[key]!;
      replaced.push(...theirs.filter((key) => key in changes).map(both));
    }
  }
  return { changes, kept, replaced };
}

/** An empty value clears nothing in InTouch, so it is no change; one that is InTouch's by now is none either. */
function changedAtVendor({ current, content, delivered, uncertain, country }: BothSides, key: string): boolean {
  if (uncertain.includes(key) || current[key] === null) return false;
  const isCurrent = (other: FittedValue | undefined): boolean => isSameValue(key, textOf(current[key]), textOf(other), country);
  return !isCurrent(content[key]) && !isCurrent(delivered[key]);
}

function textOf(value: FittedValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
