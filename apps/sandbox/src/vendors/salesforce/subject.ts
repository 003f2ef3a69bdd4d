import { isObject } from '../../http/json-body.js';
import type { Request } from '../../http/request.js';
import type { Subject } from '../vendor.js';
import { parsedBody } from './call.js';
import { creates, routeOf } from './routes.js';
import type { Lead, SalesforceState } from './state.js';

/** What a request is about: its club is the `InTouch_Club__c` of the one lead it is about, on create as sent. */
export function subjectOf(state: SalesforceState, request: Request): Subject {
  const { operation } = routeOf(request);
  return { operation: operation ?? 'unknown', club: clubOf(leadOf(state, request) ?? leadToBe(request)) };
}

/** The lead that a path names; for a field it is one that is not deleted. */
export function leadOf(state: SalesforceState, request: Request): Lead | undefined {
  const { target } = routeOf(request);
  if (target === undefined) return undefined;
  return 'id' in target ? state.leads.get(target.id) : state.liveWith(target.field, target.value)[0];
}

/** True when nothing but a new lead can come of it. */
export const wouldCreate = (state: SalesforceState, request: Request): boolean =>
  creates.includes(routeOf(request).operation ?? '') && leadOf(state, request) === undefined;

/** True when it changes a lead that is there. */
export function wouldUpdate(state: SalesforceState, request: Request): boolean {
  const lead = leadOf(state, request);
  return lead !== undefined && lead.IsDeleted !== true;
}

function leadToBe(request: Request): unknown {
  return creates.includes(routeOf(request).operation ?? '') ? parsedBody(request) : undefined;
}

function clubOf(lead: unknown): string | null {
  const club = isObject(lead) ? lead['InTouch_Club__c'] : undefined;
  return typeof club === 'string' ? club : null;
}
