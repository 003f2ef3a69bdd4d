import { clean, type Content, type FittedValue, type Settings, type Warning } from '@intouch/connector-kit';
import type { Lead, LeadValues } from './crm-access.js';
import { fieldsByKey } from './lead-fields.js';

const anyCase: ReadonlySet<string> = new Set(['email1', 'first_name', 'last_name', 'assigned_user_id']);

export interface ReadBack {
  readonly warnings: readonly Warning[];
  /** What the CRM has instead of what was sent, by content key: that is what counts as delivered. */
  readonly stored: Content;
}

/** The CRM says yes to nearly everything: what was sent, beside what is stored (vendors/sugarcrm.md, 3.4). */
export function readBack(sent: LeadValues, { values }: Lead, settings: Settings): ReadBack {
  const differing = Object.entries(sent).filter(([field, value]) => !isSame(field, value, values[field]));
  const keys = new Map([...fieldsByKey(settings)].map(([key, field]) => [field, key]));
  const stored: Record<string, FittedValue> = {};
  for (const [field] of differing) if (keys.has(field)) stored[keys.get(field)!] = values[field] ?? null;
  return {
    stored,
    warnings: differing.map(([field, value]) => ({
      code: 'stored-differently', detail: `${field} was sent as "${value}", but SugarCRM has "${values[field] ?? ''}".`, howToFix: `Look at ${field} of this lead at SugarCRM.`,
    })),
  };
}

function isSame(field: string, sent: string, read: string | undefined): boolean {
  const [one, other] = [clean(sent) ?? '', clean(read) ?? ''];
  return one === other || (anyCase.has(field) && one.toLowerCase() === other.toLowerCase());
}
