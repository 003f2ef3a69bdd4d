import type { Finding } from '../define-connector.js';
import { DropRefused, DropUnavailable, openDrop } from './drop.js';
import type { DropPlace } from './file-feed.js';

const timeoutMs = 10_000;

/** Proves the way to the vendor's files: login, host key, and that their folder can be listed. */
export async function checkDrop(place: DropPlace): Promise<readonly Finding[]> {
  try {
    const drop = await openDrop(place, timeoutMs);
    await drop.list('in').finally(() => drop.close());
    return [];
  } catch (error) {
    if (error instanceof DropRefused) return [{ code: error.code, detail: error.message, howToFix: 'Correct dropUrl, dropUser, dropPassword, dropPrivateKey or dropHostKey.' }];
    if (error instanceof DropUnavailable) return [{ code: 'drop-unavailable', detail: error.message, howToFix: 'Check dropUrl, and that the server can be reached; try again later.' }];
    throw error;
  }
}
