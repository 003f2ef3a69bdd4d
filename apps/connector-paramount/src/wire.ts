/** Paramount's SOAP 1.1 service (vendors/paramount.md, section 3); nothing of it is public. */
export const namespace = 'http://paramount.example/prospect/';

export const operations = ['GetStaff', 'GetLeadSources', 'AddLeadSource', 'SaveProspect', 'FindProspect'] as const;
export type Operation = (typeof operations)[number];

export interface StaffMember {
  readonly staffId: string;
  readonly name: string;
  /** Not unique, any case. */
  readonly email: string | null;
  readonly active: boolean;
}

/** Shared by all clubs of the login. */
export interface LeadSource {
  readonly leadSourceId: string;
  readonly description: string;
  readonly active: boolean;
}

/**
 * A prospect as it is saved, in the order of the vendor's table. An element left out stays as it is there, null clears.
 * `ProspectId` 0 makes a new one.
 */
export interface Prospect {
  readonly ProspectId: string;
  readonly ExternalRef: string;
  readonly FirstName?: string | null | undefined;
  readonly LastName?: string | null | undefined;
  readonly Email?: string | null | undefined;
  readonly HomePhone?: string | null | undefined;
  readonly WorkPhone?: string | null | undefined;
  readonly MobilePhone?: string | null | undefined;
  readonly Address1?: string | null | undefined;
  readonly City?: string | null | undefined;
  readonly State?: string | null | undefined;
  readonly Zip?: string | null | undefined;
  readonly LeadSourceId?: string | null | undefined;
  readonly MembershipAdvisorId?: string | null | undefined;
  readonly Notes?: string | null | undefined;
}
