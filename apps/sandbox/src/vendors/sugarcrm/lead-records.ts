import type { JsonObject } from '../../http/json-body.js';
import { Records } from '../../scripting/records.js';
import { FeedOrder } from './feed-order.js';
import type { Lead } from './lead.js';

/** Leads, found by their id in whatever letters (the tables' collation has it so), and in the order of the feed. */
export class LeadRecords extends Records<Lead> {
  readonly order = new FeedOrder();
  /** Id in capitals to the id as it is. */
  private readonly ids = new Map<string, string>();

  override get(id: string): Lead | undefined {
    return super.get(this.known(id));
  }

  override need(id: string): Lead {
    return super.need(this.known(id));
  }

  override patch(id: string, patch: JsonObject): Lead {
    const known = this.known(id);
    const before = super.get(known);
    const after = super.patch(known, patch);
    this.ids.set(known.toUpperCase(), known);
    this.order.replace(before, after);
    return after;
  }

  override delete(id: string): void {
    const lead = this.need(id);
    super.delete(lead.id);
    this.ids.delete(lead.id.toUpperCase());
    this.order.replace(lead, undefined);
  }

  override clear(): void {
    super.clear();
    this.ids.clear();
    this.order.clear();
  }

  /** As if what has become of it since `before` had never been. */
  restore(id: string, before: Lead | undefined): void {
    const now = this.need(id);
    if (before === undefined) this.delete(id);
    else this.patch(id, { ...Object.fromEntries(Object.keys(now).map((key) => [key, null])), ...before });
  }

  private known(id: string): string {
    return this.ids.get(id.toUpperCase()) ?? id;
  }
}
