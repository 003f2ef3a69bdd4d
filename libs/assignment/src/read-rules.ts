import { isScalar } from './compared-text.js';
import { wrongPattern } from './judge-pattern.js';
import { ops, type AssignmentRule, type Op } from './rule.js';

export interface RuleError {
  /** Where among the rules: `[2].when[0].value`; empty: all of them. */
  readonly path: string;
  /** A whole sentence that names the rule where it has a name; no value is quoted but that. */
  readonly message: string;
}

export type ReadRules =
  | { readonly rules: readonly AssignmentRule[]; readonly errors?: undefined }
  /** Every bad element. */
  | { readonly errors: readonly RuleError[]; readonly rules?: undefined };

const mostRules = 200;
const mostConditions = 10;
const mostListed = 100;
const longestName = 80;
const longestAttribute = 100;
const longestAssignee = 254;

const ruleKeys = ['name', 'when', 'assignTo'];
const conditionKeys = ['attribute', 'op', 'value', 'not'];

/** Where it is, and a sentence without the rule's name. */
type Tell = (path: string, sentence: string) => void;

/**
 * Reads what stands in the setting `assignmentRules`.
 * @returns the rules as they are to be kept: name and assignee trimmed, everything else as it was given
 */
export function readRules(given: unknown): ReadRules {
  if (!Array.isArray(given)) return { errors: [{ path: '', message: 'the rules must be a list' }] };
  if (given.length > mostRules) return { errors: [{ path: '', message: `there may be at most ${mostRules} rules` }] };
  const errors: RuleError[] = [];
  const names = new Set<string>();
  const rules = given.map((rule: unknown, n) => readRule(rule, names, subject(rule), `[${n}]`, errors));
  return errors.length > 0 ? { errors } : { rules: rules as readonly AssignmentRule[] };
}

function readRule(rule: unknown, names: Set<string>, about: string, path: string, errors: RuleError[]): unknown {
  const tell: Tell = (at, sentence) => void errors.push({ path: at, message: `${about}${sentence}` });
  if (!isObject(rule)) return tell(path, 'a rule must be an object');
  const { name, when, assignTo } = rule;
  const wrongName = whatIsWrongWithName(name, names);
  if (wrongName !== undefined) tell(`${path}.name`, `name ${wrongName}`);
  if (!Array.isArray(when)) tell(`${path}.when`, `when must be ${when === undefined ? 'given' : 'a list of conditions'}; an empty list: always`);
  else if (when.length > mostConditions) tell(`${path}.when`, `when may have at most ${mostConditions} conditions`);
  else when.forEach((condition: unknown, n) => checkCondition(condition, `${path}.when[${n}]`, tell));
  if (!isAssignee(assignTo)) tell(`${path}.assignTo`, `assignTo must be ${assignTo === undefined ? 'given' : 'the e-mail or the id of a user of the CRM'}`);
  refuseUnknown(rule, ruleKeys, 'rule', path, tell);
  return { ...rule, name: trimmed(name), assignTo: trimmed(assignTo) };
}

/** Ends the sentence that begins with `name`. */
function whatIsWrongWithName(name: unknown, earlier: Set<string>): string | undefined {
  if (name === undefined) return 'must be given';
  if (typeof name !== 'string') return 'must be a text';
  const text = name.trim();
  if (text.length < 1 || text.length > longestName) return `must have from 1 to ${longestName} characters`;
  if (earlier.has(text)) return 'must differ from that of every earlier rule';
  earlier.add(text);
  return undefined;
}

function checkCondition(condition: unknown, path: string, tell: Tell): void {
  if (!isObject(condition)) return tell(path, 'a condition must be an object');
  const { attribute, op, not } = condition;
  if (typeof attribute !== 'string') tell(`${path}.attribute`, `attribute must be ${attribute === undefined ? 'given' : 'a text'}`);
  else if (attribute.length < 1 || attribute.length > longestAttribute) tell(`${path}.attribute`, `attribute must have from 1 to ${longestAttribute} characters`);
  if (op === undefined) tell(`${path}.op`, 'op must be given');
  else if (!isOp(op)) tell(`${path}.op`, `op must be one of ${ops.join(', ')}`);
  else checkValue(op, condition, `${path}.value`, tell);
  if (not !== undefined && typeof not !== 'boolean') tell(`${path}.not`, 'not must be true or false');
  refuseUnknown(condition, conditionKeys, 'condition', path, tell);
}

function checkValue(op: Op, { value }: Record<string, unknown>, path: string, tell: Tell): void {
  if (op === 'exists') {
    if (value !== undefined) tell(path, 'value has no meaning with exists');
  } else if (value === undefined) tell(path, 'value must be given');
  else if (op === 'in') checkList(value, path, tell);
  else if (op === 'matches') {
    const wrong = typeof value === 'string' ? wrongPattern(value) : 'must be a pattern, as text';
    if (wrong !== undefined) tell(path, `value ${wrong}`);
  } else if (!isScalar(value)) tell(path, 'value must be a text, a number, true or false');
}

function checkList(value: unknown, path: string, tell: Tell): void {
  if (!Array.isArray(value)) return tell(path, 'value must be a list');
  if (value.length < 1 || value.length > mostListed) return tell(path, `value must list from 1 to ${mostListed}`);
  value.forEach((each: unknown, n) => {
    if (!isScalar(each)) tell(`${path}[${n}]`, 'each value must be a text, a number, true or false');
  });
}

function refuseUnknown(given: Record<string, unknown>, known: readonly string[], what: string, path: string, tell: Tell): void {
  for (const key of Object.keys(given)) if (!known.includes(key)) tell(`${path}.${key}`, `${key} is not known; a ${what} has ${known.join(', ')}`);
}

/** Begins what is said of a rule that can be called by its name. */
function subject(rule: unknown): string {
  const name = isObject(rule) && typeof rule['name'] === 'string' ? rule['name'].trim() : '';
  return name === '' || name.length > longestName ? '' : `rule "${name}": `;
}

/** An e-mail, or an id such as both CRMs have them. */
function isAssignee(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > longestAssignee) return false;
  return /^(?:[A-Za-z0-9_-]{1,36}|[^\s@]+@[^\s@]+)$/.test(value.trim());
}

const isOp = (value: unknown): value is Op => (ops as readonly unknown[]).includes(value);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const trimmed = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);
