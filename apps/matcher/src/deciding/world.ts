import type { ContactReported, IntegrationOptions, RunOutcome, Vendor } from '@intouch/contracts';
import { differingFields, type Candidate, type MatchKeys, type PersonFields } from '@intouch/smart-match';
import type { KnownContact } from '../store/contact.store.js';
import type { KnownIntegration } from '../store/integration.store.js';
import type { KnownLink, RecordKey } from '../store/link.store.js';
import type { KnownReview } from '../store/review.store.js';

// Unambiguous: only the last part may hold anything but letters, digits and `._-`.
const keyOf = (...parts: string[]): string => parts.join('\0');
const recordKey = ({ clubId, vendor, vendorContactId }: RecordKey): string => keyOf(clubId, vendor, vendorContactId);

/** What the database knows of the people a batch of reports could be about. */
export interface Known {
  readonly contacts: readonly KnownContact[];
  readonly links: readonly KnownLink[];
  readonly reviews: readonly KnownReview[];
  readonly integrations: readonly KnownIntegration[];
  readonly countryOf: (clubId: string) => string;
}

/**
 * The part of the club's world that a batch of reports may touch, in memory: each report is decided against what the ones
 * before it in the batch have made of it, and all of that is written at the end, in a handful of statements.
 */
export class World {
  readonly countryOf: (clubId: string) => string;
  private readonly contacts = new Map<string, KnownContact>();
  private readonly byPerson = new Map<string, Set<KnownContact>>();
  private readonly links = new Map<string, KnownLink>();
  private readonly linksOf = new Map<string, Set<KnownLink>>();
  private readonly reviews = new Map<string, KnownReview>();
  private readonly integrations = new Map<string, KnownIntegration>();

  readonly changed = {
    provisional: new Set<KnownContact>(),
    statuses: new Set<KnownContact>(),
    links: new Set<KnownLink>(),
    roles: new Set<KnownLink>(),
    reviews: new Map<string, KnownReview>(),
    closedReviews: new Map<string, KnownReview>(),
  };

  constructor(known: Known) {
    this.countryOf = known.countryOf;
    for (const contact of known.contacts) if (!this.contact(contact.clubId, contact.contactId)) this.place(contact);
    for (const link of known.links) if (!this.links.get(recordKey(link))?.seen) this.tie(link);
    for (const review of known.reviews) this.reviews.set(recordKey(review), review);
    for (const integration of known.integrations) this.integrations.set(keyOf(integration.clubId, integration.vendor), integration);
  }

  /** null: nothing is let in, since the club has no such integration or it is switched off. */
  options(clubId: string, vendor: Vendor): IntegrationOptions | null {
    const integration = this.integrations.get(keyOf(clubId, vendor));
    return integration?.enabled ? integration.options : null;
  }

  contact(clubId: string, contactId: string): KnownContact | undefined {
    return this.contacts.get(keyOf(clubId, contactId));
  }

  link(record: RecordKey): KnownLink | undefined {
    return this.links.get(recordKey(record));
  }

  review(record: RecordKey): KnownReview | undefined {
    return this.reviews.get(recordKey(record));
  }

  /** Whom a report could be about, as Smart Match wants them. */
  candidates(report: ContactReported, keys: MatchKeys): Candidate[] {
    const link = this.link(report);
    if (link) {
      const holder = this.contact(report.clubId, link.contactId);
      // Linked to a contact InTouch has never sent us: nobody to change, yet nobody to insert again either.
      return [holder ? this.asCandidate(holder, report.vendor) : { ...nobodyKnown, contactId: link.contactId, linkedIds: [report.vendorContactId] }];
    }
    const found = new Set<KnownContact>();
    for (const place of placesOf(report.clubId, keys)) for (const contact of this.byPerson.get(place) ?? []) found.add(contact);
    return withoutShadows([...found]).map((contact) => this.asCandidate(contact, report.vendor));
  }

  /**
   * The contact that the connector vouches for, where it can be the one: sold under another id than the lead's; not put away,
   * not a member under another id, no other birth date.
   */
  vouched(report: ContactReported, keys: MatchKeys): Candidate | undefined {
    const contact = report.vouchedContactId === undefined || report.state === 'LEAD' || this.link(report) ? undefined : this.contact(report.clubId, report.vouchedContactId);
    if (!contact || contact.archived) return undefined;
    const candidate = this.asCandidate(contact, report.vendor);
    if (contact.status === 'MEMBER' && candidate.linkedIds.length > 0) return undefined;
    if (keys.birthDate !== null && contact.keys.birthDate !== null && keys.birthDate !== contact.keys.birthDate) return undefined;
    return { ...candidate, linkedIds: [...candidate.linkedIds, report.vendorContactId] };
  }

  insert(contact: KnownContact): void {
    this.place(contact);
    this.changed.provisional.add(contact);
  }

  /** A contact as the decision leaves it; what it does not name stays. */
  change(contact: KnownContact, to: { status?: KnownContact['status']; fields?: PersonFields; keys?: MatchKeys }): void {
    for (const place of placesOf(contact.clubId, contact.keys)) this.byPerson.get(place)?.delete(contact);
    Object.assign(contact, to);
    this.place(contact);
    if (contact.provisional) this.changed.provisional.add(contact);
    else if (to.status) this.changed.statuses.add(contact);
  }

