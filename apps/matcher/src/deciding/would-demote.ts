import type { ContactReported, IntegrationOptions } from '@intouch/contracts';
import type { Found, MatchDecision } from '@intouch/smart-match';

/**
 * Whether a report would make a lead of a member or former member if it were let: it is left alone, and somebody should know
 * (issue code `would-demote`).
 *
 * Also where the very report was decided before, when the contact was still the lead it reports. Not where the report is stale
 * or the contact archived: those say nothing of today. Nor of a member's replaced id: whoever was sold under a new id may
 * leave the prospect's record behind, and the vendor knows them as a member all the same. Nor where the vendor's word on memberships
 * is not taken: to a CRM everybody is a lead.
 */
export function wouldDemote({ state }: ContactReported, found: Found, { reason }: MatchDecision, options: IntegrationOptions | null): boolean {
  if (!options?.convertLeadToMember && !options?.convertMemberToFormerMember && !options?.insertMember) return false;
  if (state !== 'LEAD' || found.archived || found.status === null || found.status === 'LEAD') return false;
  if (found.replaced && found.status === 'MEMBER') return false;
  return reason === 'NEVER_DEMOTED' || reason === 'SAME_REPORT';
}
