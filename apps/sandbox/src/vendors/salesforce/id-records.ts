import { badRequest } from '../../http/problem.js';
import type { JsonObject } from '../../http/json-body.js';
import type { Clock } from '../../scripting/clock.js';
import { Records, type KindRules, type Row } from '../../scripting/records.js';
import { idOf, type Prefix } from './ids.js';

/** Records under ids of Salesforce, which may be given with 15 or 18 characters. */
export class IdRecords<R extends Row> extends Records<R> {
  constructor(
    clock: Clock,
    private readonly prefix: Prefix,
    rules: KindRules<R> = {},
  ) {
    super(clock, rules);
  }

  override get(id: string): R | undefined {
    return super.get(this.whole(id));
  }

  override need(id: string): R {
    return super.need(this.whole(id));
  }

  override patch(id: string, patch: JsonObject): R {
    const whole = idOf(this.prefix, id);
    if (whole === null) throw badRequest(`${id} is no id of Salesforce beginning with ${this.prefix}, of 15 or 18 characters.`);
    return super.patch(whole, patch);
  }

  override delete(id: string): void {
    super.delete(this.whole(id));
  }

  private whole(id: string): string {
    return idOf(this.prefix, id) ?? id;
  }
}
