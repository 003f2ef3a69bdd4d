/**
 * SQL of the rule "newest wins" for `INSERT … ON CONFLICT DO UPDATE`: the table keeps `effective_at timestamptz`,
 * `stamped boolean` and `version text` as `EffectiveVersion` of the contracts describes them. A snapshot without a time
 * of its own counts as newer than whatever is there.
 */
export function effectiveAt(table: string): string {
  return `CASE WHEN excluded.stamped THEN excluded.effective_at ELSE greatest(excluded.effective_at, ${table}.effective_at) END`;
}

/** The condition of the update: `… DO UPDATE SET … WHERE ${isNewest('contact')}`. */
export function isNewest(table: string): string {
  return `(${effectiveAt(table)}, excluded.version) >= (${table}.effective_at, ${table}.version)`;
}
