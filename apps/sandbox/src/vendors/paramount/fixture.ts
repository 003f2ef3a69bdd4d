import type { Fixture } from '../vendor.js';
import type { ParamountState } from './state.js';

const thirtyDays = 30 * 86_400_000;

/** Section 8.3 of the page. `empty`: login and clubs only. */
export function loadFixture(state: ParamountState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = <T extends object>(fields: T) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });
  const login = 'sim-user';

  state.logins.patch(login, stamped({ password: 'not-a-real-password', maxConcurrent: 2 }));
  const club = (id: string, enabled: boolean) => state.clubs.patch(id, stamped({ login, enabled }));
  club('1001', true);
  club('1002', true);
  club('1099', false);
  if (fixture === 'empty') return;

  const staff = (id: number, FirstName: string, LastName: string, Email: string | null, Active = true) =>
    state.staff.patch(String(id), stamped({ club: '1001', FirstName, LastName, Email, Active, Title: 'Membership Advisor' }));
  staff(11, 'John', 'Smith', 'JSmith@myclub.com');
  staff(12, 'Amy', 'Fox', 'front@myclub.com');
  staff(13, 'Bob', 'Fox', 'front@myclub.com');
  staff(14, 'No', 'Mail', null);
  staff(15, 'Old', 'Timer', 'old@myclub.com', false);
  staff(16, 'Ana', 'Silva', 'ASilva@MyClub.com');

  const leadSource = (id: number, Description: string, Active = true) => state.leadSources.patch(String(id), stamped({ login, Description, Active }));
  leadSource(21, 'FACEBOOK');
  leadSource(22, 'Web');
  leadSource(23, 'Referral ');
  leadSource(24, 'Walk In');
  leadSource(25, 'Walk In');
  leadSource(26, 'Old Paper', false);
}