  /** Links a record; a member's id outranks the ids the contact has at that vendor, any other yields to them. */
  addLink(link: KnownLink): void {
    const others = [...(this.linksOf.get(keyOf(link.clubId, link.contactId)) ?? [])].filter((it) => it.vendor === link.vendor && it.role === 'live');
    if (others.length > 0 && link.reportedState !== 'MEMBER') link.role = 'alias';
    else {
      for (const other of others) {
        other.role = 'alias';
        other.replacedBy = link.vendorContactId;
        this.changed.roles.add(other);
      }
    }
    this.tie(link);
    this.changed.links.add(link);
  }

  /** Remembers a report that was decided and not ignored. What was warned of before it is news again should it come back. */
  see(link: KnownLink, report: ContactReported, seenHash: string, outcome: RunOutcome, inTouch: PersonFields): void {
    this.applyStamp(link, report.stamp);
    // Notes are never compared with anything.
    const { notes: _notes, ...fields } = report.fields;
    const changed = link.seen === null ? [] : differingFields(fields, link.seen.fields);
    const changedAt = { ...link.seen?.changedAt, ...Object.fromEntries(changed.map((field) => [field, report.stamp])) };
    Object.assign(link, { seenHash, seenOutcome: outcome, seen: { fields, delivered: report.delivered ?? null, inTouch, changedAt }, warnedHash: null });
    this.changed.links.add(link);
  }

  /** Whether to warn of this report: not where its record was warned of as it is now, nor where there is no link to remember it by. */
  warn(record: RecordKey, warnedHash: string): boolean {
    const link = this.link(record);
    if (!link || link.warnedHash === warnedHash) return false;
    link.warnedHash = warnedHash;
    this.changed.links.add(link);
    return true;
  }

  applyStamp(link: KnownLink, stamp: string): void {
    if (link.appliedStamp !== null && Date.parse(link.appliedStamp) >= Date.parse(stamp)) return;
    link.appliedStamp = stamp;
    this.changed.links.add(link);
  }

  openReview(review: KnownReview): void {
    const key = recordKey(review);
    this.reviews.set(key, review);
    this.changed.reviews.set(key, review);
    this.changed.closedReviews.delete(key);
  }

  closeReview(review: KnownReview): void {
    const key = recordKey(review);
    this.reviews.delete(key);
    this.changed.reviews.delete(key);
    this.changed.closedReviews.set(key, review);
  }

  private place(contact: KnownContact): void {
    this.contacts.set(keyOf(contact.clubId, contact.contactId), contact);
    for (const place of placesOf(contact.clubId, contact.keys)) {
      const there = this.byPerson.get(place);
      if (there) there.add(contact);
      else this.byPerson.set(place, new Set([contact]));
    }
  }

  private tie(link: KnownLink): void {
    const before = this.links.get(recordKey(link));
    if (before) this.linksOf.get(keyOf(before.clubId, before.contactId))?.delete(before);
    this.links.set(recordKey(link), link);
    const owner = keyOf(link.clubId, link.contactId);
    const there = this.linksOf.get(owner);
    if (there) there.add(link);
    else this.linksOf.set(owner, new Set([link]));
  }

  private asCandidate(contact: KnownContact, vendor: Vendor): Candidate {
    const links = [...(this.linksOf.get(keyOf(contact.clubId, contact.contactId)) ?? [])].filter((link) => link.vendor === vendor);
    const ids = (role: KnownLink['role']): string[] => links.filter((link) => link.role === role).map(({ vendorContactId }) => vendorContactId);
    return { contactId: contact.contactId, status: contact.status, keys: contact.keys, archived: contact.archived, linkedIds: ids('live'), aliasIds: ids('alias') };
  }
}

const nobodyKnown = { status: 'LEAD', keys: { first: null, last: null, email: null, mobile: null, birthDate: null }, archived: true, aliasIds: [] } as const;

function placesOf(clubId: string, { first, email, mobile }: MatchKeys): string[] {
  if (first === null) return [];
  return [...(email === null ? [] : [keyOf(clubId, first, 'email', email)]), ...(mobile === null ? [] : [keyOf(clubId, first, 'mobile', mobile)])];
}

/**
 * InTouch may send an inserted person's snapshot before it acknowledges the insert; then one person is here twice. A contact
 * that came after the insert and has its full name and its email or mobile stands for both.
 */
function withoutShadows(contacts: KnownContact[]): KnownContact[] {
  if (!contacts.some(({ provisional }) => provisional)) return contacts;
  const real = contacts.filter(({ provisional, archived }) => !provisional && !archived);
  return contacts.filter((it) => !it.provisional || !real.some((other) => other.firstSeenAt >= it.firstSeenAt && samePerson(it.keys, other.keys)));
}

function samePerson(a: MatchKeys, b: MatchKeys): boolean {
  const agree = (key: keyof MatchKeys): boolean => a[key] !== null && a[key] === b[key];
  const otherBirthDate = a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate;
  return agree('first') && agree('last') && (agree('email') || agree('mobile')) && !otherBirthDate;
}
