/** Jonas Compete's REST v3 shapes, as its own test suite shows them (https://github.com/tnuzum/API). Unknown keys are ignored. */

export interface Envelope<T> {
  readonly Status?: number;
  readonly Message?: string | null;
  readonly Result?: T | null;
}

export interface ActiveClub {
  readonly Id: number;
  readonly Name: string;
}

/** `Id` 0 is a real employee. E-mails repeat, vary in case, and may be null. */
export interface Employee {
  readonly Id: number;
  readonly IsActive: boolean;
  readonly FirstName: string | null;
  readonly LastName: string | null;
  readonly Email: string | null;
}

export interface ProspectField {
  readonly FieldName: string;
  readonly Required: boolean;
  /** 0: not stated, not unlimited. */
  readonly MaximumLength: number;
  /** `string`, `int`. */
  readonly DataType: string;
  readonly Values: readonly { readonly Id: number; readonly Value: string }[] | null;
}

export interface NextMemberId {
  readonly BarcodeId: string;
}

export type CreateMemberBody = Readonly<Record<string, string | number | boolean>>;

export interface CreateMemberAnswer {
  readonly Successful: boolean;
  readonly CustomerId: number | null;
  readonly MemberId: string | null;
  readonly Message?: string | null;
}

export interface ChangeDetail {
  readonly FieldName: string;
  readonly NewValue: string;
}

/** Absent numbers come as null, empty text, 0 or `None`. */
export interface ChangeResult {
  readonly AutoApprovedConfirmationNumber: number | string | null;
  readonly PendingConfirmationNumber: number | string | null;
  readonly ErrorMessages: string | null;
}

/** A row of `searchMembers`: other field names than the list's. */
export interface FoundMember {
  readonly CustomerId: number;
  readonly MemberID: string | null;
  readonly Name: { readonly FirstName: string | null; readonly LastName: string | null };
}

/** A row of `getCustomers`. Dates are club-local `yyyy-MM-ddTHH:mm:ss`; null, empty and year 0001 mean none. */
export interface Customer {
  readonly Id: number;
  readonly BarcodeId: string | null;
  readonly FirstName: string | null;
  readonly LastName: string | null;
  readonly Address1: string | null;
  readonly Address2: string | null;
  readonly City: string | null;
  readonly State: string | null;
  readonly ZipCode: string | null;
  readonly Email: string | null;
  readonly CellPhone: string | null;
  readonly WorkPhone: string | null;
  readonly DateOfBirth: string | null;
  readonly Gender: string | null;
  readonly JoinDate: string | null;
  readonly MembershipType: string | null;
  readonly MembershipExpires: string | null;
  readonly MemberType: string | null;
  readonly Status: string | null;
  readonly StatusDate: string | null;
  readonly SourceID: number | null;
}

export interface CustomerPage {
  readonly Customers?: readonly Customer[] | null;
  readonly PagingInfo?: { readonly TotalPages: number; readonly TotalRecords: number } | null;
}
