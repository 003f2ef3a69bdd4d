import type { Request } from '../../http/request.js';
import type { Subject } from '../vendor.js';
import type { SugarState } from './state.js';
import { aboutV4 } from './v4_1/subject.js';
import { operations as v11Operations, root as v11Root } from './v11/routes.js';
import { aboutV11 } from './v11/rest-v11.js';

/** What a request is about; `lead`: the id of the one lead, if it is about one that may be there. */
export interface About extends Subject {
  readonly lead: string | null;
}

export const isV11 = ({ path }: Request): boolean => path.startsWith(v11Root);
/** Salesforce's paths begin with `/services/`. */
export const isOurs = (path: string): boolean => path.startsWith('/service/') || path.startsWith(v11Root);

/** Methods of `rest-v4_1` whose calls go by their own name, unless they are one of section 3.1 of the page. */
const ownNames = ['get_entry_list', 'get_entry', 'set_entry', 'get_relationships', 'set_relationship'];

export const operations: readonly string[] = [...v11Operations, 'listLeadEmails', 'unlinkEmail', ...ownNames, 'other', 'unknown'];

export const aboutOf = (state: SugarState, request: Request): About => (isV11(request) ? aboutV11 : aboutV4)(state, request);
