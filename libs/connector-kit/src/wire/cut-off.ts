/**
 * Whether a body begins as JSON and is none: the answer was cut off on its way. Half an error says nothing of what the vendor meant;
 * taken for an address that leads nowhere, a 404 for one record would suspend the whole account.
 */
export function isCutOff(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
