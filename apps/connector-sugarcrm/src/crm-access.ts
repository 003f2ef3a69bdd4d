import type { Finding, VendorLookup } from '@intouch/connector-kit';

/**
 * Values of a lead by the names that the CRM's tables have for them, whatever the mode of access; the e-mail address is `email1`. Read:
 * no key for what is empty. Written: an empty text clears.
 */
export type LeadValues = Readonly<Record<string, string>>;

export interface Lead {
  readonly id: string;
  readonly deleted: boolean;
  /** Turned into contact and account by the CRM's own people. */
  readonly converted: boolean;
  /** UTC, `yyyy-MM-dd HH:mm:ss`. Any client of the CRM can set it, so it may lie. */
  readonly modified: string;
  readonly values: LeadValues;
}

export interface CrmDescription {
  /** Fields named in the settings that leads do not have; empty too where the mode of access cannot tell. */
  readonly missingFields: readonly string[];
  /** What else is amiss, where the mode of access can tell. */
  readonly problems?: readonly Finding[];
}

/** The CRM, by whichever of its doors. Every call may throw what the page's section 4 says. */
export interface CrmAccess {
  /** false: a deleted lead cannot be told from one that never was. */
  readonly tellsDeleted: boolean;
  /** UTC, `yyyy-MM-dd HH:mm:ss`. Over REST asked without a login: it also shows whether this is the CRM at all. */
  serverTime(): Promise<string>;
  describe(): Promise<CrmDescription>;
  /** Deleted ones too, where they can be told; null: not there. */
  getLead(id: string): Promise<Lead | null>;
  /**
   * Creates under our own id, never twice: answers the lead as it is stored, the one that is there already too.
   * @throws {Gone} deleted: the id has been used up · @throws {Unavailable} ambiguous
   */
  createLead(id: string, values: LeadValues): Promise<Lead>;
  /**
   * Answers the lead as it is stored by then. Repeatable.
   * @param lastName for calls that must carry it whatever changes
   * @throws {Gone} deleted; converted, where that is seen before anything is written
   */
  updateLead(id: string, values: LeadValues, lastName: string): Promise<Lead>;
  /** A soft delete; already gone is done. @throws {Gone} converted, where that is seen */
  deleteLead(id: string): Promise<void>;
  /** Pages of leads changed from `since` on (`yyyy-MM-dd HH:mm:ss`), deleted ones too, by stamp and id; none of them empty. */
  listChanges(since: string): AsyncGenerator<readonly Lead[], void, void>;
  /** Everybody who could own a lead, inactive ones too. */
  listUsers(): Promise<readonly VendorLookup[]>;
  /** The CRM's drop-down list, by name and by label; where there is none to be had, what is known of it. */
  leadSources(): Promise<readonly VendorLookup[]>;
}
