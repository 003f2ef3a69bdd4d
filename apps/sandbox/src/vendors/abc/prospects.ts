import { isObject, type JsonObject } from '../../http/json-body.js';
import { bare, echo, noRecords, refused, success, type Outcome } from './envelope.js';
import { convertProspect } from './conversion.js';
import { readFields, restFields, type Field } from './fields.js';
import { missing, wrongValue, type Place } from './formats.js';
import type { Changes } from './rows.js';

const fieldsOfUpdate = restFields.filter(({ group }) => group !== 'note');

/** `POST /{club}/prospects`. Never detects duplicates. */
export function createProspect(place: Place, search: string, body: string, changes: Changes): Outcome {
  const request = echo(place.club, search);
  const sent = parsed(body);
  const list: unknown = isObject(sent) ? sent['prospects'] : undefined;
  if (!Array.isArray(list)) return refused(request, missing('prospects'));
  if (list.length !== 1) return refused(request, wrongValue('prospects', 'exactly one prospect'));
  const prospect: unknown = isObject(list[0]) ? list[0]['prospect'] : undefined;
  if (!isObject(prospect)) return refused(request, missing('prospect'));

  const read = readFields(restFields, valuesOf(prospect), 'create', place, place.state.clubs.get(place.club)?.requiredFields);
  if ('complaint' in read) return refused(request, read.complaint);
  const memberId = storeProspect(place, read.patch);
  return success(request, changes.has('success-without-id') ? {} : { result: { memberId } }, 1);
}

/** `PUT /{club}/prospects/{prospectId}`: merges. A body without `personal` breaks the vendor. */
export function updateProspect(place: Place, search: string, prospectId: string, body: string, changes: Changes): Outcome {
  const { state, club } = place;
  const request = { ...echo(club, search), prospectId };
  if (changes.has('convert-on-update')) {
    const prospect = state.prospectOf(club, prospectId);
    if (prospect !== undefined) convertProspect(state, prospect);
  }
  const sent = parsed(body);
  const prospect: unknown = isObject(sent) ? sent['prospect'] : undefined;
  if (!isObject(prospect) || !isObject(prospect['personal'])) return bare(500);
  if (state.prospectOf(club, prospectId) === undefined) return noRecords(request);

  const read = readFields(fieldsOfUpdate, valuesOf(prospect), 'merge', place, state.clubs.get(club)?.requiredFields);
  if ('complaint' in read) return refused(request, read.complaint);
  state.prospects.patch(prospectId, read.patch);
  return success(request, { result: { memberId: prospectId } }, 1);
}

/** A new prospect of the club, begun today unless it says otherwise; returns its id. */
export function storeProspect({ state, club }: Place, patch: JsonObject): string {
  const id = state.newId();
  const { personal, agreement, ...rest } = patch as Record<string, JsonObject>;
  state.prospects.patch(id, {
    club,
    personal: { ...personal, isActive: 'true' },
    agreement: { beginDate: state.today(club), ...agreement },
    ...rest,
  });
  return id;
}

const valuesOf = (prospect: JsonObject) => ({ sentIn, sentAs }: Field): unknown => {
  const group = prospect[sentIn];
  return isObject(group) ? group[sentAs] : undefined;
};

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}
