/** SQL of a `timestamptz` column as RFC 3339 text, UTC, milliseconds; the driver's own dates cost more than the whole row. */
export function instant(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
