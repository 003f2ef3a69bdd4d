import type { SettingDescription } from '@intouch/contracts';
import { address, setting, timeoutMs } from '@intouch/connector-kit';

/** The modes that go over the network's front door. */
const overRest = { requiredWhen: { setting: 'protocol', begins: 'rest' } } as const;
/** The other one: the database itself. */
const overDatabase = { requiredWhen: { setting: 'protocol', is: 'database' } } as const;
const customField = { pattern: '(?!id_c)[a-z][a-z0-9_]{0,60}_c', patternWords: 'a custom field, which ends in _c' } as const;

/** vendors/sugarcrm.md, section 2. */
export const settings: readonly SettingDescription[] = [
  setting({ name: 'protocol', kind: 'text', description: 'rest-v4_1 for SugarCRM CE 6.5 and SuiteCRM 7, rest-v11 for commercial Sugar, database for MySQL or MariaDB under either', default: 'rest-v4_1', oneOf: ['rest-v4_1', 'rest-v11', 'database'] }),
  address({ name: 'baseUrl', description: 'Address of the CRM', ...overRest }),
  setting({ name: 'userName', kind: 'text', description: 'A CRM user of our own, used by nobody else', ...overRest, min: 1, max: 60 }),
  setting({ name: 'password', kind: 'text', description: 'Password of that user', secret: true, ...overRest, min: 1, max: 200 }),
  setting({ name: 'apiVersion', kind: 'text', description: 'Version in the address (rest-v11)', default: 'v11_16', pattern: 'v1[01](_\\d{1,2})?', patternWords: 'v10 or v11, perhaps with _ and one or two digits' }),
  setting({ name: 'platform', kind: 'text', description: 'Platform that the login is of, registered at the CRM (rest-v11)', default: 'intouch', pattern: '[a-z0-9_]{1,40}', patternWords: '1 to 40 small letters, digits and underscores' }),
  setting({ name: 'clientId', kind: 'text', description: 'OAuth key (rest-v11)', default: 'sugar', min: 1, max: 100 }),
  setting({ name: 'clientSecret', kind: 'text', description: 'Secret of the OAuth key, where it has one (rest-v11)', secret: true, max: 200 }),
  setting({ name: 'dbHost', kind: 'text', description: 'Host of the CRM\'s database', ...overDatabase, pattern: '[A-Za-z0-9:]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?', patternWords: 'a host name or an IP address' }),
  setting({ name: 'dbPort', kind: 'integer', description: 'Port of the database', default: 3306, min: 1, max: 65_535 }),
  setting({ name: 'dbName', kind: 'text', description: 'Name of the database', ...overDatabase, pattern: '[A-Za-z0-9_$-]{1,64}', patternWords: '1 to 64 letters, digits, _, $ and -' }),
  setting({ name: 'dbUser', kind: 'text', description: 'A database user of our own, with the rights of docs/operate.md and no others', ...overDatabase, min: 1, max: 80 }),
  setting({ name: 'dbPassword', kind: 'text', description: 'Password of that user', secret: true, ...overDatabase, max: 200 }),
  setting({ name: 'dbTls', kind: 'text', description: 'verify: encrypted, the server\'s certificate is checked; off: not encrypted', default: 'verify', oneOf: ['verify', 'off'] }),
  setting({ name: 'dbCa', kind: 'text', description: 'PEM of the authority that vouches for the database\'s certificate; without it the usual ones', nullable: true, max: 20_000, pattern: '\\s*-----BEGIN CERTIFICATE-----[\\s\\S]+-----END CERTIFICATE-----\\s*', patternWords: 'a certificate in PEM' }),
  setting({ name: 'crmUserId', kind: 'text', description: 'Id of an active CRM user, written as the author of our changes (database)', ...overDatabase, pattern: '[A-Za-z0-9_-]{1,36}', patternWords: '1 to 36 letters, digits, _ and -' }),
  setting({ name: 'clubValue', kind: 'text', description: 'The club\'s mark in the CRM, written with every create', required: true, min: 1, max: 100 }),
  setting({ name: 'clubField', kind: 'text', description: 'Field of a lead that bears the mark', default: 'account_name', pattern: `account_name|${customField.pattern}`, patternWords: 'account_name, or a custom field, which ends in _c' }),
  setting({ name: 'clubScope', kind: 'text', description: 'field: leads that bear the mark or are linked; all: every lead of the CRM', default: 'field', oneOf: ['field', 'all'] }),
  timeoutMs,
  setting({ name: 'maxConcurrent', kind: 'integer', description: 'Calls of the account at a time', default: 4, min: 1, max: 8 }),
  setting({ name: 'pageSize', kind: 'integer', description: 'Rows per page', default: 100, min: 1, max: 1_000 }),
  setting({ name: 'overlapSeconds', kind: 'integer', description: 'Seconds before where the last run ended that are read again', default: 120, min: 2, max: 86_400 }),
  setting({ name: 'fullSweepHour', kind: 'integer', description: 'Hour of the club from which the first run of a day reads everything; null: never', default: 3, min: 0, max: 23, nullable: true }),
  setting({ name: 'newStatus', kind: 'text', description: 'Status of new leads; empty: not sent', default: 'New', max: 100 }),
  setting({ name: 'memberStatus', kind: 'text', description: 'Status that a linked lead gets when its contact becomes a member; without it none', min: 1, max: 100 }),
  setting({ name: 'genderField', kind: 'text', description: 'Custom field that keeps M or F; without it gender is not sent', ...customField }),
  setting({ name: 'attributeFields', kind: 'text-map', description: 'Field of a lead for each attribute of the contact that has one', default: {}, max: 63, pattern: '[a-z][a-z0-9_]{0,62}', patternWords: 'names of fields' }),
  setting({ name: 'attributesInDescription', kind: 'boolean', description: 'Attributes without a field of their own are listed in the description of new leads', default: true }),
  setting({ name: 'assignmentRules', kind: 'assignment-rules', description: 'Which user owns a lead, by the contact\'s attributes: the first rule that holds', default: [] }),
  setting({ name: 'fallbackOwner', kind: 'text', description: 'E-mail address or id of the user who owns leads without rule and linked owner', max: 255 }),
];
