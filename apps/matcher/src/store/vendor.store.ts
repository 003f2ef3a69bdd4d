import { Injectable } from '@nestjs/common';
import type { Vendor, VendorDescribed } from '@intouch/contracts';
import { Database } from '@intouch/postgres';
import { rowsAsJson } from './rows-as-json.js';

/** What people call a vendor, as its connector told; for the log. */
@Injectable()
export class VendorStore {
  constructor(private readonly database: Database) {}

  /** A vendor whose connector never described itself goes by its code. */
  async titles(): Promise<(vendor: Vendor) => string> {
    const rows = await this.database.rows<{ vendor: string; title: string }>('SELECT vendor, title FROM vendor');
    const byVendor = new Map(rows.map(({ vendor, title }) => [vendor, title]));
    return (vendor) => byVendor.get(vendor) ?? vendor;
  }

  async keep(described: readonly VendorDescribed[]): Promise<void> {
    const latest = new Map(described.map(({ vendor, title }) => [vendor, { vendor, title }]));
    await this.database.run(
      `INSERT INTO vendor (vendor, title)
       SELECT vendor, title FROM jsonb_to_recordset($1::jsonb) AS v(vendor text, title text) ORDER BY vendor
       ON CONFLICT (vendor) DO UPDATE SET title = excluded.title`,
      [rowsAsJson([...latest.values()])],
    );
  }
}
