import { valuesOf, type ComparedText } from './compared-text.js';
import { holdsAmong } from './holds.js';
import type { AssignmentRule, Attributes } from './rule.js';

/**
 * The first rule all of whose conditions hold; null: none. Keep what `readRules` answered and pass the same rules for
 * every contact: their patterns are compiled once.
 */
export function chooseRule(rules: readonly AssignmentRule[], attributes: Attributes): AssignmentRule | null {
  // Two hundred rules ask for the same few attributes.
  const known = new Map<string, readonly ComparedText[]>();
  const read = (attribute: string): readonly ComparedText[] => {
    let values = known.get(attribute);
    if (!values) known.set(attribute, (values = valuesOf(attributes, attribute)));
    return values;
  };
  return rules.find(({ when }) => when.every((condition) => holdsAmong(condition, read(condition.attribute)))) ?? null;
}
