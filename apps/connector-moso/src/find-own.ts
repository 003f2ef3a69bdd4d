import type { Content, Created, FitFacts, Settling, Warning } from '@intouch/connector-kit';
import type { MosoClient } from './client.js';
import type { ListedMember } from './wire.js';

/**
 * The record that an unanswered create left in this club: by our id in `Salesperson3` or, where the club keeps none, by name
 * with e-mail address or a phone; linked to nobody. Several: the lowest id, with a WARNING (vendors/moso.md, 3.4).
 */
export async function findOwn(client: MosoClient, { intent, free }: Settling, { contactId, settings }: FitFacts<null>): Promise<Created | null> {
  const byName = settings['externalIdField'] === 'none';
  const hits = new Set<string>();
  const whole = await client.eachActiveMember((member) => {
    const isOwn = byName ? isAlike(member, intent.content) : member.contactId === contactId;
    if (isOwn && member.homeClub === settings['homeClub']) hits.add(member.id);
  });
  const unclaimed = await free([...hits]);
  const [own, ...others] = [...hits].filter((id) => unclaimed.has(id)).sort((a, b) => Number(a) - Number(b));
  if (own === undefined) return null;
  const warnings: Warning[] = [];
  if (others.length > 0) {
    warnings.push({ code: 'duplicate-at-vendor', detail: `MoSoClub has more than one record of this contact: ${own} is used, ${others.join(', ')} too many.`, howToFix: 'Remove the others at MoSoClub.' });
  }
  if (!whole) warnings.push({ code: 'list-too-long', detail: 'MoSoClub\'s list of active members goes on beyond the 500 pages that are read: there may be further records of this contact.' });
  return { vendorContactId: own, warnings };
}

function isAlike(member: ListedMember, content: Content): boolean {
  const ours = (key: string): string | null => (typeof content[key] === 'string' ? (content[key] as string) : null);
  const same = (theirs: string | null, key: string): boolean => theirs !== null && theirs.toLowerCase() === ours(key)?.toLowerCase();
  if (!same(member.firstName, 'firstName') || !same(member.lastName, 'lastName')) return false;
  return same(member.email, 'email') || ['homePhone', 'workPhone', 'mobile'].some((key) => member.phones.includes(ours(key) ?? ''));
}
