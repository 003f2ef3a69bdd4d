import type { SettingDescription } from '@intouch/contracts';
import { address, setting, timeoutMs } from '@intouch/connector-kit';

const customField = { kind: 'text', pattern: '[A-Za-z][A-Za-z0-9_]{0,38}__c', patternWords: 'the API name of a custom field, ending in __c' } as const;
const status = { kind: 'text', nullable: true, min: 1, max: 255 } as const;
const withSecret = { requiredWhen: { setting: 'authFlow', is: 'client-credentials' } } as const;
const withKey = { requiredWhen: { setting: 'authFlow', is: 'jwt-bearer' } } as const;

/** vendors/salesforce.md, section 2. */
export const settings: readonly SettingDescription[] = [
  address({
    name: 'loginUrl', description: 'The customer\'s My Domain host, where tokens are asked for', required: true,
    pattern: 'https?://[^\\s/?#@]+', patternWords: 'an absolute http or https address without a path and without a final /',
  }),
  setting({ name: 'authFlow', kind: 'text', description: 'How the connector logs in', default: 'client-credentials', oneOf: ['client-credentials', 'jwt-bearer'] }),
  setting({ name: 'clientId', kind: 'text', description: 'Consumer key of the connected app', required: true, min: 1, max: 300 }),
  setting({ name: 'clientSecret', kind: 'text', description: 'Consumer secret, for client-credentials', secret: true, ...withSecret, min: 1, max: 300 }),
  setting({ name: 'userName', kind: 'text', description: 'User the connector works as, for jwt-bearer', ...withKey, min: 1, max: 80 }),
  setting({ name: 'audience', kind: 'text', description: 'Whom the assertion is for, for jwt-bearer', default: 'https://login.salesforce.com', oneOf: ['https://login.salesforce.com', 'https://test.salesforce.com'] }),
  setting({ name: 'privateKeyPem', kind: 'text', description: 'RSA key of 2048 bits or more in PEM, for jwt-bearer', secret: true, ...withKey, min: 1, max: 20_000 }),
  setting({ name: 'apiVersion', kind: 'text', description: 'Version of the REST API; where it is not there, the highest one below it', default: '62.0', pattern: '(5[2-9]|[6-9]\\d)\\.0', patternWords: '52.0 or higher' }),
  // Not needed where clubField is null.
  setting({ name: 'clubValue', kind: 'text', description: 'The club\'s mark, written on every lead we create', requiredWhen: { setting: 'clubField', begins: '' }, min: 1, max: 80 }),
  setting({
    name: 'clubField', kind: 'text', description: 'Field that holds the mark; null: none, with clubScope all', default: 'InTouch_Club__c', nullable: true,
    pattern: `Company|${customField.pattern}`, patternWords: 'Company or the API name of a custom field, ending in __c',
  }),
  setting({ name: 'clubScope', kind: 'text', description: 'field: leads that bear the mark, our id or a link are this club\'s; all: every lead of the org', default: 'field', oneOf: ['field', 'all'] }),
  setting({ name: 'companyFiller', kind: 'text', description: 'Company of every lead we create, unless it holds the mark', default: '[not provided]', min: 1, max: 255 }),
  { ...timeoutMs, default: 30_000 },
  setting({ name: 'maxConcurrent', kind: 'integer', description: 'Calls at a time', default: 4, min: 1, max: 8 }),
  setting({ name: 'pageSize', kind: 'integer', description: 'Leads per page', default: 2_000, min: 200, max: 2_000 }),
  setting({ name: 'overlapMinutes', kind: 'integer', description: 'Minutes before the last lead read that are read again', default: 10, min: 1, max: 1_440 }),
  setting({ name: 'fullSweepHour', kind: 'integer', description: 'Hour of the club from which the first run of a day reads everything; null: never', nullable: true, min: 0, max: 23 }),
  setting({ name: 'apiUsageStopPercent', kind: 'integer', description: 'Share of the day\'s calls, percent, from which nothing is read by schedule any more', default: 90, min: 10, max: 100 }),
  setting({ name: 'newStatus', description: 'Status of new leads; null: the org\'s default', ...status }),
  setting({ name: 'memberStatus', description: 'Status sent once when a linked contact becomes a member; null: none', ...status }),
  setting({ name: 'phoneFrom', kind: 'text', description: 'Which number Phone carries', default: 'homePhone', oneOf: ['homePhone', 'workPhone'] }),
  setting({ name: 'birthDateField', description: 'Field for the birth date; null: none', ...customField, nullable: true }),
  setting({ name: 'genderField', description: 'Field for the gender; null: none', ...customField, nullable: true }),
  setting({ name: 'attributeFields', description: 'Fields for attributes of InTouch, by attribute', ...customField, kind: 'text-map', default: {} }),
  setting({ name: 'attributesInDescription', kind: 'boolean', description: 'The other attributes go into Description of new leads', default: true }),
  setting({ name: 'useCrmAssignmentRules', kind: 'boolean', description: 'Salesforce\'s own assignment rules choose the owner of new leads that have none', default: false }),
  setting({ name: 'assignmentRules', kind: 'assignment-rules', description: 'Who owns a lead, by its attributes; the first rule that holds', default: [] }),
  setting({ name: 'fallbackOwner', kind: 'text', description: 'Owner of leads that no rule and no linked owner decides, by e-mail address or id; null: none', nullable: true, min: 1, max: 100 }),
];
