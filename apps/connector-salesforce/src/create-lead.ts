import { Gone, Unavailable, type Content, type Created, type CreateIntent, type FitFacts, type Settling, type Warning } from '@intouch/connector-kit';
import { isRefusal, type Refusal } from './answers.js';
import type { SalesforceClient } from './client.js';
import { changedLead, newLead, withValues } from './lead-fields.js';
import { createOnly } from './mapper.js';
import type { LeadForm } from './reference.js';
import { wholeId } from './record-id.js';
import { textIn, type LeadFields, type Row } from './wire.js';

type Facts = FitFacts<LeadForm>;
type Free = Settling['free'];

/** Repeatable: our id is the lead's key, so the same call once more makes no second one (vendors/salesforce.md, 3.4). */
export async function createLead(client: SalesforceClient, { content }: CreateIntent, facts: Facts, free: Free): Promise<Created> {
  const { created: _created, ...lead } = await upserted(client, content, facts, free);
  return lead;
}

/** After an answer that was lost the create is its own search; where nothing new may come of it, only looked for. */
export async function settleLead(client: SalesforceClient, { intent, mayRepeat, free }: Settling, facts: Facts): Promise<Created | null> {
  if (!mayRepeat) return ownLead(client, facts);
  const { created, ...lead } = await upserted(client, intent.content, facts, free);
  return { ...lead, ...(created ? { repeated: true } : {}) };
}

export async function updateLead(client: SalesforceClient, id: string, changes: Content, facts: Facts): Promise<readonly Warning[]> {
  const { warnings } = await withoutRefusedEmail(changedLead(changes, facts), (fields) => updated(client, id, fields));
  return warnings;
}

type Upserted = Created & { readonly created: boolean };

async function upserted(client: SalesforceClient, content: Content, facts: Facts, free: Free): Promise<Upserted> {
  const lead = newLead(content, facts);
  const crmAssigns = facts.settings['useCrmAssignmentRules'] === true && !('OwnerId' in lead);
  try {
    const { value, warnings } = await withoutRefusedEmail(lead, (fields) => onceMoreAtATie(() => client.upsertLead(facts.contactId, fields, crmAssigns)));
    return { vendorContactId: value.id, created: value.created, warnings };
  } catch (error) {
    if (error instanceof Gone) return { ...(await soldLead(client, facts)), created: false };
    if (!isRefusal(error, 'DUPLICATES_DETECTED')) throw error;
    return { ...(await adoptDuplicate(client, error, content, facts, free)), created: false };
  }
}

/** Somebody wrote the same id in the same instant: the second time it is there to be updated. */
async function onceMoreAtATie<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if (!isRefusal(error, 'DUPLICATE_VALUE')) throw error;
  }
  try {
    return await upsert();
  } catch (error) {
    if (!isRefusal(error, 'DUPLICATE_VALUE')) throw error;
    throw new Unavailable(`Salesforce finds our id taken again and again: ${error.message}`, true);
  }
}

async function soldLead(client: SalesforceClient, facts: Facts): Promise<Created> {
  const found = await ownLead(client, facts);
  if (!found) throw new Unavailable('Salesforce says our lead is converted, and does not find it', true);
  return { ...found, closed: 'converted' };
}

async function ownLead(client: SalesforceClient, { contactId }: Facts): Promise<Created | null> {
  const lead = await client.findLead(contactId, ['Id', 'IsConverted']);
  const id = lead && textIn(lead, 'Id');
  if (!id) return null;
  return { vendorContactId: wholeId(id), ...(lead['IsConverted'] === true ? { closed: 'converted' as const } : {}) };
}

/**
 * A rule of the org blocks the create and points at one lead: where that is plainly this person's, nobody's yet and not sold, it is
 * the one. The org's own idea of what is alike never links (vendors/salesforce.md, 3.6).
 */
async function adoptDuplicate(client: SalesforceClient, refusal: Refusal, content: Content, facts: Facts, free: Free): Promise<Created> {
  const id = refusal.duplicateOf;
  const lead = id && (await client.getLead(id, ['Id', 'FirstName', 'LastName', 'Email', 'MobilePhone', 'IsConverted', 'InTouch_Id__c']));
  if (!id || !lead || !isPlainly(lead, content) || !(await free([id])).has(id)) throw refusal;
  const updatable = Object.fromEntries(Object.entries(content).filter(([key]) => !(key in createOnly)));
  const { warnings } = await withoutRefusedEmail(withValues(changedLead(updatable, facts)), (fields) => updated(client, id, fields));
  return { vendorContactId: id, warnings };
}

function isPlainly(lead: Row, content: Content): boolean {
  const same = (field: string, key: string): boolean => (textIn(lead, field) ?? '').toLowerCase() === String(content[key] ?? '').toLowerCase();
  const digits = (text: unknown): string => String(text ?? '').replace(/\D/g, '');
  const isReachedAlike = (textIn(lead, 'Email') !== null && same('Email', 'email')) || (digits(lead['MobilePhone']) !== '' && digits(lead['MobilePhone']) === digits(content['mobile']));
  return lead['IsConverted'] !== true && textIn(lead, 'InTouch_Id__c') === null && same('FirstName', 'firstName') && same('LastName', 'lastName') && isReachedAlike;
}

async function updated(client: SalesforceClient, id: string, fields: LeadFields): Promise<void> {
  if (Object.keys(fields).length > 0) await client.updateLead(id, fields);
}

/** An address that the org does not take goes without: the lead is worth more. */
async function withoutRefusedEmail<T>(fields: LeadFields, write: (fields: LeadFields) => Promise<T>): Promise<{ readonly value: T; readonly warnings: readonly Warning[] }> {
  try {
    return { value: await write(fields), warnings: [] };
  } catch (error) {
    const { Email: email, ...rest } = fields;
    if (!isRefusal(error, 'INVALID_EMAIL_ADDRESS') || email === undefined || !(error.fields.length === 0 || error.fields.includes('Email'))) throw error;
    const warning = { code: 'omitted-invalid', key: 'email', detail: `email "${String(email)}" was left out: Salesforce does not take it (${error.message})`, howToFix: 'Correct email in InTouch and save the contact.' };
    return { value: await write(rest), warnings: [warning] };
  }
}

