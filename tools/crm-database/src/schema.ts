/**
 * The five tables of a SugarCRM that its database mode touches: written by us from vendors/sugarcrm.md, 3.7, not taken from the product.
 * Indexes as public dumps of SuiteCRM show them; none on `leads.date_modified`.
 */
const id = (...names: readonly string[]): string[] => names.map((name) => `${name} char(36)`);
const text = (length: number, ...names: readonly string[]): string[] => names.map((name) => `${name} varchar(${length})`);
const stamp = (...names: readonly string[]): string[] => names.map((name) => `${name} datetime`);
const flag = (...names: readonly string[]): string[] => names.map((name) => `${name} tinyint(1) DEFAULT 0`);

const leads = [
  'id char(36) NOT NULL', ...stamp('date_entered', 'date_modified'), ...id('modified_user_id', 'created_by', 'assigned_user_id'), ...flag('deleted'),
  ...text(100, 'first_name', 'last_name', 'phone_home', 'phone_mobile', 'phone_work'), ...text(150, 'primary_address_street'),
  ...text(100, 'primary_address_city', 'primary_address_state'), ...text(20, 'primary_address_postalcode'), ...text(255, 'primary_address_country'),
  ...text(100, 'lead_source', 'status'), ...text(255, 'account_name'), 'birthdate date', 'description text', ...flag('converted'),
  ...id('contact_id', 'account_id', 'opportunity_id', 'campaign_id'), 'PRIMARY KEY (id)', 'KEY idx_lead_last_first (last_name, first_name, deleted)',
];
const emailAddresses = [
  'id char(36) NOT NULL', ...text(255, 'email_address', 'email_address_caps'), ...flag('invalid_email', 'opt_out'), ...stamp('date_created', 'date_modified'), ...flag('deleted'),
  'PRIMARY KEY (id)', 'KEY idx_ea_caps_opt_out_invalid (email_address_caps, opt_out, invalid_email)', 'KEY idx_ea_opt_out_invalid (email_address, opt_out, invalid_email)',
];
const emailLinks = [
  'id char(36) NOT NULL', 'email_address_id char(36) NOT NULL', 'bean_id char(36) NOT NULL', ...text(100, 'bean_module'), ...flag('primary_address', 'reply_to_address'),
  ...stamp('date_created', 'date_modified'), ...flag('deleted'), 'PRIMARY KEY (id)', 'KEY idx_email_address_id (email_address_id)', 'KEY idx_bean_id (bean_id, bean_module)',
];
const users = [
  'id char(36) NOT NULL', ...text(60, 'user_name'), ...text(255, 'user_hash', 'first_name', 'last_name'), ...text(100, 'status'), ...flag('deleted', 'is_group', 'portal_only'), 'PRIMARY KEY (id)',
];

/** `customFields`: columns of `leads_cstm`; none: the table is not there, as in SugarCRM CE. */
export function schema(customFields: readonly string[]): string[] {
  const custom = ['id_c char(36) NOT NULL', ...text(255, ...customFields), 'PRIMARY KEY (id_c)'];
  const tables = { leads, email_addresses: emailAddresses, email_addr_bean_rel: emailLinks, users, ...(customFields.length > 0 ? { leads_cstm: custom } : {}) };
  return Object.entries(tables).map(([name, columns]) => `CREATE TABLE ${name} (${columns.join(', ')}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci`);
}

/** What a user of our own is given (docs/operate.md): nobody's password, no other table. */
export function grants(user: string, hasCustomFields: boolean): string[] {
  const written = ['leads', 'email_addresses', 'email_addr_bean_rel', ...(hasCustomFields ? ['leads_cstm'] : [])];
  return [
    ...written.map((table) => `GRANT SELECT, INSERT, UPDATE ON ${table} TO ${user}`),
    `GRANT SELECT (id, user_name, first_name, last_name, status, deleted, is_group, portal_only) ON users TO ${user}`,
  ];
}
