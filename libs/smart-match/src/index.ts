export { keysOf, normaliseBirthDate, normaliseEmail, normaliseMobile, normaliseName } from './normalise.js';
export type { MatchKeys, Person } from './normalise.js';
export { findMatch, tiers } from './tiers.js';
export type {
  Candidate, Found, FoundCandidate, KeyField, MatchOptions, PersonStatus, Reported, Tier, TiePolicy, UndecidedReason,
} from './tiers.js';
export { decide, decisionTable } from './decide.js';
export type {
  DecideContext, DecideOptions, DecisionReason, MatchDecision, MatchReport, Outcome, ReportedStatus, SwitchName, TableChange,
} from './decide.js';
export { changedFields, differingFields, fieldGroupOf, fillEmpty, insertFields, isLater, isSameValue, leftBehind } from './merge.js';
export { attributeIn, attributeKey, attributeText, type AttributeKey } from './attributes.js';
export type { Conflict, FieldGroup, MergeInput, Merged, PersonField, PersonFields } from './merge.js';
export { explain } from './explain.js';
