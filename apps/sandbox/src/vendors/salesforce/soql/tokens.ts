/** A piece of a query. `value` of a text is without quotes and escapes. */
export interface Token {
  readonly kind: 'word' | 'text' | 'instant' | 'number' | 'sign' | 'end';
  readonly value: string;
  /** Place in the query, from 0. */
  readonly at: number;
}

export class SoqlError extends Error {
  /** @param at place in the query, from 0 */
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

// A date and time has no quotes in SOQL: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm
const instant = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`;
const text = String.raw`'(?:[^'\\]|\\.)*'`;
const pattern = new RegExp(String.raw`\s+|(?<instant>${instant})|(?<number>\d+(?![\w-]))|(?<word>[A-Za-z]\w*)|(?<text>${text})|(?<sign>[(),=>])`, 'suy');
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** @throws {SoqlError} for what no query is made of */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let at = 0; at < query.length; at = pattern.lastIndex) {
    const found = pattern.exec(query);
    if (found === null) throw new SoqlError(query[at] === "'" ? 'Bind variables or unterminated string' : `unexpected token: '${query[at]!}'`, at);
    const [kind, value] = Object.entries(found.groups!).find(([, piece]) => piece !== undefined) ?? [];
    if (kind !== undefined) tokens.push({ kind: kind as Token['kind'], value: kind === 'text' ? unquoted(value!) : value!, at });
  }
  return [...tokens, { kind: 'end', value: '<EOF>', at: query.length }];
}

const unquoted = (quoted: string): string => quoted.slice(1, -1).replace(/\\(.)/gsu, (_, char: string) => escapes[char] ?? char);
