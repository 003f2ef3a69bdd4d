import type { SettingDescription } from '@intouch/contracts';
import { address, reconcileDelayMs, setting, timeoutMs } from '@intouch/connector-kit';

/** vendors/abc-datatrak.md, section 2. */
export const settings: readonly SettingDescription[] = [
  setting({ name: 'protocol', kind: 'text', description: 'rest, or soap for clubs on ABC\'s older web services', default: 'rest', oneOf: ['rest', 'soap'] }),
  address({ name: 'baseUrl', description: 'Address of the REST services', default: 'https://api.abcfinancial.com/rest' }),
  address({
    name: 'soapBaseUrl', description: 'Address of the SOAP services, supplied by ABC', requiredWhen: { setting: 'protocol', is: 'soap' },
    pattern: 'https?://[^\\s/?#]+(/[^\\s/?#]+)*/ws', patternWords: 'an absolute http or https address ending in /ws',
  }),
  setting({ name: 'applicationId', kind: 'text', description: 'Application id that ABC issued to the integrator', required: true, pattern: '[\\x21-\\x39\\x3b-\\x7e]{1,100}', patternWords: '1 to 100 visible ASCII characters without a colon' }),
  setting({ name: 'applicationKey', kind: 'text', description: 'Application key that goes with it', required: true, secret: true, pattern: '[\\x21-\\x7e]{1,200}', patternWords: '1 to 200 visible ASCII characters' }),
  timeoutMs,
  reconcileDelayMs,
  setting({ name: 'pageSize', kind: 'integer', description: 'Records per page', default: 5_000, min: 1, max: 5_000 }),
  setting({ name: 'pagePauseMs', kind: 'integer', description: 'Wait between two pages, milliseconds', default: 300, min: 0, max: 5_000 }),
  setting({ name: 'overlapMinutes', kind: 'integer', description: 'Minutes before the last run that are read again', default: 65, min: 0, max: 1_440 }),
  setting({ name: 'contactIdField', kind: 'text', description: 'Field of a prospect that keeps InTouch\'s id (REST only)', default: 'misc1', oneOf: ['misc1', 'misc2', 'none'] }),
  setting({ name: 'clubNumber', kind: 'text', description: 'The club\'s number at ABC', required: true, pattern: '\\d{4}|[1-9]\\d{4}', patternWords: '4 digits, or 5 that do not begin with 0', uniqueInAccount: true }),
  setting({ name: 'waiverSignedOn', kind: 'date', description: 'When the club signed the integration waiver', required: true }),
  setting({ name: 'constants', kind: 'text-map', description: 'employer and occupation, sent with every create where the club requires them (REST only)', default: {}, keys: ['employer', 'occupation'], max: 30 }),
  setting({ name: 'defaultCountry', kind: 'text', description: 'Country of contacts that have none', default: 'US', pattern: '[A-Z]{2}', patternWords: 'two capital letters' }),
];
