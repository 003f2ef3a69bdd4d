import type { Club, ContactSnapshot, IntegrationOptions, LookupKind, Problem, ScheduleDescription, SettingDescription, Vendor } from '@intouch/contracts';
import type { Inbound } from './define-inbound.js';
import type { VendorCalls } from './wire/account-gate.js';
import type { VendorHttp } from './wire/http.js';
import type { Closable } from './wire/kept.js';

/** A value as it goes to the vendor; null: InTouch has emptied it. */
export type FittedValue = string | number | boolean | null;

/** What a contact looks like at the vendor, by InTouch's field names. A key that is absent is left as it is there. */
export type Content = Readonly<Record<string, FittedValue>>;

export interface Warning {
  /** Issue code of `vendors/README.md`. */
  readonly code: string;
  /** In plain words, with the value before and after where there are any. */
  readonly detail: string;
  /** The content key it is about; told only when that key is part of what is sent. */
  readonly key?: string;
  readonly howToFix?: string;
}

export interface Fitted {
  readonly content: Content;
  readonly warnings: readonly Warning[];
  /** Set where the contact must not be sent as it is: named to a person, parked. */
  readonly refusal?: { readonly code: string; readonly detail: string; readonly field: string } | undefined;
}

/** How a contact's owner or lead source stands at the vendor. */
export interface LinkedLookup {
  /** InTouch's id. */
  readonly id: string;
  readonly name: string;
  /** null: not linked. */
  readonly vendorId: string | null;
  readonly status: string;
}

/** Everything `fit` may look at besides the contact; it is pure. */
export interface FitFacts<Reference> {
  readonly clubId: string;
  /** InTouch's id: what vendors with a field for it are given to keep, so that our own record can be found again. */
  readonly contactId: string;
  readonly settings: Settings;
  readonly club: Club;
  /** The club's local date, `YYYY-MM-DD`. */
  readonly today: string;
  readonly reference: Reference;
  /** Where assignment rules choose: whom they chose. */
  readonly owner: LinkedLookup | null;
  readonly leadSource: LinkedLookup | null;
  /**
   * Counts the records made for this contact, from 0: one more after the one before was deleted, by us or, when a person sends it
   * again, at the vendor. For vendors that take our own id with a create.
   */
  readonly generation: number;
  /** What only a new record must have is asked for only then. */
  readonly creating: boolean;
}

export type Settings = Readonly<Record<string, unknown>>;

/** A login that all clubs and instances of an account share, where the vendor has sessions; kept sealed. */
export interface VendorSession {
  /** As it was kept last; null: none. */
  current(): Promise<string | null>;
  /** Logs in, one at a time for the account; where somebody else has since `dead` was read, answers that login instead. */
  renew(dead: string | null, login: () => Promise<string>): Promise<string>;
}

/** What a connector gets to talk to one club's account. */
export interface Access {
  readonly clubId: string;
  readonly club: Club;
  readonly settings: Settings;
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Bound to the account: deadline, rate, concurrency, trust and redaction are already in it. */
  readonly http: VendorHttp;
  readonly session: VendorSession;
  /** For what does not speak HTTP: the account's concurrency, rate and holds, and whether the work is still ours, apply to each call. */
  readonly calls: VendorCalls;
  /**
   * What lives longer than a piece of work, a pool of connections: made once for the account, shared by its clubs, closed with the
   * process. `key`: by what else than the account's own settings one differs from another.
   */
  kept<T extends Closable>(key: string, make: () => T): T;
}

/** A create as it was written down before it was sent. */
export interface CreateIntent {
  readonly content: Content;
  /** What `reserve` answered, if the vendor has it. */
  readonly reserved: FittedValue;
  /** When the create was first tried, RFC 3339: what it may have left behind is not older. */
  readonly firstTriedAt: string;
}

