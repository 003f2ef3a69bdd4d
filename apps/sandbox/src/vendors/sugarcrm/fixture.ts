import type { Fixture } from '../vendor.js';
import { stockLeadSources } from './lead-columns.js';
import { apiUser, staffId, type SugarState } from './state.js';

const thirtyDays = 30 * 86_400_000;

/** Ids of the fixture, by their last two digits. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-0000000000${number}`;

/** Section 8.3 of the page. `empty`: server and users only. */
export function loadFixture(state: SugarState, fixture: Fixture): void {
  state.clear();
  const stamp = new Date(state.clock.now() - thirtyDays).toISOString();
  const stamped = <T extends object>(fields: T) => ({ ...fields, createdAt: stamp, modifiedAt: stamp });

  state.servers.patch(
    'default',
    stamped({ profile: 'suitecrm7', arguments: 'named', customFields: ['intouch_club_c', 'goal_c'], leadSources: stockLeadSources }),
  );
  const user = (id: string, fields: object) => state.users.patch(id, stamped({ is_group: 0, portal_only: 0, deleted: 0, ...fields }));
  user(apiUser.id, { user_name: apiUser.name, last_name: 'Administrator' });
  user(staffId, { user_name: 'jsmith', first_name: 'John', last_name: 'Smith', email1: 'jsmith@myclub.com' });
  user(idOf(12), { user_name: 'afox', first_name: 'Amy', last_name: 'Fox', email1: 'front@myclub.com' });
  user(idOf(13), { user_name: 'bfox', first_name: 'Bob', last_name: 'Fox', email1: 'front@myclub.com' });
  user(idOf(14), { user_name: 'nmail', first_name: 'No', last_name: 'Mail' });
  user(idOf(15), { user_name: 'otimer', first_name: 'Old', last_name: 'Timer', email1: 'old@myclub.com', status: 'Inactive' });
  user(idOf(16), { user_name: 'asilva', first_name: 'Ana', last_name: 'Silva', email1: 'ASilva@MyClub.com' });
  user(idOf(17), { user_name: 'queue', last_name: 'Queue', email1: 'queue@myclub.com', is_group: 1 });
  if (fixture === 'empty') return;

  const lead = (number: number, fields: object) => state.leads.patch(idOf(number), stamped({ status: 'New', account_name: 'north', ...fields }));
  lead(51, { first_name: 'Ann', last_name: 'Lead', email1: 'ann@example.com', phone_mobile: '6142001051', assigned_user_id: staffId });
  lead(52, { first_name: 'Del', last_name: 'Eted', deleted: 1 });
  lead(53, { first_name: 'Con', last_name: 'Verted', converted: 1, status: 'Converted', contact_id: idOf(63) });
  lead(54, { first_name: 'Sam', last_name: 'South', account_name: 'south' });
  lead(55, { first_name: 'Zoe', last_name: "O'Brien & Sons <x>" });
  lead(56, { last_name: 'Noname' });
}
