import type { Vendor } from '../vendor.js';
import { idIn, type StaffEdits } from './leads/staff-edits.js';

/** Section 8.3 of the page: what the org's staff does without the API. */
export const actionsOf = (staff: StaffEdits): Vendor['actions'] => ({
  'convert-lead': (body) => ({ id: staff.convert(idIn(body, 'id')).Id }),
  'merge-leads': (body) => {
    const { Id, MasterRecordId } = staff.merge(idIn(body, 'master'), idIn(body, 'loser'));
    return { master: MasterRecordId, loser: Id };
  },
  'undelete-lead': (body) => ({ id: staff.undelete(idIn(body, 'id')).Id }),
  'empty-bin': () => ({ removed: staff.emptyBin() }),
});
