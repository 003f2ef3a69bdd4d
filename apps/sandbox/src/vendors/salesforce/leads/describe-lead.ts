import type { Answer } from '../../../http/answer.js';
import type { SalesforceState } from '../state.js';
import { answered } from '../wire.js';

/** `GET sobjects/Lead/describe`, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm. */
export function describeLead({ fields }: SalesforceState, version: string): Answer {
  const url = `/services/data/v${version}/sobjects/Lead`;
  return answered(200, {
    name: 'Lead', label: 'Lead', labelPlural: 'Leads', keyPrefix: '00Q', custom: false, createable: true, updateable: true, deletable: true,
    undeletable: true, queryable: true, retrieveable: true, replicateable: true, mergeable: true, searchable: true, triggerable: true,
    fields: [...fields.values()].map(({ externalId, ...field }) => ({ ...field, externalId, idLookup: externalId || field.name === 'Id' || field.type === 'email' })),
    childRelationships: [], recordTypeInfos: [],
    urls: { sobject: url, describe: `${url}/describe`, rowTemplate: `${url}/{ID}` },
  });
}
