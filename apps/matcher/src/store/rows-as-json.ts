/**
 * Rows as one JSON parameter for `jsonb_to_recordset`. PostgreSQL's text holds neither NUL nor half a surrogate pair, and
 * a vendor's record or a pasted note may well have one: they are dropped here, where they would fail the whole batch.
 */
export function rowsAsJson(rows: readonly object[]): string {
  const json = JSON.stringify(rows);
  return /\\u0000|\\ud[89a-f]/i.test(json) ? JSON.stringify(rows, storable) : json;
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
