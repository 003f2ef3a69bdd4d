import type { Played, Reply } from './played-sandbox.js';

/** The instant the specs of Compete freeze its clock at: eight days into July, one o'clock in New York. */
export const frozenAt = '2024-07-08T17:00:00Z';

/** A lead as the page's sample of `createMember` has it. */
export const jane = {
  MemberId: '500123', HomeClubId: 1, FirstName: 'Jane', LastName: 'Doe', MembershipTypeId: 2, Address1: '12 Main St', City: 'Columbus',
  State: 'OH', PostalCode: '43004', Gender: 'F', DateOfBirth: '1990-04-02', HomePhone: '6142009000', MobilePhone: '6142009001',
  WorkPhone: '6142009002', PreferredPhoneType: 'mobile', EmailAddress: 'jane@example.com', SalespersonID: 0, SourceID: 3,
};

/** An error of Compete's wire. */
export const error = (Status: number, Message: string) => ({ status: Status, body: { Status, Message, Result: null } });

/** Ids of the rows of `getCustomers`. */
export const ids = (reply: Reply): number[] => reply.body.Customers.map(({ Id }: { Id: number }) => Id);

/** The calls the specs of Compete's wire share. */
export const competeCalls = ({ compete, script }: Played) => ({
  create: (body: unknown, headers = {}) => compete('POST', 'member/createmember', body, headers),
  change: (CustomerId: unknown, details: Record<string, unknown>) =>
    compete('POST', 'changerequest/updatepersonalinformation', {
      FamilyMemberCustomerIds: [],
      CustomerId,
      ChangeDetails: Object.entries(details).map(([FieldName, NewValue]) => ({ FieldName, NewValue })),
      SubmissionReason: 'InTouch',
      SubmissionReasonDetail: 'Contact changed in InTouch',
      Signature: 'InTouch Connector',
    }),
  customers: (query = '') => compete('GET', `member/getcustomers?ClubId=1&ActiveOnly=false${query}`),
  record: async (id: number) => (await script('GET', `/records/customers/${id}`)).body,
});
