import type { JsonObject } from '../../http/json-body.js';
import type { AbcState, Prospect } from './state.js';

/**
 * A prospect becomes a member: the whole person is copied, the prospect goes. `agreement` has the last word on the new one.
 * @returns the member's id
 */
export function convertProspect(state: AbcState, prospect: Prospect, keepId = true, agreement: JsonObject = {}): string {
  const { prospectId, club, createdAt, personal, note } = prospect;
  // The day a prospect lapses says nothing of the agreement that was sold.
  const { expirationDate: _lapses, ...begun } = prospect.agreement ?? {};
  const memberId = keepId ? prospectId : state.newId();
  state.members.patch(memberId, {
    club,
    ...(keepId ? { createdAt } : {}),
    personal: { ...personal, isActive: 'true', memberStatus: 'Active', joinStatus: 'Member', isConvertedProspect: 'true' },
    agreement: { ...begun, isPrimaryMember: 'true', isNonMember: 'false', convertedDate: state.today(club), ...agreement },
    ...(note === undefined ? {} : { note }),
  });
  state.prospects.delete(prospectId);
  return memberId;
}
