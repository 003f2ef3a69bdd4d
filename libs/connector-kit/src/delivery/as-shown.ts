import type { ContactSnapshot } from '@intouch/contracts';
import { attributeIn } from '@intouch/smart-match';
import type { ShownRecord } from '../store/seen.store.js';

type Shown = ShownRecord['fields'];

/** The contact with what the vendor showed in place of InTouch's; attributes one by one, since the vendor has a field for some alone. */
export function asShown(contact: ContactSnapshot, shown: Shown): ContactSnapshot {
  return { ...contact, ...shown, attributes: { ...contact.attributes, ...attributesIn(shown) } };
}

/** Whether the vendor told of this content key. */
export function isShown(key: string, shown: Shown): boolean {
  const attribute = attributeIn(key);
  return attribute === null ? key in shown : attribute in attributesIn(shown);
}

function attributesIn({ attributes }: Shown): Readonly<Record<string, unknown>> {
  return (attributes ?? {}) as Readonly<Record<string, unknown>>;
}
