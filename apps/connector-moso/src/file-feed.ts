import type { FileFeed } from '@intouch/connector-kit';
import { nameOf } from './file-name.js';
import { rows, type MosoRow } from './file-rows.js';
import { isMapped, unmapped } from './status-rules.js';

const gibibyte = 2 ** 30;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const folder = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** MoSoClub's update files: four a day over SFTP (vendors/moso.md, section 8; that there are four a day is public, its source [2]). */
export const files: FileFeed<MosoRow> = {
  place(settings, credentials) {
    const url = textOf(settings['dropUrl']);
    if (url === null) return null;
    return { url: folder(url), user: textOf(settings['dropUser']), password: textOf(credentials['dropPassword']), privateKey: textOf(credentials['dropPrivateKey']), hostKey: textOf(settings['dropHostKey']) };
  },
  nameOf,
  code: (settings) => String(settings['fileCode'] ?? settings['homeClub']),
  timing: (settings) => ({ stable: Number(settings['stableSeconds'] ?? 120), poll: Number(settings['pollSeconds'] ?? 60) }),
  threshold: (settings) => ({ minBad: Number(settings['quarantineMinBad'] ?? 3), percent: Number(settings['quarantinePercent'] ?? 10) }),
  largest: 2 * gibibyte,
  slots: { hours: [2, 8, 14, 20], lateAfterMinutes: 100 },
  rows,
  // A row without a type has no code that anybody could map.
  unmapped: (row, settings) => unmapped(row, settings) || null,
  isMapped,
};
