import type { Redaction } from '../../scripting/request-log.js';

// The log shows broken bodies too: an element that is never closed is hidden to the end.
const credentials = /(<(?:[\w.-]+:)?(?:UserName|Password)(?:\s[^>]*)?(?<!\/)>)[\s\S]*?(?=<\/(?:[\w.-]+:)?(?:UserName|Password)\s*>|$)/gi;

/** User name and password of the `AuthHeader`, shown as `***`. */
export const redaction: Redaction = { headers: [], text: (value) => value.replace(credentials, '$1***') };
