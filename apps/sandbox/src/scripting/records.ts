import { badRequest, notFound } from '../http/problem.js';
import { isObject, type JsonObject } from '../http/json-body.js';
import type { Clock } from './clock.js';

/** A record as scripts see it. `club`, `createdAt`, `modifiedAt` are the sandbox's own and never go on the wire. */
export interface Row extends JsonObject {
  club?: string;
  createdAt: string;
  modifiedAt: string;
}

export interface KindRules<R extends Row> {
  /** True where a record cannot be created without saying its club. */
  readonly belongsToClub?: boolean;
  /**
   * Makes a record whole after a patch: derived values, and what a new one has by default. May change `row`.
   * @throws {Problem} 400 for an id this kind cannot have
   */
  readonly settle?: (row: R, change: { id: string; patch: JsonObject; isNew: boolean }) => void;
  /** Hears of every change, to keep indexes; undefined stands for absence. */
  readonly changed?: (before: R | undefined, after: R | undefined) => void;
}

/** All records of one kind at one vendor, by id (text), in order of creation. */
export class Records<R extends Row = Row> {
  private readonly rows = new Map<string, R>();
  /** When each record came to be, by `performance.now()`. */
  private readonly bornAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly rules: KindRules<R> = {},
  ) {}

  get size(): number {
    return this.rows.size;
  }

  get(id: string): R | undefined {
    return this.rows.get(id);
  }

  values(): IterableIterator<R> {
    return this.rows.values();
  }

  /** @throws {Problem} 404 */
  need(id: string): R {
    const row = this.rows.get(id);
    if (row === undefined) throw notFound(`There is no record ${id}.`);
    return row;
  }

  /**
   * Creates or patches, as RFC 7396 (null removes a key), without validation. Stamps `modifiedAt` unless the patch has it.
   * @throws {Problem} 400 when a new record lacks its club
   */
  patch(id: string, patch: JsonObject): R {
    const before = this.rows.get(id);
    const now = this.clock.stamp();
    const row = merged(before, { modifiedAt: now, ...(before === undefined ? { createdAt: now } : {}), ...patch }) as R;
    this.rules.settle?.(row, { id, patch, isNew: before === undefined });
    if (before === undefined && this.rules.belongsToClub && row.club === undefined) throw badRequest('A new record of this kind needs its club.');
    if (before === undefined) this.bornAt.set(id, performance.now() - this.ageAtBirth(row));
    this.rows.set(id, row);
    this.rules.changed?.(before, row);
    return row;
  }

  /** Gone without trace. @throws {Problem} 404 */
  delete(id: string): void {
    const before = this.need(id);
    this.rows.delete(id);
    this.bornAt.delete(id);
    this.rules.changed?.(before, undefined);
  }

  /** Drops all without telling `changed`: who clears the records clears the indexes. */
  clear(): void {
    this.rows.clear();
    this.bornAt.clear();
  }

  /** True when the record was created less than `ms` of real time ago; a frozen clock does not keep it young. */
  isYoungerThan(id: string, ms: number): boolean {
    return performance.now() - (this.bornAt.get(id) ?? Number.NEGATIVE_INFINITY) < ms;
  }

  private ageAtBirth(row: R): number {
    const age = this.clock.now() - Date.parse(row.createdAt);
    return age > 0 ? age : 0;
  }
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = isObject(value) ? merged(result[key], value) : value;
  }
  return result;
}
