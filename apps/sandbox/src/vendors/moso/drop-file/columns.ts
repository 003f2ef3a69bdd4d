const version2 =
  'ID,FirstName,LastName,Address1,City,State,Zip,Phone1,Phone2,Phone3,Email,HomeClub,Membership_Type,MemberStatus,EnteredDate,MSDate,TermDate,Source,Salesperson'.split(',');

/** The header of each version of the file, section 8.2 of the page. */
export const columnsOf = {
  '2': version2,
  '2.5': [...version2, 'RefAgreementID', 'RefAgreementPriceID'],
  '3': 'HomeClub,ID,MemberStatus,Membership_Type,RefAgreementID,RefAgreementPriceID,LastName,FirstName,Email,Phone1,Phone2,Phone3,Address1,City,State,Zip,EnteredDate,MSDate,TermDate,Source,Salesperson'.split(','),
} as const satisfies Record<string, readonly string[]>;

export type FileVersion = keyof typeof columnsOf;

export const dateColumns: readonly string[] = ['EnteredDate', 'MSDate', 'TermDate'];
