/** MoSoClub's REST services (vendors/moso.md, section 3; names after https://github.com/mattc321/oac). */
export interface Answered {
  /** Missing counts as true. */
  readonly Success?: unknown;
  readonly Message?: unknown;
  readonly Data?: unknown;
}

/** A new member or lead, in the order of the vendor's table: they are one kind of record, told apart by `Membership_Type`. */
export interface NewMember {
  readonly FirstName?: string;
  readonly LastName?: string;
  readonly Address1?: string;
  readonly City?: string;
  readonly State?: string;
  readonly Zip?: string;
  readonly Phone1?: string;
  readonly Phone2?: string;
  readonly Phone3?: string;
  readonly Email?: string;
  readonly Gender?: string;
  /** `yyyy-MM-ddT00:00:00` */
  readonly Birthday?: string;
  readonly HomeClub: string;
  readonly Membership_Type: string;
  readonly RefAgreementID: number;
  readonly RefAgreementPriceID: number;
  readonly Source?: string;
  readonly Salesperson?: string;
  /** InTouch's id of the contact. */
  readonly Salesperson3?: string;
  readonly Memo?: string;
}

/** What changes of a member: a field that is left out stays, an empty text clears. */
export type ChangedMember = { readonly ID: string } & Partial<Omit<NewMember, 'HomeClub' | 'Membership_Type' | 'RefAgreementID' | 'RefAgreementPriceID' | 'Memo'>>;

/** A member as a list shows it; null: null or blank there. */
export interface ListedMember {
  readonly id: string;
  readonly homeClub: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** Home, work, mobile: those there are, digits only. */
  readonly phones: readonly string[];
  /** `Salesperson3`. */
  readonly contactId: string | null;
}

/** null: no member has such an id. */
export function idOf(value: unknown): string | null {
  const id = textOf(value);
  return id !== null && /^\d{1,10}$/.test(id) ? id : null;
}

/** Blank texts are absent, as null is. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() || null : null;
}

/** null: a row without an id. */
export function listedMember(row: Readonly<Record<string, unknown>>): ListedMember | null {
  // The vendor itself spells its names in more than one case.
  const values = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const of = (name: string): string | null => textOf(values.get(name));
  const id = idOf(values.get('id'));
  if (id === null) return null;
  const phones = ['phone1', 'phone2', 'phone3'].map((name) => (of(name) ?? '').replace(/\D/g, '')).filter((digits) => digits !== '');
  return { id, homeClub: of('homeclub'), firstName: of('firstname'), lastName: of('lastname'), email: of('email'), phones, contactId: of('salesperson3') };
}
