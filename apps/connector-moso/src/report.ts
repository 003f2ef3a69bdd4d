import { Fitting, type RecordIgnored, type RecordReport, type ReportFacts, type Warning } from '@intouch/connector-kit';
import type { Column } from './file-columns.js';
import type { MosoRow } from './file-rows.js';
import { statusOf } from './status-rules.js';

/** A row of the file in InTouch's words (vendors/moso.md, section 5, "In"; section 6). */
export function report(row: MosoRow, { settings, today }: Pick<ReportFacts<null>, 'settings' | 'today'>): RecordReport | RecordIgnored {
  const verdict = statusOf(row, settings, today);
  if (verdict.kind === 'ignore') return { ...verdict, kind: 'ignored' };
  return {
    ...verdict,
    kind: 'report',
    stamp: null,
    // Nobody has joined who is a lead.
    joinDate: verdict.state === 'LEAD' ? null : (row.MSDate ?? row.EnteredDate ?? null),
    // What InTouch has of a lead or member that is linked is not overwritten.
    updates: false,
    ...new ReadFields(row).all(),
  };
}

const asIs = { firstName: 'FirstName', lastName: 'LastName', street: 'Address1', city: 'City', state: 'State' } as const satisfies Readonly<Record<string, Column>>;
const phones = { mobile: 'Phone3', homePhone: 'Phone1', workPhone: 'Phone2' } as const satisfies Readonly<Record<string, Column>>;

type Key = keyof typeof asIs | keyof typeof phones | 'email' | 'zip';

/** A field whose column is empty is absent: it never clears. */
class ReadFields {
  private readonly fields: { [key in Key]?: string } = {};
  private readonly warnings: Warning[] = [];

  constructor(private readonly row: MosoRow) {}

  all(): Required<Pick<RecordReport, 'fields' | 'warnings'>> {
    for (const [key, column] of Object.entries(asIs)) this.read(key as Key, column, (value) => value);
    for (const [key, column] of Object.entries(phones)) this.read(key as Key, column, (value) => this.phone(key as Key, column, value));
    this.read('email', 'Email', (value) => this.email(value));
    this.read('zip', 'Zip', (value) => this.zip(value));
    return { fields: this.fields, warnings: this.warnings };
  }

  private read(key: Key, column: Column, as: (value: string) => string | null): void {
    const value = this.row[column];
    const read = value === undefined ? null : as(value);
    if (read !== null) this.fields[key] = read;
  }

  /** Ten digits by the rule `phone10`, which is the same both ways. */
  private phone(key: Key, column: Column, value: string): string | null {
    const fitting = new Fitting();
    fitting.phone10(key, value);
    const digits = (fitting.content[key] ?? null) as string | null;
    for (const { code } of fitting.warnings) {
      if (code === 'extension-dropped') this.warn(code, key, `${key} "${value}" was read as "${digits}": its extension is not kept.`);
      else this.omit(key, column, value, 'is not a ten-digit phone number');
    }
    return digits;
  }

  private email(value: string): string | null {
    if (value.includes('@')) return value;
    this.omit('email', 'Email', value, 'has no @');
    return null;
  }

  /** Spreadsheets take a leading zero away. */
  private zip(value: string): string {
    if (!/^\d{4}$/.test(value)) return value;
    this.warn('zip-padded', 'zip', `zip "${value}" was read as "0${value}": its leading zero was lost.`);
    return `0${value}`;
  }

  private omit(key: Key, column: Column, value: string, why: string): void {
    this.warn('omitted-invalid', key, `${key} "${value}" was left out: it ${why}.`, `Correct ${column} at MoSoClub.`);
  }

  private warn(code: string, key: Key, detail: string, howToFix?: string): void {
    this.warnings.push({ code, key, detail, ...(howToFix ? { howToFix } : {}) });
  }
}
