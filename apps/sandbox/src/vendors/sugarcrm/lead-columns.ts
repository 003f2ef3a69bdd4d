/** `LEAD_FIELDS` of the page, in its order. */
export const leadFields = (
  'id first_name last_name email1 phone_mobile phone_home phone_work primary_address_street primary_address_city primary_address_state ' +
  'primary_address_postalcode primary_address_country birthdate lead_source status description assigned_user_id account_name converted deleted ' +
  'date_entered date_modified modified_user_id'
).split(' ');

/** Further columns of the table `leads`, which the server itself fills. */
const ofConversion = ['created_by', 'contact_id', 'account_id', 'opportunity_id', 'campaign_id'];

/** What no client sets by naming it. */
export const setByServer: ReadonlySet<string> = new Set(['id', 'date_entered', 'date_modified', 'modified_user_id', 'created_by']);

export const userFields = 'id user_name first_name last_name email1 status is_group portal_only deleted'.split(' ');

/** The fields a lead has on a server with these custom ones. */
export const columnsWith = (customFields: readonly string[]): ReadonlySet<string> => new Set([...leadFields, ...ofConversion, ...customFields]);

const lengths: Readonly<Record<string, number>> = {
  primary_address_street: 150,
  primary_address_postalcode: 20,
  primary_address_country: 255,
  account_name: 255,
  email1: 255,
  assigned_user_id: 36,
  contact_id: 36,
  account_id: 36,
  opportunity_id: 36,
  campaign_id: 36,
  description: 65_535,
};

/** Characters a column holds. */
export const lengthOf = (field: string): number => lengths[field] ?? (field.endsWith('_c') ? 255 : 100);

export const labels: Readonly<Record<string, string>> = { lead_source: 'Lead Source:', status: 'Status:', last_name: 'Last Name:' };

/** The drop-down list `status` as it is shipped. */
export const stockStatuses = ['New', 'Assigned', 'In Process', 'Converted', 'Recycled', 'Dead'];

/** The drop-down list `lead_source` as it is shipped. */
export const stockLeadSources = [
  'Cold Call', 'Existing Customer', 'Self Generated', 'Employee', 'Partner', 'Public Relations', 'Direct Mail', 'Conference', 'Trade Show', 'Web Site',
  'Word of mouth', 'Email', 'Campaign', 'Other',
];
