import { attributeKey, type Settings } from '@intouch/connector-kit';

/** What is read of every lead (vendors/sugarcrm.md, 3.3). */
const leadFields = (
  'id first_name last_name email1 phone_mobile phone_home phone_work primary_address_street primary_address_city primary_address_state primary_address_postalcode primary_address_country ' +
  'birthdate lead_source status description assigned_user_id account_name converted deleted date_entered date_modified modified_user_id'
).split(' ');

export const userFields = ['id', 'user_name', 'first_name', 'last_name', 'email1', 'status', 'is_group', 'portal_only', 'deleted'];

/** Content key to field, in the order of the page's table; the attributes' come with the settings. */
const plainFields: Readonly<Record<string, string>> = {
  firstName: 'first_name', lastName: 'last_name', email: 'email1', mobile: 'phone_mobile', homePhone: 'phone_home', workPhone: 'phone_work', street: 'primary_address_street',
  city: 'primary_address_city', state: 'primary_address_state', zip: 'primary_address_postalcode', country: 'primary_address_country', birthDate: 'birthdate', notes: 'description',
  leadSourceId: 'lead_source', newStatus: 'status', status: 'status', ownerStaffId: 'assigned_user_id',
};

export function clubFieldOf(settings: Settings): string {
  return String(settings['clubField'] ?? 'account_name');
}

export function genderFieldOf(settings: Settings): string | null {
  return (settings['genderField'] as string | null | undefined) ?? null;
}

/** Attribute to field. A field that has a meaning of its own is nobody's: `deleted` among them would let an attribute delete leads. */
export function attributeFieldsOf(settings: Settings): ReadonlyMap<string, string> {
  const taken = new Set([...leadFields, 'new_with_id', 'email', 'created_by', 'id_c', clubFieldOf(settings), genderFieldOf(settings)]);
  const given = Object.entries((settings['attributeFields'] ?? {}) as Readonly<Record<string, string>>);
  return new Map(given.filter(([, field]) => /^[a-z][a-z0-9_]{0,62}$/.test(field) && !taken.has(field)));
}

/** Fields that the settings name. */
export function ownFieldsOf(settings: Settings): readonly string[] {
  const gender = genderFieldOf(settings);
  return [...new Set([clubFieldOf(settings), ...(gender ? [gender] : []), ...attributeFieldsOf(settings).values()])];
}

export function allFieldsOf(settings: Settings): readonly string[] {
  return [...new Set([...leadFields, ...ownFieldsOf(settings)])];
}

/** Content keys to fields, under these settings. */
export function fieldsByKey(settings: Settings): ReadonlyMap<string, string> {
  const gender = genderFieldOf(settings);
  const attributes = [...attributeFieldsOf(settings)].map(([attribute, field]) => [attributeKey(attribute), field] as const);
  return new Map([...Object.entries(plainFields), ...(gender ? [['gender', gender] as const] : []), ...attributes]);
}
