import type { Fixture } from '../vendor.js';
import { midnight } from './formats.js';
import type { MosoState } from './state.js';

const thirtyDays = 30 * 86_400_000;
const home = '001';

/** Section 8.7 of the page. `empty`: clubs, types and agreements only. Where files go is not told here: see `drops`. */
export function loadFixture(state: MosoState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = <T extends object>(fields: T) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });

  state.clubs.patch('001', stamped({ timeZone: 'America/New_York' }));
  state.clubs.patch('002', stamped({ timeZone: 'America/Chicago' }));
  for (const code of ['GUEST', 'INTCH', 'GOLD', 'SILV', 'STAFF']) state.membershipTypes.patch(code, stamped({}));
  for (const [RefAgreementID, RefAgreementPriceID] of [[11, 22], [12, 24]]) {
    state.agreements.patch(`${RefAgreementID}-${RefAgreementPriceID}`, stamped({ RefAgreementID, RefAgreementPriceID }));
  }
  if (fixture === 'empty') return;

  const day = (plusDays: number) => midnight(state.today(home, plusDays));
  const member = (id: number, FirstName: string, LastName: string, Membership_Type: string, MemberStatus: string, fields: object) =>
    state.members.patch(String(id), stamped({
      FirstName, LastName, Email: `${FirstName.toLowerCase()}@example.com`, HomeClub: home, Membership_Type, MemberStatus,
      RefAgreementID: 11, RefAgreementPriceID: 22, EnteredDate: day(-30), ...fields,
    }));
  member(102284, 'Jane', 'Doe', 'GOLD', 'Active', jane);
  member(102285, 'Gus', 'Guest', 'GUEST', 'Active', { Phone3: '(617) 200-2285' });
  member(102286, 'Tom', 'Term', 'GOLD', 'Terminated', { Phone3: '(617) 200-2286', MSDate: day(-365), EnteredDate: day(-365), TermDate: day(-1) });
  member(102287, 'Fred', 'Future', 'GOLD', 'Active', { Phone3: '(617) 200-2287', MSDate: day(-30), TermDate: day(30) });
  member(102288, 'Fay', 'Freeze', 'SILV', 'Frozen', { Phone3: '(617) 200-2288', MSDate: day(-30) });
  member(102289, 'Zed', 'Other', 'ZZZ9', 'Active', { Phone3: '(617) 200-2289' });
  // Nothing of this is news to the file feed.
  state.changedSince.clear();
}

/** The row of the page's sample. */
const jane = {
  Address1: '12 Main St, Apt 3',
  City: 'Boston',
  State: 'MA',
  Zip: '02134',
  Phone1: '(617) 200-1000',
  Phone3: '(617) 200-1001',
  EnteredDate: midnight('2024-07-01'),
  MSDate: midnight('2024-07-08'),
  Source: 'Web',
  Salesperson: 'Smith',
};
