/** One measured row: a figure, its floor measured in the same run, their ratio, and the aim. */
export interface Row {
  readonly work: string;
  readonly measured: string;
  readonly floor: string;
  readonly ratio: number;
  /** By how much the process that works has grown; where the aim has a word on it. */
  readonly memory?: string;
  readonly aim: string;
}

export function table(rows: readonly Row[]): string {
  const head = ['work', 'measured', 'floor, same run', 'ratio', 'RSS growth', 'aim'];
  const cells = [head, ...rows.map((row) => [row.work, row.measured, row.floor, `${row.ratio.toFixed(2)} ×`, row.memory ?? '', row.aim])];
  const widths = head.map((_name, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const line = (of: readonly string[]): string => of.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd();
  return [line(cells[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n');
}
