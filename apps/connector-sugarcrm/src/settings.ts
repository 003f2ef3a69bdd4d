import type { SettingDescription } from '@intouch/contracts';
import { address, setting, timeoutMs } from '@intouch/connector-kit';

/** The modes that go over the network's front door. */
const overRest = { requiredWhen: { setting: 'protocol', begins: 'rest' } } as const;
const customField = { pattern: '[a-z][a-z0-9_]{0,60}_c', patternWords: 'a custom field, which ends in _c' } as const;

/** vendors/sugarcrm.md, section 2. */
export const settings: readonly SettingDescription[] = [
  setting({ name: 'protocol', kind: 'text', description: 'rest-v4_1 for SugarCRM CE 6.5 and SuiteCRM 7, rest-v11 for commercial Sugar', default: 'rest-v4_1', oneOf: ['rest-v4_1', 'rest-v11'] }),
  address({ name: 'baseUrl', description: 'Address of the CRM', ...overRest }),
  setting({ name: 'userName', kind: 'text', description: 'A CRM user of our own, used by nobody else', ...overRest, min: 1, max: 60 }),
  setting({ name: 'password', kind: 'text', description: 'Password of that user', secret: true, ...overRest, min: 1, max: 200 }),
  setting({ name: 'apiVersion', kind: 'text', description: 'Version in the address (rest-v11)', default: 'v11_16', pattern: 'v1[01](_\\d{1,2})?', patternWords: 'v10 or v11, perhaps with _ and one or two digits' }),
  setting({ name: 'platform', kind: 'text', description: 'Platform that the login is of, registered at the CRM (rest-v11)', default: 'intouch', pattern: '[a-z0-9_]{1,40}', patternWords: '1 to 40 small letters, digits and underscores' }),
  setting({ name: 'clientId', kind: 'text', description: 'OAuth key (rest-v11)', default: 'sugar', min: 1, max: 100 }),
  setting({ name: 'clientSecret', kind: 'text', description: 'Secret of the OAuth key, where it has one (rest-v11)', secret: true, max: 200 }),
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
