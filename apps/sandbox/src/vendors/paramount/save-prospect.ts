import type { JsonObject } from '../../http/json-body.js';
import { element, isNil, type XmlElement } from '../../http/xml.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { Caller } from './access.js';
import { prospectFields } from './prospect-fields.js';
import { part, textOf, wholeNumber, type SoapCall } from './soap-call.js';
import { isSold, type ParamountState, type Prospect } from './state.js';
import { prospectIsMember, prospectNotFound, wrong, wrongData, type Outcome, type Refusal } from './wire.js';

type Changes = ReadonlyMap<string, Params>;

const contacts = ['Email', 'HomePhone', 'WorkPhone', 'MobilePhone'] as const;
const noContact = wrongData('Contact: one of Email, HomePhone, WorkPhone, MobilePhone is required');

/** `SaveProspect`: a new one with `ProspectId` 0, else an update. Never detects duplicates. */
export function saveProspect(state: ParamountState, caller: Caller, { payload }: SoapCall, changes: Changes): Outcome {
  const sent = part(payload, 'Prospect');
  if (sent === undefined || isNil(sent)) return wrong('Prospect', 'is required');
  const id = wholeNumber(textOf(sent, 'ProspectId'));
  if (id === null) return wrong('ProspectId', 'must be a whole number');
  const isNew = id === '0';
  if (!isNew) meanwhile(state, caller, id, changes);

  const before = isNew ? undefined : state.prospectOf(caller.clubNumber, id);
  if (!isNew && before === undefined) return prospectNotFound(id);
  if (before !== undefined && isSold(before)) return prospectIsMember(id);
  const patch = patchOf(state, caller, sent, before);
  if ('refusal' in patch) return patch.refusal;
  if (!hasContact({ ...before, ...patch.fields })) return noContact;

  const stored = state.prospects.patch(isNew ? state.nextProspectId() : id, { ...patch.fields, ...(isNew ? { club: caller.clubNumber } : {}) });
  return { data: [element('ProspectId', changes.has('success-without-id') ? '0' : String(stored.ProspectId))] };
}

/** The `ProspectId` that a save is to update; null when it makes a new one or says nothing readable. */
export function updatedId({ payload }: SoapCall): string | null {
  const id = wholeNumber(textOf(part(payload, 'Prospect'), 'ProspectId'));
  return id === '0' ? null : id;
}

/** The hazards by which the club is faster than the update. */
function meanwhile(state: ParamountState, { clubNumber }: Caller, id: string, changes: Changes): void {
  if (state.prospectOf(clubNumber, id) === undefined) return;
  if (changes.has('convert-on-update')) state.prospects.patch(id, { recordState: 'member' });
  if (changes.has('delete-on-update')) state.prospects.delete(id);
}

/** What is to be stored: left-out elements are left out, nil or empty ones are null. */
function patchOf(state: ParamountState, caller: Caller, sent: XmlElement, before: Prospect | undefined): { fields: JsonObject } | { refusal: Refusal } {
  const fields: JsonObject = {};
  for (const { name, isRequired, fit } of prospectFields) {
    const isLeftOut = part(sent, name) === undefined;
    if (isLeftOut && !(isRequired && before === undefined)) continue;
    const text = textOf(sent, name) ?? '';
    if (text === '' && isRequired) return { refusal: wrong(name, 'is required') };
    const value = text === '' ? null : fit(text, { name, state, caller });
    if (typeof value === 'object' && value !== null) return { refusal: value };
    fields[name] = value;
  }
  return { fields };
}

const hasContact = (prospect: JsonObject): boolean => contacts.some((name) => (prospect[name] ?? '') !== '');
