import { parseArgs } from 'node:util';

/** In the order they are measured: the first three want a system that has nothing else to do. */
const rows = ['latency', 'deliver', 'accept', 'decide', 'read'] as const;
export type RowName = (typeof rows)[number];

const defaults = { leads: 20_000, reports: 100_000, contacts: 1_000_000, rows: 1_000_000 };
export type Sizes = Readonly<typeof defaults>;

const usage = `npm run bench -- [options]

  --only ${rows.join()}   some of them
${Object.entries(defaults).map(([name, size]) => `  --${name} ${size}`).join('\n')}

--reports is a multiple of 100, at most half of --contacts.`;

/** Ends the process with a word on its use where the arguments are none. */
export function optionsFrom(args: readonly string[]): { readonly only: readonly RowName[]; readonly sizes: Sizes } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, ...Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }])) },
    });
    const named = values.only?.split(',') ?? rows;
    const sizes = Object.fromEntries(Object.entries(defaults).map(([name, size]) => [name, Number((values as Record<string, string>)[name] ?? size)])) as Sizes;
    const isRight = named.every((name) => (rows as readonly string[]).includes(name)) && Object.values(sizes).every((size) => Number.isInteger(size) && size > 0);
    if (!isRight || sizes.reports % 100 !== 0 || 2 * sizes.reports > sizes.contacts) throw new Error('some value is none');
    return { only: rows.filter((name) => named.includes(name)), sizes };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    process.exit(2);
  }
}
