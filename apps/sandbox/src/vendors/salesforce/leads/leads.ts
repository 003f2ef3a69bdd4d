import { noContent, withHeaders, type Answer } from '../../../http/answer.js';
import { Refusal, sentFields, type Call } from '../call.js';
import { convertedLead, noSuchColumn } from '../errors.js';
import type { FieldTarget, Target } from '../routes.js';
import type { Lead } from '../state.js';
import { answered } from '../wire.js';
import { acceptedFields, notInTheBody } from './accepted-fields.js';
import { duplicateOf, duplicateRuleHeader, duplicatesDetected } from './duplicate-rule.js';
import { leadByField, neededLead } from './find-lead.js';
import { recordUrl, shownRecord } from './lead-values.js';
import { StaffEdits } from './staff-edits.js';
import { binLead, saveLead } from './store-lead.js';

/** `PATCH sobjects/Lead/{field}/{value}`, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm. */
export function upsertLead(call: Call, target: FieldTarget): Answer {
  const body = sentFields(call);
  const find = () => leadByField(call.state, target, call.version);
  overtake(call, find());
  const lead = find();
  if (lead?.IsConverted === true) throw new Refusal(convertedLead);
  if (target.field in body) throw notInTheBody(target.field);
  const fields = acceptedFields(call.state, { ...body, [target.field]: target.value }, lead);
  if (lead === undefined) return created(call, fields, { created: true });
  saveLead(call, lead.Id, fields);
  return answered(200, { id: lead.Id, success: true, errors: [], created: false });
}

/** `POST sobjects/Lead`. The page has no use for it. */
export function createLead(call: Call): Answer {
  return created(call, acceptedFields(call.state, sentFields(call), undefined), {});
}

/** `PATCH sobjects/Lead/{id}`. */
export function updateLead(call: Call, target: Target): Answer {
  const body = sentFields(call);
  const find = () => neededLead(call.state, target, call.version);
  overtake(call, find());
  const lead = find();
  if (lead.IsConverted === true) throw new Refusal(convertedLead);
  saveLead(call, lead.Id, acceptedFields(call.state, body, lead));
  return noContent;
}

/** `DELETE sobjects/Lead/{id}`: into the bin. */
export function deleteLead(call: Call, target: Target): Answer {
  binLead(call, neededLead(call.state, target, call.version).Id);
  return noContent;
}

/** `GET sobjects/Lead/...?fields=A,B`; without `fields` all there are. */
export function readLead(call: Call, target: Target): Answer {
  const { state, version, changes } = call;
  const lead = neededLead(state, target, version);
  const asked = new URLSearchParams(call.request.search).get('fields');
  const names = asked === null ? [...state.fields.keys()] : asked.split(',').map((name) => name.trim()).filter((name) => name !== '');
  for (const name of names) if (!state.fields.has(name)) throw new Refusal(noSuchColumn(name));
  return answered(200, shownRecord(version, 'Lead', lead, [...new Set(['Id', ...names])], changes.has('unknown-field')));
}

function created(call: Call, fields: Record<string, unknown>, more: object): Answer {
  const { state, version, request, changes } = call;
  const alert = changes.get('duplicate-alert');
  if (alert !== undefined && !duplicateRuleHeader(request).allowSave) {
    return duplicatesDetected(state, request, version, duplicateOf(state, alert['matchId'], fields['Email']), true);
  }
  const { Id } = saveLead(call, state.nextLeadId(), fields);
  return withHeaders(answered(201, { id: Id, success: true, errors: [], ...more }), { location: recordUrl(version, 'Lead', Id) });
}

/** Hazards `convert-on-update`, `delete-on-update`: somebody in the org was faster. */
function overtake({ state, changes }: Call, lead: Lead | undefined): void {
  if (lead === undefined) return;
  const staff = new StaffEdits(state);
  if (changes.has('convert-on-update')) staff.convert(lead.Id);
  if (changes.has('delete-on-update')) staff.delete(lead.Id);
}
