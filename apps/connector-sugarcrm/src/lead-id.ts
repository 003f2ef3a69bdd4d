import { createHash } from 'node:crypto';
import type { FitFacts } from '@intouch/connector-kit';

const namespace = Buffer.from('49a4a49f672e5e6e83054b76b8ef4a99', 'hex');

/** Our own id of a lead, sent with its create: always the same for one contact and generation, so that a repeated create is refused and never doubled. */
export function leadId({ clubId, contactId, generation }: Pick<FitFacts<null>, 'clubId' | 'contactId' | 'generation'>): string {
  const bytes = createHash('sha1').update(namespace).update(`${clubId}:${contactId}:${generation}`).digest().subarray(0, 16);
  // UUID version 5 and variant, RFC 9562.
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
