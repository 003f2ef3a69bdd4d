import { element } from '../../http/xml.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { Caller } from './access.js';
import { latin1, lengthOf } from './latin1.js';
import { textOf, type SoapCall } from './soap-call.js';
import type { LeadSource, ParamountState } from './state.js';
import { wrong, type Outcome } from './wire.js';

type Changes = ReadonlyMap<string, Params>;

/** `GetLeadSources`: all of the login, active and inactive, by id. */
export function getLeadSources(state: ParamountState, { userName }: Caller, changes: Changes): Outcome {
  const hiddenMs = Number(changes.get('stale-read')?.['ms'] ?? 0);
  const found: LeadSource[] = [];
  for (const source of state.leadSources.values()) {
    if (source.login === userName && !state.leadSources.isYoungerThan(String(source.LeadSourceId), hiddenMs)) found.push(source);
  }
  found.sort((a, b) => a.LeadSourceId - b.LeadSourceId);
  const shown = (description: string) => (changes.has('description-variants') ? ` ${description.toUpperCase()} ` : description);
  const rows = found.map((source) =>
    element('LeadSource', [
      element('LeadSourceId', String(source.LeadSourceId)),
      element('Description', shown(source.Description ?? '')),
      element('Active', String(isActive(source))),
    ]),
  );
  return { data: [element('LeadSources', rows)] };
}

/** `AddLeadSource`: never looks whether the text is there already. */
export function addLeadSource(state: ParamountState, { userName }: Caller, { payload }: SoapCall, changes: Changes): Outcome {
  const description = latin1(textOf(payload, 'Description') ?? '');
  if (description === '') return wrong('Description', 'is required');
  if (lengthOf(description) > 30) return wrong('Description', 'maximum length is 30');
  const add = () => state.leadSources.patch(state.nextLeadSourceId(), { login: userName, Description: description, Active: true });
  if (changes.has('source-race')) add();
  return { data: [element('LeadSourceId', String(add().LeadSourceId))] };
}

/** True for an active lead source of the login. */
export function isLeadSourceOf(state: ParamountState, userName: string, id: string): boolean {
  const source = state.leadSources.get(id);
  return source !== undefined && source.login === userName && isActive(source);
}

const isActive = ({ Active }: LeadSource): boolean => Active !== false;