/** What is known when a create without an answer is looked for. */
export interface Settling {
  readonly intent: CreateIntent;
  /** Counts from 1. */
  readonly look: number;
  /** The moment of looking, by the clock that `firstTriedAt` is of. */
  readonly now: Date;
  /** false: the contact is not to be sent any more, so nothing new may come of looking. */
  readonly mayRepeat: boolean;
  /** Those of these vendor ids that are linked to nobody. */
  free(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface Created {
  readonly vendorContactId: string;
  readonly warnings?: readonly Warning[];
  /** The repeated create went through: nothing was stored the first time. */
  readonly repeated?: boolean;
  /** It takes no more writes: sold, or deleted, meanwhile. Linked for matching, closed for writing. */
  readonly closed?: 'converted' | 'deleted';
  /** What was read back of it: counts as delivered instead of what was sent. */
  readonly stored?: Content;
}

/** What an update came to, where there is more to say than warnings. */
export interface Updated {
  readonly warnings: readonly Warning[];
  /** What was read back: counts as delivered instead of what was sent. */
  readonly stored?: Content;
}

export interface Outbound<Client, Reference> {
  /** Whether this kind of contact is sent at all; one that is not is told as INFO `not-a-lead`. */
  sends(contact: ContactSnapshot, linked: boolean, settings: Settings): boolean;
  /** Pure: limits, codes, what the vendor has no field for; warnings instead of silence. */
  fit(contact: ContactSnapshot, facts: FitFacts<Reference>): Fitted;
  /** Content keys that only a create carries, with the warning's code when InTouch changes one later (null: silence). */
  readonly createOnly: Readonly<Record<string, string | null>>;
  /** Content keys that go with an update and are no reason for one. */
  readonly ridesAlong?: readonly string[];
  /** One create of the account at a time, over all instances: from `reserve` to the answer. */
  readonly oneCreateAtATime: boolean;
  /** Asks the vendor for what the create needs; saved before the create is sent. */
  reserve?(client: Client, facts: FitFacts<Reference>): Promise<FittedValue>;
  /** `free`: those of these vendor ids that are linked to nobody, for vendors that answer a create with whom it resembles. */
  create(client: Client, intent: CreateIntent, facts: FitFacts<Reference>, free: Settling['free']): Promise<Created>;
  /** An unanswered create is looked for at once and once more after `reconcileDelayMs`; else only after it, and then once more. */
  readonly looksAtOnce?: boolean;
  /** After a create without an answer: finds the record, or repeats the create where the vendor makes that safe. null: it is not there. */
  settle(client: Client, settling: Settling, facts: FitFacts<Reference>): Promise<Created | null>;
  /**
   * The record as it stands, as `inbound.report` takes it: read before an update where changes made at the vendor come back to
   * InTouch (`updateContact`), so that a later one made there is not overwritten unseen. null: not there. Absent: not looked at.
   */
  read?(client: Client, vendorContactId: string, facts: FitFacts<Reference>): Promise<unknown>;
  /** `changes` holds what differs from what was delivered, `content` everything. */
  update(client: Client, vendorContactId: string, changes: Content, content: Content, facts: FitFacts<Reference>): Promise<readonly Warning[] | Updated>;
  /**
   * Deletes the record of a contact that was archived in InTouch. Repeatable. Absent: the vendor's records are never deleted.
   * @throws {Gone} deleted: it was gone already · converted: it stays, and takes no more writes
   */
  remove?(client: Client, vendorContactId: string, facts: FitFacts<Reference>): Promise<readonly Warning[]>;
  /** Once after a create, outside of its intent: its failure never repeats the create. */
  afterCreate?(client: Client, vendorContactId: string, content: Content, facts: FitFacts<Reference>): Promise<readonly Warning[]>;
}

export interface VendorLookup {
  readonly vendorId: string;
  /** What a person would recognise. */
  readonly name: string;
  readonly email?: string | null;
  readonly active?: boolean;
}

/** How lead sources are matched where it is not by the cleaned name, in any case, exactly one. */
export interface LeadSourceRules {
  /** What two names are compared by; null: this name cannot be one of the vendor's. */
  key?(name: string): string | null;
  /** Several active ones of one name: left to a person, or the lowest id with a WARNING. */
  readonly several?: 'none' | 'lowest-id';
  /** Two of InTouch's that are equal by key: the first keeps the vendor's one, the second gets none. */
  readonly exclusive?: boolean;
}

export interface Lookups<Client> {
  /** The vendor's whole list, inactive ones too where it tells them; null: there is no list under this club's settings. */
  staff?(client: Client): Promise<readonly VendorLookup[] | null>;
  leadSources?(client: Client): Promise<readonly VendorLookup[] | null>;
  readonly leadSourceRules?: LeadSourceRules;
  /**
   * Only where the vendor has a call for it. Never called twice at a time for an account; after an answer that was lost the
   * list is read again, twice, before it is called once more.
   */
  readonly creating?: {
    wanted(settings: Settings): boolean;
    leadSource(client: Client, name: string): Promise<VendorLookup>;
  };
}

/** Vendors where people may write a user's id in more than one way have it as their list does. */
export interface Assignees {
  readonly title: string;
  /** A user's id, or an e-mail address, as the vendor's list has it. Absent: as it is given. */
  userId?(given: string): string;
}

/** What a check found. `harmless`: worth a look, but access works. */
export type Finding = Problem & { readonly harmless?: boolean };

/** Calls of an account that the kit lets through, over all its clubs. Absent: as the settings of these names say, else 4 at a time. */
export interface CallLimits {
  /** Counted over all instances, where the vendor turns one call too many away. */
  readonly sharedByInstances: boolean;
  /** Calls at a time where the settings have no `maxConcurrent`. Default 4. */
  readonly atOnce?: number;
}

/** Calls of an account at a time. */
export function callsAtOnce({ callLimits }: Pick<AnyConnector, 'callLimits'>, settings: Settings): number {
  return Number(settings['maxConcurrent'] ?? callLimits?.atOnce ?? 4);
}

/** Everything about one vendor; capabilities by presence. The kit does the rest. */
export interface ConnectorDefinition<Client, Reference = null, Raw = unknown> {
  readonly vendor: Vendor;
  /** As people call it in the log. */
  readonly title: string;
  readonly settings: readonly SettingDescription[];
  readonly account: readonly string[];
  readonly switches: readonly (keyof IntegrationOptions)[];
  readonly defaults?: Partial<IntegrationOptions>;
  readonly alwaysSends: boolean;
  readonly schedule: ScheduleDescription;
  readonly callLimits?: CallLimits;
  open(access: Access): Client;
  /** Proves credentials and club against the vendor. Empty: all is well. May throw like any call. */
  check(client: Client, access: Access): Promise<readonly Finding[]>;
  /** Slow-changing facts of the vendor that fitting and reporting need; read again after `everyMs`. */
  readonly reference?: { readonly everyMs: number; read(client: Client, access: Access): Promise<Reference> };
  readonly outbound: Outbound<Client, Reference>;
  readonly inbound?: Inbound<Client, Reference, Raw>;
  readonly lookups?: Lookups<Client>;
  /** true: the settings `assignmentRules` and `fallbackOwner` choose the owner among the vendor's users; needs `lookups.staff`. */
  readonly assignment?: boolean | Omit<Assignees, 'title'>;
  /** How staff and lead sources are linked, in words for the documents. */
  readonly lookupWords: { readonly staff: string | null; readonly leadSources: string | null };
}

/** Checks the shape at compile time and keeps the types together. */
export function defineConnector<Client, Reference, Raw>(
  definition: ConnectorDefinition<Client, Reference, Raw>,
): ConnectorDefinition<Client, Reference, Raw> {
  return definition;
}

/** A definition whose inner types nobody outside needs to know. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyConnector = ConnectorDefinition<any, any, any>;

export * from './define-inbound.js';
export type { LookupKind };
