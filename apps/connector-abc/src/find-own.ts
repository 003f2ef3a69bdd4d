import type { Content, Created, FitFacts, Settling } from '@intouch/connector-kit';
import type { AbcClient } from './client.js';
import { keeperOf, stampOf } from './mapper.js';
import { rangeAround, rangeZone } from './range.js';
import { type AbcClub, isProspect, type AbcRecord } from './wire.js';

const marginMs = 600_000;
/** Further than any two zones are apart. */
const dayMs = 86_400_000;

/**
 * The record that an unanswered create left: by our id, which ABC keeps in a free field, else by name with e-mail address or a
 * phone; linked to nobody. Several: the oldest, with a WARNING (vendors/abc-datatrak.md, 3.6).
 */
export async function findOwn(client: AbcClient, { intent, look, now, free }: Settling, { contactId, club, reference, settings }: FitFacts<AbcClub>): Promise<Created | null> {
  // The last look before another create takes a day more on either side: should the club's zone be wrong, no duplicate comes of it.
  const margin = look === 1 ? marginMs : marginMs + dayMs;
  const range = rangeAround(new Date(Date.parse(intent.firstTriedAt) - margin), new Date(now.getTime() + margin), rangeZone(reference, club));
  const keeper = keeperOf(settings);
  const marked: AbcRecord[] = [];
  const alike: AbcRecord[] = [];
  for await (const records of client.everybody(range)) {
    for (const record of records) {
      const mark = keeper === null ? undefined : record.personal[keeper];
      if (mark === contactId) marked.push(record);
      // Marked with another id it is another contact's, however alike.
      else if (mark === undefined && isAlike(record, intent.content)) alike.push(record);
    }
  }
  const hits = marked.length > 0 ? marked : alike;
  const unclaimed = await free(hits.map(({ id }) => id));
  const [own, ...others] = [...new Map(hits.map((it) => [it.id, it])).values()].filter(({ id }) => unclaimed.has(id)).sort(byAge);
  if (!own) return null;
  const duplicate = { code: 'duplicate-at-vendor', detail: `ABC has more than one record of this contact: ${own.id} is used, ${others.map(({ id }) => id).join(', ')} too many.`, howToFix: 'Merge the records at ABC.' };
  return { vendorContactId: own.id, warnings: others.length > 0 ? [duplicate] : [], ...(isProspect(own) ? {} : { closed: 'converted' as const }) };
}

function isAlike({ personal }: AbcRecord, content: Content): boolean {
  const same = (field: string, key: string): boolean => (personal[field] ?? '').toLowerCase() === String(content[key] ?? '').toLowerCase();
  if (!same('firstName', 'firstName') || !same('lastName', 'lastName')) return false;
  if (content['email'] && same('email', 'email')) return true;
  const theirs = ['primaryPhone', 'mobilePhone', 'workPhone'].flatMap((field) => personal[field]?.replace(/\D/g, '') ?? []);
  const ours = ['homePhone', 'mobile', 'workPhone'].flatMap((key) => (content[key] ? [String(content[key]).slice(0, 10)] : []));
  return ours.some((phone) => theirs.includes(phone));
}

function byAge(a: AbcRecord, b: AbcRecord): number {
  const [one, other] = [a, b].map(({ created }) => Date.parse(stampOf(created) ?? created ?? '') || Number.MAX_SAFE_INTEGER) as [number, number];
  return one - other || (a.id < b.id ? -1 : 1);
}
