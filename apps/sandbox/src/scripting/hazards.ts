import { badRequest, notFound } from '../http/problem.js';
import type { Request } from '../http/request.js';
import type { JsonObject } from '../http/json-body.js';
import { isObject } from '../http/json-body.js';
import type { HazardCatalogue, HazardDefinition, ParamRule, Params } from './hazard-catalogue.js';

interface Hazard {
  readonly id: string;
  readonly name: string;
  readonly operation: string;
  readonly club: string;
  readonly skip: number;
  readonly times: number | null;
  /** As posted; the defaults are in `effective`. */
  readonly params: Params;
  readonly effective: Params;
  readonly definition: HazardDefinition;
  seen: number;
  fired: number;
}

/** What the hazards make of one request. */
export interface Hit {
  /** Names of all that fired, oldest first. */
  readonly names: readonly string[];
  readonly replacement: { readonly definition: HazardDefinition & { kind: 'R' }; readonly params: Params } | null;
  readonly delayMs: number;
  /** Kind M: name to params. */
  readonly changes: ReadonlyMap<string, Params>;
}

const untouched: Hit = { names: [], replacement: null, delayMs: 0, changes: new Map() };

/** The hazards a script has set on one vendor. */
export class Hazards {
  private set: Hazard[] = [];
  private lastId = 0;

  constructor(
    private readonly catalogue: HazardCatalogue,
    private readonly operations: readonly string[],
  ) {}

  /**
   * @returns the id of the new hazard
   * @throws {Problem} 400 for an unknown name, operation or param, and for a required param that is missing
   */
  add(body: JsonObject): string {
    const { name, operation = '*', club = '*', skip = 0, times = 1, params = {} } = body;
    const definition = typeof name === 'string' && Object.hasOwn(this.catalogue, name) ? this.catalogue[name] : undefined;
    if (definition === undefined) throw badRequest(`There is no hazard named ${String(name)}.`);
    if (operation !== '*' && !this.operations.includes(operation as string)) throw badRequest(`There is no operation named ${String(operation)}.`);
    if (typeof club !== 'string' && typeof club !== 'number') throw badRequest('club must be a text, * for any.');
    if (!isCount(skip)) throw badRequest('skip must be a whole number from 0.');
    if (times !== null && !isCount(times)) throw badRequest('times must be a whole number from 0, or null.');
    if (!isObject(params)) throw badRequest('params must be an object.');
    const hazard: Hazard = {
      id: `hz-${++this.lastId}`,
      name: name as string,
      operation: operation as string,
      club: String(club),
      skip,
      times,
      params,
      effective: effectiveParams(name as string, definition, params),
      definition,
      seen: 0,
      fired: 0,
    };
    this.set.push(hazard);
    return hazard.id;
  }

  /** As posted, defaults filled in, plus `id` and `fired`. */
  list(): JsonObject[] {
    return this.set.map(({ id, name, operation, club, skip, times, params, fired }) => ({
      id, name, operation, club, skip, times, params, fired,
    }));
  }

  /** @throws {Problem} 404 for an unknown id */
  remove(id: string): void {
    const index = this.set.findIndex((hazard) => hazard.id === id);
    if (index < 0) throw notFound(`There is no hazard ${id}.`);
    this.set.splice(index, 1);
  }

  clear(): void {
    this.set = [];
  }

  reset(): void {
    this.clear();
    this.lastId = 0;
  }

  /** Shows one request to all hazards. Of kind R only the oldest with hits left fires; T and M all do. */
  hit(operation: string, club: string | null, request: Request): Hit {
    if (this.set.length === 0) return untouched;
    const names: string[] = [];
    const changes = new Map<string, Params>();
    let replacement: Hit['replacement'] = null;
    let delayMs = 0;
    for (const hazard of this.set) {
      if (!sees(hazard, operation, club, request)) continue;
      if (hazard.seen++ < hazard.skip) continue;
      if (hazard.times !== null && hazard.fired >= hazard.times) continue;
      const { definition } = hazard;
      if (definition.kind === 'R') {
        if (replacement !== null) continue;
        replacement = { definition, params: hazard.effective };
      } else if (definition.kind === 'T') delayMs += Number(hazard.effective['ms']);
      else changes.set(hazard.name, hazard.effective);
      hazard.fired++;
      names.push(hazard.name);
    }
    return names.length === 0 ? untouched : { names, replacement, delayMs, changes };
  }
}

function sees(hazard: Hazard, operation: string, club: string | null, request: Request): boolean {
  if (hazard.club !== '*' && hazard.club !== club) return false;
  const isMeant = hazard.operation === '*' ? (hazard.definition.operations?.includes(operation) ?? true) : hazard.operation === operation;
  return isMeant && (hazard.definition.concerns?.(request) ?? true);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function effectiveParams(name: string, definition: HazardDefinition, given: Params): Params {
  const rules: Readonly<Record<string, ParamRule>> = definition.params ?? {};
  const effective: Record<string, unknown> = {};
  for (const param of Object.keys(given)) {
    if (!Object.hasOwn(rules, param)) throw badRequest(`${name} has no param ${param}.`);
  }
  for (const [param, rule] of Object.entries(rules)) {
    const value = given[param] ?? rule.default;
    if (value === undefined || value === null) {
      if (!rule.optional && rule.default === undefined) throw badRequest(`${name} needs the param ${param}.`);
      continue;
    }
    if (!fits(value, rule)) throw badRequest(`The param ${param} of ${name} must be ${rule.oneOf?.join(' or ') ?? `a ${rule.is}`}.`);
    effective[param] = value;
  }
  return effective;
}

function fits(value: unknown, rule: ParamRule): boolean {
  if (rule.oneOf !== undefined) return rule.oneOf.includes(value as string);
  const isNumber = typeof value === 'number' && Number.isFinite(value) && value >= 0;
  switch (rule.is) {
    case 'number': return isNumber;
    case 'text': return typeof value === 'string';
    case 'number-or-text': return isNumber || typeof value === 'string';
    case 'list': return Array.isArray(value);
  }
}
