import { isObject, type JsonObject } from '../../http/json-body.js';
import type { Caller } from './access.js';
import { fitted, formats } from './formats.js';
import type { CompeteState } from './state.js';
import { failure, invalid, required, result, serverError, type Outcome } from './wire.js';

// The page names no list of actions; these stand for the ones a company has.
const isKnownAction = (id: unknown) => Number.isSafeInteger(id) && (id as number) >= 0 && (id as number) < 100;

/** `POST member/createmembernotes`. */
export function createMemberNotes(state: CompeteState, { company }: Caller, body: string): Outcome {
  const sent = parsed(body);
  if (sent === null) return failure(400, 'The request is invalid.');
  const { Note, CustomerId, EmployeeId, ActionId, ClubId } = sent;
  if (typeof Note !== 'string' || Note.trim() === '') return required('Note');
  const note = fitted(Note, formats.note, company.overLength);
  if (note === null) return invalid('Note', Note);
  const known = isKnown(state.customers, CustomerId) && isKnown(state.employees, EmployeeId) && isKnownAction(ActionId);
  if (!known) return serverError;
  const id = String(state.notes.size + 1);
  state.notes.patch(id, { Id: Number(id), CustomerId, EmployeeId, ActionId, ClubId, Note: note });
  return result(null);
}

const isKnown = (records: { get(id: string): unknown }, id: unknown) => typeof id === 'number' && records.get(String(id)) !== undefined;

function parsed(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
