import type { VendorLookup } from '@intouch/connector-kit';

/** Users who could own a lead; groups and portal users could not. */
export function ownersAmong(users: readonly Readonly<Record<string, string>>[]): VendorLookup[] {
  return users
    .filter((user) => (user['id'] ?? '') !== '' && [user['is_group'], user['portal_only'], user['deleted']].every((flag) => flag !== '1'))
    .map((user) => ({
      vendorId: user['id']!, name: [user['first_name'], user['last_name']].filter(Boolean).join(' ') || (user['user_name'] ?? ''), email: user['email1'] ?? null,
      active: user['status']?.toLowerCase() === 'active',
    }));
}

/** Options of a drop-down list, found by what they are called as well as by what is stored. */
export function sourcesAmong(options: readonly { readonly name: string; readonly label: string }[]): VendorLookup[] {
  return options
    .filter(({ name }) => name.trim() !== '')
    .flatMap(({ name, label }) => [...new Map([name, label].filter((it) => it.trim() !== '').map((it) => [it.trim().toLowerCase(), it])).values()].map((it) => ({ vendorId: name, name: it })));
}

/** The list that the CRM is shipped with (vendors/sugarcrm.md, section 7). */
const stockSources = [
  'Cold Call', 'Existing Customer', 'Self Generated', 'Employee', 'Partner', 'Public Relations', 'Direct Mail', 'Conference', 'Trade Show', 'Web Site', 'Word of mouth', 'Email', 'Campaign', 'Other',
];

/** The stock list, and what else is in use; spelt in two ways it is still one. */
export function withStockSources(inUse: readonly string[]): readonly string[] {
  return [...new Map([...inUse.toReversed(), ...stockSources.toReversed()].map((name) => [name.trim().toLowerCase(), name])).values()].toReversed();
}
