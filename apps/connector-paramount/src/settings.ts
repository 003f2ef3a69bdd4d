import type { SettingDescription } from '@intouch/contracts';
import { address, reconcileDelayMs, setting, timeoutMs } from '@intouch/connector-kit';

/** vendors/paramount.md, section 2. */
export const settings: readonly SettingDescription[] = [
  address({ name: 'baseUrl', description: 'Address of the Paramount server', required: true }),
  setting({ name: 'userName', kind: 'text', description: 'Login at Paramount', required: true, min: 1, max: 50 }),
  setting({ name: 'password', kind: 'text', description: 'Password of the login', required: true, secret: true, min: 1, max: 100 }),
  timeoutMs,
  reconcileDelayMs,
  setting({ name: 'maxConcurrent', kind: 'integer', description: 'Calls of the login at the same time, over all its clubs', default: 2, min: 1, max: 2 }),
  setting({ name: 'createLeadSources', kind: 'boolean', description: 'Lead sources that Paramount lacks are created there', default: true }),
  setting({ name: 'clubNumber', kind: 'text', description: 'The club\'s number at Paramount', required: true, pattern: '\\d{1,6}', patternWords: '1 to 6 digits', uniqueInAccount: true }),
];
