export { ops } from './rule.js';
export type { AssignmentRule, Attributes, Condition, Op, Scalar } from './rule.js';
export { readRules } from './read-rules.js';
export type { ReadRules, RuleError } from './read-rules.js';
export { holds } from './holds.js';
export { chooseRule } from './choose-rule.js';
