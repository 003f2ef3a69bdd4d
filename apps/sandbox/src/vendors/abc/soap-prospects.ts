import type { Answer } from '../../http/answer.js';
import { element, type XmlElement, type XmlNode } from '../../http/xml.js';
import { convertProspect } from './conversion.js';
import { readFields, soapFields, type Field } from './fields.js';
import { missing, wrongValue, type Place } from './formats.js';
import { storeProspect } from './prospects.js';
import type { Changes } from './rows.js';
import { calledElement, fault, plainChild, response } from './soap-call.js';

const notAProspect = 'Prospect not found or is no longer a prospect';
const elementOf: Readonly<Record<string, string>> = { soapInsertProspect: 'insertProspect', soapUpdateProspect: 'updateProspect' };

/** `POST /ws/ProspectManagerService/{club}`, whichever operation the SOAPAction names. */
export function manageProspect(place: Place, operation: string, body: string, changes: Changes): Answer {
  const called = calledElement(body);
  if (called === null) return fault('Client', 'The request is not a SOAP 1.1 call of ProspectManagerService');
  const name = elementOf[operation];
  if (name === undefined || called.name !== name) return fault('Client', 'SOAPAction and body must name the same operation, insertProspect or updateProspect');

  const clubNumber = textOf(called, 'clubNumber');
  if (clubNumber === '') return fault('Client', missing('clubNumber'));
  if (clubNumber !== place.club) return fault('Client', wrongValue('clubNumber', 'club number of the address'));
  const extra = changes.has('unknown-field') ? [element('simExtra', 'extra')] : [];
  return name === 'insertProspect' ? insertProspect(place, called, changes, extra) : updateProspect(place, called, changes, extra);
}

function insertProspect(place: Place, called: XmlElement, changes: Changes, extra: readonly XmlNode[]): Answer {
  const read = readFields(soapFields, valuesOf(called), 'create', place);
  if ('complaint' in read) return fault('Client', read.complaint);
  const id = storeProspect(place, read.patch);
  return response('insertProspectResponse', [...(changes.has('success-without-id') ? [] : [element('memberId', id)]), ...extra]);
}

/** Replaces all that the message can say, except `beginDate`. */
function updateProspect(place: Place, called: XmlElement, changes: Changes, extra: readonly XmlNode[]): Answer {
  const { state, club } = place;
  const id = textOf(called, 'memberId');
  if (id === '') return fault('Client', missing('memberId'));
  const prospect = state.prospectOf(club, id);
  if (prospect !== undefined && changes.has('convert-on-update')) convertProspect(state, prospect);
  if (state.prospectOf(club, id) === undefined) return fault('Client', notAProspect);

  const read = readFields(soapFields, valuesOf(called), 'replace', place);
  if ('complaint' in read) return fault('Client', read.complaint);
  state.prospects.patch(id, read.patch);
  return response('updateProspectResponse', extra);
}

const textOf = (parent: XmlElement, name: string): string => plainChild(parent, name)?.text ?? '';

const valuesOf = (called: XmlElement) => ({ sentIn, sentAs }: Field): unknown => plainChild(plainChild(called, sentIn), sentAs)?.text;
