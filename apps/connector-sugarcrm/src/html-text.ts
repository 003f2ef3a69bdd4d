const characters: Readonly<Record<string, string>> = { '&#039;': '\'', '&quot;': '"', '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** A value as rest-v4_1 shows it, undone in one pass: what looks escaped after that is what somebody typed. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:#039|quot|lt|gt|amp);/g, (entity) => characters[entity]!);
}
