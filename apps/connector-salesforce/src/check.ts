import { Unauthorized, unlinkedAssignees, type Access, type Finding } from '@intouch/connector-kit';
import type { SalesforceClient } from './client.js';
import { attributeFields, fieldIn, fieldsByKey } from './lead-fields.js';
import { staff } from './lookups.js';
import { isNearLimit } from './pull-leads.js';
import { customFields } from './query.js';
import { wholeId } from './record-id.js';
import type { DescribedField, Usage } from './wire.js';

/** Our id is `club:contact`, 36 characters each at most. */
const longestId = 73;
const skewMs = 60_000;

/** Credentials, version, rights and what of the org's set-up would keep leads out (vendors/salesforce.md, section 2). */
export async function findings(client: SalesforceClient, { settings }: Pick<Access, 'settings'>, now: Date = new Date()): Promise<readonly Finding[]> {
  try {
    const theirTime = await client.prove();
    const fields = await client.describeLead();
    const users = await staff(client);
    const usage = await client.limits();
    return [...fieldFindings(fields, settings), ...unlinkedAssignees(settings, users, { title: 'Salesforce', userId: wholeId }), ...skewed(theirTime, now), ...nearLimit(usage, settings)];
  } catch (error) {
    if (!(error instanceof Unauthorized && error.code === 'access-refused')) throw error;
    return [{ code: 'no-access', detail: error.message, howToFix: 'Give the run-as user the API, all leads and the sight of all users.' }];
  }
}

function skewed(theirTime: Date | null, now: Date): Finding[] {
  if (theirTime === null || Math.abs(theirTime.getTime() - now.getTime()) <= skewMs) return [];
  return [{ code: 'clock-skew', detail: `It is ${theirTime.toISOString()} at Salesforce, ${now.toISOString()} here.`, howToFix: 'Correct the clock of the connector\'s host.', harmless: true }];
}

function nearLimit(usage: Usage | null, settings: Access['settings']): Finding[] {
  if (usage === null || !isNearLimit(usage, settings)) return [];
  return [{ code: 'api-usage-high', detail: `${usage.used} of the ${usage.allowed} calls of 24 hours are used.`, howToFix: 'Read less often, or raise apiUsageStopPercent.', harmless: true }];
}

function fieldFindings(fields: readonly DescribedField[], settings: Access['settings']): Finding[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const found: Finding[] = [...idFindings(byName.get('InTouch_Id__c'))];
  for (const name of new Set([...customFields(settings), ...(fieldIn(settings, 'clubField') === 'Company' ? ['Company'] : [])])) {
    if (!byName.has(name)) found.push({ code: 'field-missing', detail: `Leads have no field ${name}, or the run-as user does not see it.`, howToFix: `Make ${name}, or correct the setting that names it.` });
  }
  const club = fieldIn(settings, 'clubField');
  const constants = { ...(club === 'Company' ? {} : { Company: String(settings['companyFiller'] ?? '') }), ...(club ? { [club]: String(settings['clubValue'] ?? '') } : {}), InTouch_Id__c: 'x'.repeat(longestId) };
  for (const [name, value] of Object.entries(constants)) {
    const length = byName.get(name)?.length ?? 0;
    if (length > 0 && length < value.length) found.push({ code: 'field-too-short', detail: `${name} holds ${length} characters, and ${value.length} are needed.`, howToFix: `Make ${name} longer.` });
  }
  return [...found, ...unmapped(fields, settings), ...unknownStatuses(byName.get('Status'), settings)];
}

function idFindings(field: DescribedField | undefined): Finding[] {
  if (!field?.externalId) return [{ code: 'external-id-missing', detail: 'Leads have no external id InTouch_Id__c, or the run-as user does not see it.', howToFix: 'Make the field: Text(255), External ID, Unique, case-sensitive.' }];
  if (!field.unique) return [{ code: 'external-id-not-unique', detail: 'InTouch_Id__c is not unique: a lost answer could make a lead twice.', howToFix: 'Make the field Unique, case-sensitive.' }];
  return [];
}

/** What the org wants of every lead and we never send, or not always. */
function unmapped(fields: readonly DescribedField[], settings: Access['settings']): Finding[] {
  const always = new Set(['LastName', 'Company', fieldIn(settings, 'clubField'), fieldIn(settings, 'newStatus') ? 'Status' : null]);
  const sent = new Set([...Object.values(fieldsByKey({ settings, reference: { lengths: {}, stateCodes: null } })), 'StateCode', 'CountryCode', ...Object.values(attributeFields(settings)), ...always]);
  return fields
    .filter(({ name, createable, nillable, defaultedOnCreate }) => createable && !nillable && !defaultedOnCreate && !sent.has(name))
    .map(({ name }) => ({ code: 'required-field-unmapped', detail: `The org requires ${name} of every lead, and no setting fills it.`, howToFix: `Map an attribute to ${name} by attributeFields, or do not require it.` }));
}

/** Values that conversion alone sets have that word in every org's language that we know of; a describe does not mark them. */
const convertedKind = /(^|[^A-Za-z]\s*)converted$/i;

function unknownStatuses(field: DescribedField | undefined, settings: Access['settings']): Finding[] {
  return ['newStatus', 'memberStatus'].flatMap((setting) => {
    const status = fieldIn(settings, setting);
    const values = field?.picklistValues.filter(({ active }) => active).map(({ value }) => value) ?? [];
    if (status === null || (values.includes(status) && !(convertedKind.test(status) && !/\bnot converted$/i.test(status)))) return [];
    return [{ code: 'status-unknown', detail: `${setting} "${status}" is none of the org's statuses that a lead can be given: ${values.join(', ')}.`, howToFix: `Correct ${setting}.` }];
  });
}
