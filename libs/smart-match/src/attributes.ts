/** What an attribute of a contact is called among fields that are told one by one: `attributes.form.goal` for `form.goal`. */
export type AttributeKey = `attributes.${string}`;

const prefix = 'attributes.';

export function attributeKey(attribute: string): AttributeKey {
  return `${prefix}${attribute}`;
}

/** null: the key is no attribute's. */
export function attributeIn(key: string): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}

/** An attribute's value (text, number, boolean or a list of them) as the one text that vendors are sent and that theirs is compared with; null: none. */
export function attributeText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map(String).join(', ') : String(value);
}
