import type { Content, FitFacts } from '@intouch/connector-kit';
import type { AbcClub } from './wire.js';

type Group = Readonly<Record<string, string>>;

/** InTouch's field to REST's, by group, in the order of ABC's table (vendors/abc-datatrak.md, 3.4 and section 5). */
const personalFields: Group = {
  firstName: 'firstName', lastName: 'lastName', street: 'addressLine1', city: 'city', state: 'state', country: 'countryCode', zip: 'postalCode', email: 'email',
  homePhone: 'primaryPhone', mobile: 'mobilePhone', workPhone: 'workPhone', workPhoneExt: 'workPhoneExt', birthDate: 'birthDate', gender: 'gender',
};
const agreementFields: Group = { ownerStaffId: 'salesPersonId', leadSourceId: 'campaignId' };

export interface RestProspect {
  readonly personal: Group;
  readonly agreement?: Group;
  readonly note?: { readonly text: string };
}

export function newProspect(content: Content, facts: FitFacts<AbcClub>): RestProspect {
  const { notes } = content;
  return { ...prospect(content, {}, facts, constantsOf(facts)), ...(typeof notes === 'string' ? { note: { text: notes } } : {}) };
}

/** ABC merges: every value there is, an empty text for what was sent before and InTouch has emptied, nothing for the rest. */
export function changedProspect(content: Content, changes: Content, facts: FitFacts<AbcClub>): RestProspect {
  return prospect(content, changes, facts, {});
}

function prospect(whole: Content, changed: Content, { contactId, settings }: FitFacts<AbcClub>, constants: Group): RestProspect {
  const content = extensionApart(whole);
  const changes = extensionApart(changed);
  const group = (fields: Group): Group =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([key, field]): [string, string][] => {
        const value = content[key];
        if (value !== null && value !== undefined) return [[field, String(value)]];
        return changes[key] === null ? [[field, '']] : [];
      }),
    );
  const keeper = String(settings['contactIdField'] ?? 'misc1');
  const agreement = group(agreementFields);
  return {
    personal: { ...group(personalFields), ...constants, ...(keeper === 'none' ? {} : { [keeper]: contactId }) },
    ...(Object.keys(agreement).length > 0 ? { agreement } : {}),
  };
}

/** `5015550102 x1234` travels in two fields; a number that changes takes the extension of the old one away. */
function extensionApart(content: Content): Content {
  if (!('workPhone' in content)) return content;
  const [number, extension] = typeof content['workPhone'] === 'string' ? content['workPhone'].split(' x') : [];
  return { ...content, workPhone: number ?? null, workPhoneExt: extension ?? null };
}

/** What some clubs require of a new prospect and InTouch does not have. */
function constantsOf({ settings }: FitFacts<AbcClub>): Group {
  const given = (settings['constants'] ?? {}) as Group;
  return Object.fromEntries(['employer', 'occupation'].flatMap((field) => (given[field] ? [[field, given[field]]] : [])));
}
