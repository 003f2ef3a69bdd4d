import { archived, saved, type Contact } from './contact.js';
import type { JsonObject } from '../http/json-body.js';

export type ContactKey = string;

export const keyOf = (clubId: string, contactId: string): ContactKey => `${clubId}/${contactId}`;

/** All records of InTouch, oldest first. */
export class ContactBook {
  private readonly contacts = new Map<ContactKey, Contact>();

  get(clubId: string, contactId: string): Contact | undefined {
    return this.contacts.get(keyOf(clubId, contactId));
  }

  at(key: ContactKey): Contact | undefined {
    return this.contacts.get(key);
  }

  /** `clubId` null: of all clubs. */
  list(clubId: string | null): Contact[] {
    return [...this.contacts.values()].filter((contact) => clubId === null || contact.clubId === clubId);
  }

  put(contact: Contact): Contact {
    this.contacts.set(keyOf(contact.clubId, contact.contactId), contact);
    return contact;
  }

  /**
   * Stores a save, unless it carries an older moment than the record: published again later under a new one, it would
   * overwrite what is newer. @returns the save as it is to be published
   */
  save(clubId: string, contactId: string, body: JsonObject): Contact {
    const before = this.get(clubId, contactId);
    const contact = saved(before, { clubId, contactId }, body, Date.now());
    const isOlder = before !== undefined && momentOf(contact) < momentOf(before);
    this.put(isOlder ? { ...before, history: contact.history } : contact);
    return contact;
  }

  archive(contact: Contact): Contact {
    return this.put(archived(contact, Date.now()));
  }

  remove({ clubId, contactId }: Contact): void {
    this.contacts.delete(keyOf(clubId, contactId));
  }

  /** Takes a refused save back, unless the record has moved on since. @returns false when it has */
  takeBack(refused: Contact, before: Contact | undefined): boolean {
    if (this.get(refused.clubId, refused.contactId) !== refused) return false;
    if (before === undefined) this.remove(refused);
    else this.put(before);
    return true;
  }

  /** The record a vendor's id is stored against; a scan, for the rare change that names no contact. */
  holding(clubId: string, vendor: string, vendorContactId: string): Contact | undefined {
    return this.list(clubId).find(({ fields }) => (fields['vendorIds'] as JsonObject | undefined)?.[vendor] === vendorContactId);
  }

  clear(): void {
    this.contacts.clear();
  }
}

const momentOf = ({ fields }: Contact): number => Date.parse(String(fields['updatedAt']));
