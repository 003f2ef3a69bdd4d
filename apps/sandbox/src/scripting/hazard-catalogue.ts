import { text, withHeaders, type Answer } from '../http/answer.js';
import type { Request } from '../http/request.js';

export type Params = Readonly<Record<string, unknown>>;

/** A param without `default` that is not `optional` must be given. */
export interface ParamRule {
  readonly is: 'number' | 'text' | 'number-or-text' | 'list';
  readonly default?: unknown;
  readonly optional?: true;
  readonly oneOf?: readonly string[];
}

interface HazardRules {
  readonly params?: Readonly<Record<string, ParamRule>>;
  /** The operations the effect speaks of; a hazard posted with operation `*` sees only these. Absent: all. */
  readonly operations?: readonly string[];
  /** The requests the effect speaks of, where the operation alone does not tell. A hazard does not see the others. */
  readonly concerns?: (request: Request) => boolean;
}

/** Kind R: another answer, nothing stored; null lets the request pass after all. */
interface ReplacesAnswer extends HazardRules {
  readonly kind: 'R';
  answer(params: Params, request: Request): Answer | null;
}

/** Kind R: no answer at all, the socket is closed; `after-commit` does the work first. */
interface CutsConnection extends HazardRules {
  readonly kind: 'R';
  readonly cut: 'at-once' | 'before-commit' | 'after-commit';
}

/** Kind T delays the answer by the param `ms`; kind M changes data or the normal answer, and is read by the vendor. */
interface AddsOn extends HazardRules {
  readonly kind: 'T' | 'M';
}

export type HazardDefinition = ReplacesAnswer | CutsConnection | AddsOn;
export type HazardCatalogue = Readonly<Record<string, HazardDefinition>>;

export const retryAfter = { retryAfter: { is: 'number-or-text', optional: true } } as const;

/** Adds `Retry-After` when the script gave one. */
export const withRetryAfter = (answer: Answer, params: Params): Answer =>
  params['retryAfter'] === undefined || params['retryAfter'] === null
    ? answer
    : withHeaders(answer, { 'retry-after': String(params['retryAfter']) });

const milliseconds = (preset: number): ParamRule => ({ is: 'number', default: preset });

/** The hazards that look the same at every vendor. */
export const hazardsOfEveryVendor = {
  'outage-503': {
    kind: 'R',
    params: retryAfter,
    answer: (params) => withRetryAfter(text(503, 'text/plain', 'Service Unavailable'), params),
  },
  'html-login-page': { kind: 'R', answer: () => text(200, 'text/html', '<html><body>Please sign in</body></html>') },
  'connection-reset': { kind: 'R', cut: 'at-once' },
  'timeout-before-commit': { kind: 'R', cut: 'before-commit', params: { holdMs: milliseconds(60_000) } },
  'timeout-after-commit': { kind: 'R', cut: 'after-commit', params: { holdMs: milliseconds(0) } },
  slow: { kind: 'T', params: { ms: milliseconds(5_000) } },
  'truncated-body': { kind: 'M' },
} satisfies HazardCatalogue;
