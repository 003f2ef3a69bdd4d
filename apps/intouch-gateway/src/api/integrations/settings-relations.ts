import type { SettingDescription } from '@intouch/contracts';
import type { FieldError } from '../../problem/problem.js';
import { isObject } from '../../problem/read.js';
import { asCode } from './settings-tables.js';
import { isGiven } from './settings-values.js';

/** All settings of an integration, secrets included, each read by itself. */
export interface Together {
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of those that are wrong by themselves. */
  readonly wrong: ReadonlySet<string>;
  /** An option is on that lets something in. */
  readonly inbound: boolean;
}

/** What a setting lacks beside the others, as a whole sentence; undefined: nothing. */
type Rule = (setting: SettingDescription, together: Together) => string | undefined;

export function fieldOf({ name, secret }: SettingDescription): string {
  return `${secret ? 'credentials' : 'settings'}.${name}`;
}

/** Rules between settings, which can be judged only when all have been read. */
export function brokenBetween(settings: readonly SettingDescription[], together: Together): FieldError[] {
  return [givenTogether, givenWhereNeeded, foundInTable].flatMap((rule: Rule) =>
    settings.flatMap((setting) => {
      const message = rule(setting, together);
      return message === undefined ? [] : [{ field: fieldOf(setting), message }];
    }),
  );
}

const givenTogether: Rule = ({ name, togetherWith }, { values }) =>
  togetherWith === undefined || isGiven(values[name]) || !isGiven(values[togetherWith]) ? undefined : `${name} must be given together with ${togetherWith}`;

const givenWhereNeeded: Rule = (setting, together) => {
  const { name, or } = setting;
  const { values, wrong } = together;
  const need = needOf(setting, together);
  if (need === undefined || wrong.has(name) || isGiven(values[name])) return undefined;
  if (or === undefined) return `${name} must be given ${need}`;
  return isGiven(values[or]) ? undefined : `${name} or ${or} must be given ${need}`;
};

/** In which circumstances a setting must be given, in words; undefined: they are not there. Of two, both must hold. */
function needOf({ requiredForInbound, requiredWhen }: SettingDescription, { values, inbound }: Together): string | undefined {
  if (!requiredForInbound && requiredWhen === undefined) return undefined;
  if (requiredForInbound && !inbound) return undefined;
  const reason = requiredForInbound ? 'while an inbound option is on' : undefined;
  if (requiredWhen === undefined) return reason;
  const { setting, is, begins } = requiredWhen;
  const value = values[setting];
  if (is !== undefined && value !== is) return undefined;
  if (begins !== undefined && !(typeof value === 'string' && value.startsWith(begins))) return undefined;
  const other = is !== undefined ? `${setting} is ${is}` : `${setting} begins with ${begins}`;
  return reason === undefined ? `where ${other}` : `${reason} and ${other}`;
}

/** Judged only where setting and table are right by themselves: a row that is wrong may be the very one that is meant. */
const foundInTable: Rule = ({ name, inTable }, { values, wrong }) => {
  const value = values[name];
  if (inTable === undefined || typeof value !== 'string' || wrong.has(name) || wrong.has(inTable.setting)) return undefined;
  const { setting, column, where } = inTable;
  const wanted = Object.entries({ ...where, [column]: value });
  const table = values[setting];
  if (Array.isArray(table) && table.some((row) => isObject(row) && wanted.every(([key, text]) => sameCode(row[key], text)))) return undefined;
  const besides = Object.entries(where).map(([key, text]) => `${key} is ${text}`);
  return `${name} must be a ${column} of ${setting}${besides.length > 0 ? ` whose ${besides.join(' and ')}` : ''}`;
};

function sameCode(cell: unknown, text: string): boolean {
  return typeof cell === 'string' && asCode(cell) === asCode(text);
}
