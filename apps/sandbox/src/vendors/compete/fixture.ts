import type { Fixture } from '../vendor.js';
import type { CompeteState } from './state.js';

const thirtyDays = 30 * 86_400_000;
const listValues = (names: Readonly<Record<number, string>>) => Object.entries(names);

/** Section 8.3 of the page. `empty`: company, clubs, types and sources only. */
export function loadFixture(state: CompeteState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = <T extends object>(fields: T) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });

  state.companies.patch('101', stamped({ apiKey: 'not-a-real-key', rateLimitPerMinute: 0, overLength: 'refuse' }));
  const club = (id: number, Name: string, timeZone: string, requiredFields: string[], active = true) =>
    state.clubs.patch(String(id), stamped({ Name, active, timeZone, requiredFields, changeApproval: 'auto' }));
  const few = ['FirstName', 'LastName', 'CategoryID', 'BarcodeID'];
  club(1, 'Sim North', 'America/New_York', ['FirstName', 'LastName', 'CellPhone', 'Email', 'CategoryID', 'BarcodeID']);
  club(2, 'Sim South', 'America/Chicago', few);
  club(9, 'Sim Closed', 'America/New_York', few, false);
  for (const [id, Value] of listValues({ 2: 'Prospect', 3: 'Athletic', 4: 'Tennis', 8: 'Employee' })) state.membershipTypes.patch(id, stamped({ Value }));
  const sources = { 1: 'Drive By', 2: 'Onsite Search', 3: 'Friend', 4: 'Newspaper', 5: 'Social Media', 6: 'Community Event', 7: 'Other' };
  for (const [id, Value] of listValues(sources)) state.sources.patch(id, stamped({ Value }));
  if (fixture === 'empty') return;

  const employee = (id: number, FirstName: string, LastName: string, Email: string | null, IsActive = true) =>
    state.employees.patch(String(id), stamped({ IsActive, FirstName, LastName, Username: `${FirstName[0]}${LastName}`.toLowerCase(), Email }));
  employee(0, 'Zoe', 'Zero', 'zero@myclub.com');
  employee(1, 'John', 'Smith', 'jsmith@myclub.com');
  employee(2, 'Amy', 'Fox', 'front@myclub.com');
  employee(3, 'Bob', 'Fox', 'front@myclub.com');
  employee(4, 'No', 'Mail', null);
  employee(5, 'Old', 'Timer', 'old@myclub.com', false);
  employee(6, 'Ana', 'Silva', 'ASilva@MyClub.com');

  const day = (plusDays: number) => `${state.today(1, plusDays)}T00:00:00`;
  const customer = (id: number, FirstName: string, LastName: string, fields: object) =>
    state.customers.patch(
      String(id),
      stamped({
        BarcodeId: String(499_000 + id - 1000),
        FirstName,
        LastName,
        Email: `${FirstName.toLowerCase()}@example.com`,
        CellPhone: `614200${id}`,
        PreferredPhone: 'mobile',
        HomeClubNumber: 1,
        MembershipType: 'Athletic',
        MemberType: 'Member',
        Status: 'OK',
        StatusDate: day(-365),
        JoinDate: day(-365),
        ...fields,
      }),
    );
  customer(1001, 'Pat', 'Prospect', { MemberType: 'Prospect', MembershipType: 'Prospect', StatusDate: day(-30), JoinDate: null });
  customer(1002, 'Mary', 'Member', mary);
  customer(1003, 'Tom', 'Term', { Status: 'Terminate', StatusDate: day(-1) });
  customer(1004, 'Fay', 'Freeze', { Status: 'Freeze', StatusDate: day(-30) });
  customer(1005, 'Cal', 'Collect', { MemberType: 'InCollections' });
  customer(1006, 'Ed', 'Expired', { MembershipExpires: day(-1) });
  customer(1007, 'Fred', 'Future', { Status: 'Terminate', StatusDate: day(30) });
}

const mary = {
  BarcodeId: '500002',
  Address1: '1 Oak St',
  City: 'Columbus',
  State: 'OH',
  ZipCode: '43004',
  DateOfBirth: '1985-05-05T00:00:00',
  Gender: 'F',
  JoinDate: '2024-07-01T00:00:00',
  MembershipExpires: '2025-06-30T00:00:00',
  StatusDate: '2024-07-01T00:00:00',
  SalespersonID: 0,
  SourceID: 3,
};
