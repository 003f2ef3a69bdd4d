import { header, type Request } from '../../../http/request.js';
import type { Answer } from '../../../http/answer.js';
import { idOf } from '../ids.js';
import type { Lead, SalesforceState } from '../state.js';
import { answered } from '../wire.js';
import { recordUrl, shownRecord } from './lead-values.js';

/** What a caller says of duplicates, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm. */
export function duplicateRuleHeader(request: Request): { allowSave: boolean; includeRecordDetails: boolean } {
  const value = header(request, 'sforce-duplicate-rule-header') ?? '';
  const isTrue = (name: string) => new RegExp(`(?:^|[;,\\s])${name}\\s*=\\s*true\\b`, 'i').test(value);
  return { allowSave: isTrue('allowSave'), includeRecordDetails: isTrue('includeRecordDetails') };
}

/** The lead a hazard means: the one it names, or the first with the same e-mail address; null: none. */
export function duplicateOf(state: SalesforceState, matchId: unknown, email: unknown, self?: string): Lead | { Id: string } | null {
  if (typeof matchId === 'string') return state.leads.get(matchId) ?? { Id: idOf('00Q', matchId) ?? matchId };
  if (typeof email !== 'string' || email.trim() === '') return null;
  const wanted = email.trim().toLowerCase();
  const isSame = (lead: Lead) => lead.IsDeleted !== true && lead.Id !== self && String(lead.Email ?? '').toLowerCase() === wanted;
  return [...state.leads.values()].find(isSame) ?? null;
}

/** 400 `DUPLICATES_DETECTED` with the whole `duplicateResult`, as section 3.6 of the page has it. */
export function duplicatesDetected(state: SalesforceState, request: Request, version: string, match: Lead | { Id: string } | null, allowSave: boolean): Answer {
  const message = 'Use one of these records?';
  const matchRecords = match === null ? [] : [{ additionalInformation: [], fieldDiffs: [], matchConfidence: 100, record: matched(state, request, version, match) }];
  const matchResults = [
    { entityType: 'Lead', errors: [], matchEngine: 'ExactMatchEngine', rule: 'Sim_Lead_Match', size: matchRecords.length, success: true, matchRecords },
  ];
  const duplicateResult = { allowSave, duplicateRule: 'Sim_Lead_Rule', duplicateRuleEntityType: 'Lead', errorMessage: message, matchResults };
  return answered(400, [{ errorCode: 'DUPLICATES_DETECTED', message, fields: [], duplicateResult }]);
}

function matched(state: SalesforceState, request: Request, version: string, match: Lead | { Id: string }): object {
  const hasDetails = 'createdAt' in match && duplicateRuleHeader(request).includeRecordDetails;
  if (hasDetails) return shownRecord(version, 'Lead', match, [...state.fields.keys()], false);
  return { attributes: { type: 'Lead', url: recordUrl(version, 'Lead', match.Id) }, Id: match.Id };
}
