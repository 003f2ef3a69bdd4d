import { element } from '../../http/xml.js';
import type { Params } from '../../scripting/hazard-catalogue.js';
import type { Caller } from './access.js';
import { latin1, lengthOf } from './latin1.js';
import { textOf, type SoapCall } from './soap-call.js';
import type { ParamountState } from './state.js';
import { wrong, type Outcome } from './wire.js';

/** `FindProspect`: the ids of the club's prospects, sold ones too, with this `ExternalRef`, ascending. */
export function findProspect(state: ParamountState, { clubNumber }: Caller, { payload }: SoapCall, changes: ReadonlyMap<string, Params>): Outcome {
  const externalRef = latin1(textOf(payload, 'ExternalRef') ?? '');
  if (externalRef === '') return wrong('ExternalRef', 'is required');
  if (lengthOf(externalRef) > 36) return wrong('ExternalRef', 'maximum length is 36');
  const hiddenMs = Number(changes.get('stale-read')?.['ms'] ?? 0);
  const ids = state.prospectsByRef.find(clubNumber, externalRef).map(String);
  const shown = ids.filter((id) => !state.prospects.isYoungerThan(id, hiddenMs));
  return { data: [element('ProspectIds', shown.map((id) => element('int', id)))] };
}
