import type { SettingDescription } from '@intouch/contracts';
import { reconcileDelayMs, setting as row, timeoutMs } from '@intouch/connector-kit';

/** vendors/compete.md, section 2. */
export const settings: readonly SettingDescription[] = [
  row({ name: 'companyId', kind: 'text', description: 'Customer ID or Company ID at Jonas', required: true, pattern: '^\\d{1,10}$', patternWords: '1 to 10 digits' }),
  row({ name: 'domain', kind: 'text', description: 'Host name or IP of the Compete server, without scheme and path', required: true, pattern: '^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$', patternWords: 'a host name or an IP address' }),
  row({ name: 'port', kind: 'integer', description: 'Port of the Compete API', default: 8250, min: 1, max: 65_535 }),
  row({ name: 'scheme', kind: 'text', description: 'http only where the deployment allows insecure vendors', default: 'https', oneOf: ['https', 'http'], insecure: ['http'] }),
  row({ name: 'apiKey', kind: 'text', description: 'API key of the company', required: true, secret: true, pattern: '^[\\x21-\\x7e]{1,200}$', patternWords: '1 to 200 visible ASCII characters' }),
  row({ name: 'tlsFingerprint', kind: 'text', description: 'SHA-256 of the only certificate accepted, self-signed or not', pattern: '^[0-9A-Fa-f]{64}$', patternWords: '64 hexadecimal digits' }),
  timeoutMs,
  row({ name: 'requestsPerMinute', kind: 'integer', description: 'Calls of the company in any 60 seconds, over all its clubs', default: 300, min: 1, max: 60_000 }),
  row({ name: 'maxConcurrent', kind: 'integer', description: 'Calls of the company at the same time', default: 4, min: 1, max: 50 }),
  row({ name: 'pageSize', kind: 'integer', description: 'Customers per page', default: 1_000, min: 1, max: 5_000 }),
  reconcileDelayMs,
  row({ name: 'overlapDays', kind: 'integer', description: 'Days before the last run that are read again', default: 1, min: 0, max: 30 }),
  row({ name: 'fullSweepHour', kind: 'integer', description: 'Hour of the club from which the first run of a day reads everything; null: never', default: 3, min: 0, max: 23, nullable: true }),
  row({ name: 'expiredIsFormer', kind: 'boolean', description: 'An expired membership makes a former member', default: true }),
  row({ name: 'syncEmail', kind: 'boolean', description: 'E-mail addresses travel both ways', default: true }),
  row({ name: 'competeClubId', kind: 'integer', description: 'The club\'s number at Compete', required: true, min: 0, max: 99_999, uniqueInAccount: true }),
  row({ name: 'prospectMembershipTypeId', kind: 'integer', description: 'Membership type of leads; without it the type named Prospect', min: 0, max: 2_147_483_647 }),
  row({ name: 'requiredDefaults', kind: 'text-map', description: 'Values for fields Compete requires and a contact lacks, by Compete\'s FieldName', default: {} }),
  row({ name: 'waiverSignedOn', kind: 'date', description: 'When the integration waiver was signed' }),
  row({ name: 'noteEmployeeId', kind: 'integer', description: 'Employee under whom notes are written; without it notes are not sent', min: 0, max: 2_147_483_647, togetherWith: 'noteActionId' }),
  row({ name: 'noteActionId', kind: 'integer', description: 'Action under which notes are written', min: 0, max: 2_147_483_647, togetherWith: 'noteEmployeeId' }),
];
