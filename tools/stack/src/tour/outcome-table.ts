export interface Outcome {
  what: string;
  expected: string;
  actual: string;
}

/** Lines of a table with one row an outcome; wrong ones are marked. */
export function outcomeTable(outcomes: Outcome[]): string[] {
  const rows = [['', 'expected', 'actual'], ...outcomes.map(({ what, expected, actual }) => [what, expected, actual])];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const mark = index === 0 ? ' ' : row[1] === row[2] ? '✓' : '✗';
    return `  ${mark} ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  });
}

export function wrongOnes(outcomes: Outcome[]): Outcome[] {
  return outcomes.filter(({ expected, actual }) => expected !== actual);
}
