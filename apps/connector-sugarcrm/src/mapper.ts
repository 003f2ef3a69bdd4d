import type { ContactSnapshot } from '@intouch/contracts';
import { attributeKey, attributeText, clean, Fitting, type Content, type FitFacts, type Fitted, type Settings } from '@intouch/connector-kit';
import type { LeadValues } from './crm-access.js';
import { attributeFieldsOf, clubFieldOf, fieldsByKey, genderFieldOf } from './lead-fields.js';
import { phone, plainCut, plainLines } from './plain-text.js';

/** Content keys that only a create carries. */
export const createOnly: Readonly<Record<string, string | null>> = { notes: null, newStatus: null };

export function fit(contact: ContactSnapshot, { settings, today, owner, leadSource }: FitFacts<null>): Fitted {
  // Of a member the CRM only hears that he is one.
  if (contact.status === 'MEMBER') return { content: { status: clean(settings['memberStatus'] as string | null) }, warnings: [] };
  const fitting = new Fitting();
  plainCut(fitting, 'firstName', contact.firstName, 100);
  plainCut(fitting, 'lastName', contact.lastName, 100);
  fitting.email('email', contact.email, 255);
  for (const key of ['mobile', 'homePhone', 'workPhone'] as const) phone(fitting, key, contact[key], 100);
  plainCut(fitting, 'street', contact.street, 150);
  plainCut(fitting, 'city', contact.city, 100);
  plainCut(fitting, 'state', contact.state, 100);
  fitting.zip('zip', contact.zip, 20);
  fitting.cut('country', contact.country, 255);
  fitting.date('birthDate', contact.birthDate, today);
  if (genderFieldOf(settings) !== null) fitting.plain('gender', contact.gender ?? null);
  plainLines(fitting, 'notes', description(contact, settings), 20_000);
  for (const attribute of attributeFieldsOf(settings).keys()) plainCut(fitting, attributeKey(attribute), attributeText(contact.attributes?.[attribute]), 255);
  const lookups = { title: 'SugarCRM', severalAs: 'source-ambiguous' } as const;
  fitting.lookup('leadSourceId', leadSource, lookups);
  fitting.lookup('ownerStaffId', owner, lookups);
  const newStatus = clean(settings['newStatus'] as string | null | undefined);
  if (newStatus !== null) fitting.plain('newStatus', newStatus);
  const { firstName, lastName, ...rest } = fitting.content;
  const refusal = lastName === null ? { code: 'missing-required', field: 'lastName', detail: 'last_name is required at SugarCRM and has no value that can be sent.' } : undefined;
  // Names are never cleared.
  return { content: { ...rest, ...(firstName === null ? {} : { firstName: firstName! }), ...(lastName === null ? {} : { lastName: lastName! }) }, warnings: fitting.warnings, refusal };
}

/** Notes, an empty line, and a line for each attribute that has no field of its own. */
function description({ notes, attributes }: ContactSnapshot, settings: Settings): string {
  const fields = attributeFieldsOf(settings);
  const lines = Object.entries(settings['attributesInDescription'] === false ? {} : (attributes ?? {}))
    .filter(([key]) => !fields.has(key))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, value]) => {
      const text = clean(attributeText(value));
      return text === null ? [] : [`${clean(key) ?? ''}: ${text}`];
    });
  return [...(clean(notes) === null ? [] : [notes!]), ...(lines.length > 0 ? [lines.join('\n')] : [])].join('\n\n');
}

/** Everything that has a value, and the club's mark. */
export function newLead(content: Content, settings: Settings): LeadValues {
  const given = Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
  return { ...changedLead(given, settings), [clubFieldOf(settings)]: String(settings['clubValue']) };
}

/** Only what changed, an empty text for what InTouch has emptied: the CRM's people may have typed the rest. */
export function changedLead(changes: Content, settings: Settings): LeadValues {
  const fields = [...fieldsByKey(settings)].filter(([key]) => key in changes);
  return Object.fromEntries(fields.map(([key, field]) => [field, String(changes[key] ?? '')]));
}
