import type { JsonObject } from '../../../http/json-body.js';
import { Refusal } from '../call.js';
import { jsonError, noSuchColumn } from '../errors.js';
import type { Lead, SalesforceState } from '../state.js';
import { refused, type ApiError } from '../wire.js';
import { hasType, jsonKind } from './field-types.js';
import { complaintAbout } from './field-rules.js';
import type { Field } from './standard-fields.js';

/**
 * What of a body is stored, null for what is cleared. Names and types are looked at first, one complaint ends it; then
 * all that is wrong with the values is told at once.
 * @param current the lead as it stands; undefined for a new one
 * @throws {Refusal} 400
 */
export function acceptedFields(state: SalesforceState, body: JsonObject, current: Lead | undefined): JsonObject {
  const values = readable(state, body);
  if (current === undefined) {
    for (const [name, value] of Object.entries(values)) if (value === null && state.fields.get(name)!.defaultedOnCreate) delete values[name];
  }
  const missing = missingFields(state, values, current);
  const complaints: ApiError[] = [];
  if (missing.length > 0) complaints.push({ message: `Required fields are missing: [${missing.join(', ')}]`, errorCode: 'REQUIRED_FIELD_MISSING', fields: missing });
  for (const [name, value] of Object.entries(values)) {
    const complaint = value === null ? null : complaintAbout(state, state.fields.get(name)!, value, current);
    if (complaint !== null) complaints.push(complaint);
  }
  if (complaints.length > 0) throw new Refusal(refused(400, ...complaints));
  return values;
}

function readable(state: SalesforceState, body: JsonObject): JsonObject {
  const values: JsonObject = {};
  for (const [name, given] of Object.entries(body)) {
    // What a read has answered may be sent back with its `attributes`.
    if (name === 'attributes') continue;
    if (name === 'Id') throw notInTheBody(name);
    const field = state.fields.get(name);
    if (field === undefined) throw new Refusal(noSuchColumn(name));
    if (!field.updateable) throw notWritable(name);
    if (given !== null && !hasType(field, given)) throw wrongType(field.type, given);
    values[name] = typeof given === 'string' ? given.trim() || null : given;
  }
  return values;
}

function missingFields({ fields }: SalesforceState, values: JsonObject, current: Lead | undefined): string[] {
  const isMissing = ({ name, nillable, createable, defaultedOnCreate }: Field) => {
    if (nillable || !createable) return false;
    return current === undefined ? !defaultedOnCreate && (values[name] ?? null) === null : values[name] === null;
  };
  return [...fields.values()].filter(isMissing).map(({ name }) => name);
}

/** The id is in the path and nowhere else. */
export const notInTheBody = (name: string) =>
  new Refusal(refused(400, { message: `The ${name} field should not be specified in the sobject data.`, errorCode: 'INVALID_FIELD' }));

const wrongType = (type: string, value: unknown) =>
  new Refusal(jsonError(`Cannot deserialize instance of ${type} from ${jsonKind(value)} value ${String(value)} or request may be missing a required field at [line:1, column:2]`));

const notWritable = (name: string) =>
  new Refusal(refused(400, {
    message:
      `Unable to create/update fields: ${name}. Please check the security settings of this field and verify that it is ` +
      'read/write for your profile or permission set.',
    errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    fields: [name],
  }));
