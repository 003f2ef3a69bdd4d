import { isCalendarDate } from '@intouch/contracts';
import type { FittedValue, LinkedLookup, Warning } from './define-connector.js';

/**
 * The fitting rules that every vendor page names alike (`clean`, `cut(n)`, `phone10`, `state2`, `zip(n)`, `email(n)`,
 * `date`). Names and street lines are cut; codes and addresses that do not fit are left out; the full value stays in InTouch.
 */
export class Fitting {
  readonly content: Record<string, FittedValue> = {};
  readonly warnings: Warning[] = [];

  /** `latin1`: the vendor stores ISO-8859-1; other characters become their base letters, or `?` with a WARNING. */
  constructor(private readonly alphabet: 'any' | 'latin1' = 'any') {}

  /** InTouch holds nothing under this key: null clears what we once delivered. */
  private empty(key: string): void {
    this.content[key] = null;
  }

  /** NFC, control characters and runs of white space become one space, trimmed, at most `length` characters. */
  cut(key: string, value: string | null | undefined, length: number): void {
    // Spelled otherwise there may be nothing left of it, or a space at its ends.
    const text = clean(this.spelled(key, clean(value)));
    if (text === null) return this.empty(key);
    const characters = [...text];
    if (characters.length <= length) {
      this.content[key] = text;
      return;
    }
    const kept = characters.slice(0, length).join('').trimEnd();
    this.content[key] = kept;
    this.warn('truncated', key, `${key} is longer than the vendor's ${length} characters: "${text}" became "${kept}"`);
  }

  /** Ten bare digits of a North American number; with `extensionDigits` an extension of at most so many follows as ` x1234`. */
  phone10(key: string, value: string | null | undefined, extensionDigits = 0): void {
    const text = clean(value);
    if (text === null) return this.empty(key);
    const at = text.search(/x|ext/i);
    const number = at === -1 ? text : text.slice(0, at);
    let digits = number.replace(/\D/g, '');
    if (digits.length === 11 && digits.startsWith('1')) digits = digits.slice(1);
    if (digits.length === 0) return this.empty(key);
    if (digits.length !== 10) return this.omit(key, text, 'is not a ten-digit phone number');
    this.content[key] = digits;
    if (at === -1) return;
    const extension = text.slice(at).replace(/\D/g, '');
    if (extension !== '' && extension.length <= extensionDigits) this.content[key] = `${digits} x${extension}`;
    else if (extensionDigits === 0) this.warn('extension-dropped', key, `${key} "${text}" was sent as "${digits}": the vendor has no field for the extension`);
    else if (extension !== '') this.warn('extension-dropped', key, `${key} "${text}" was sent as "${digits}": an extension has at most ${extensionDigits} digits at the vendor`);
  }

  /** Two-letter code of a US state or Canadian province, given as such or as its English name. */
  state2(key: string, value: string | null | undefined): void {
    const text = clean(value);
    if (text === null) return this.empty(key);
    const upper = text.toUpperCase();
    const code = states.has(upper) ? upper : stateCodes.get(upper);
    if (code) this.content[key] = code;
    else this.omit(key, text, 'is not a state or province the vendor knows');
  }

  /** A cut code is a false code: too long is left out. */
  zip(key: string, value: string | null | undefined, length: number): void {
    const text = clean(value)?.toUpperCase() ?? null;
    if (text === null) return this.empty(key);
    if (text.length > length) return this.omit(key, text, `is longer than the vendor's ${length} characters`);
    this.content[key] = text;
  }

  email(key: string, value: string | null | undefined, length: number): void {
    const text = clean(value);
    if (text === null) return this.empty(key);
    if (!/^[^@\s]+@[^@\s]+$/.test(text)) return this.omit(key, text, 'is not an e-mail address');
    if (this.alphabet === 'latin1' && !isLatin1(text)) return this.omit(key, text, 'has characters that the vendor cannot store');
    if ([...text].length > length) return this.omit(key, text, `is longer than the vendor's ${length} characters`);
    this.content[key] = text;
  }

  /** A real date from 1900-01-01 to the club's today. */
  date(key: string, value: string | null | undefined, today: string): void {
    const text = clean(value);
    if (text === null) return this.empty(key);
    if (!isCalendarDate(text) || text < '1900-01-01' || text > today) return this.omit(key, text, 'is not a date between 1900 and today');
    this.content[key] = text;
  }

  plain(key: string, value: FittedValue | undefined): void {
    if (value !== undefined) this.content[key] = value;
  }

  /**
   * Owner or lead source by the vendor's id, as `toVendor` spells it; none in InTouch: cleared. Not linked: left out with a WARNING that names it, and
   * sent by itself once it is linked. `severalAs`: the code where several of the vendor's could be the lead source.
   */
  lookup(key: 'ownerStaffId' | 'leadSourceId', linked: LinkedLookup | null, { title, toVendor = (id) => id, severalAs }: LookupFit): void {
    if (!linked) return this.empty(key);
    const [what, prefix] = key === 'ownerStaffId' ? (['owner', 'owner'] as const) : (['lead source', 'source'] as const);
    if (linked.vendorId !== null) {
      this.content[key] = toVendor(linked.vendorId);
      if (linked.status === 'inactive') this.warn(`${prefix}-inactive`, key, `Sent with its ${what} "${linked.name}", not active any more at ${title}.`, `Look at ${linked.name} at ${title}, and link another if need be.`);
      return;
    }
    const code = severalAs !== undefined && key === 'leadSourceId' && linked.status === 'ambiguous' ? severalAs : `${prefix}-unlinked`;
    this.warn(code, key, `Sent without its ${what} "${linked.name}", which is not linked at ${title} (${linked.status}).`, `Link ${linked.name} at ${title}; the contact then follows by itself where ${title} can still take it.`);
  }

  warn(code: string, key: string, detail: string, howToFix?: string): void {
    this.warnings.push({ code, key, detail, ...(howToFix ? { howToFix } : {}) });
  }

  /** The text in the vendor's alphabet. */
  private spelled(key: string, text: string | null): string | null {
    if (text === null || this.alphabet === 'any' || isLatin1(text)) return text;
    const spelled = [...text].map((character) => (isLatin1(character) ? character : [...character.normalize('NFKD').replace(/\p{M}/gu, '')].map((base) => (isLatin1(base) ? base : '?')).join(''))).join('');
    if ([...spelled].filter((it) => it === '?').length > [...text].filter((it) => it === '?').length) {
      this.warn('char-replaced', key, `${key} "${text}" was sent as "${spelled}": the vendor cannot store some of its characters`);
    }
    return spelled;
  }

  private omit(key: string, value: string, why: string): void {
    this.warn('omitted-invalid', key, `${key} "${value}" was left out: it ${why}`, `Correct ${key} in InTouch and save the contact.`);
  }
}

export interface LookupFit {
  /** The vendor's name for people. */
  readonly title: string;
  readonly toVendor?: (vendorId: string) => FittedValue;
  readonly severalAs?: 'source-ambiguous';
}

// eslint-disable-next-line no-control-regex -- the whole of ISO-8859-1
const isLatin1 = (text: string): boolean => /^[\u0000-\u00ff]*$/.test(text);

/** The rule `clean`; null: nothing is left. */
export function clean(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  // eslint-disable-next-line no-control-regex -- control characters are just what is meant
  const text = value.toWellFormed().normalize('NFC').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').replace(/\s+/g, ' ').trim();
  return text === '' ? null : text;
}

const stateNames: Readonly<Record<string, string>> = {
  AL: 'Alabama', AK: 'Alaska', AZ: 'Arizona', AR: 'Arkansas', CA: 'California', CO: 'Colorado', CT: 'Connecticut', DE: 'Delaware', FL: 'Florida',
  GA: 'Georgia', HI: 'Hawaii', ID: 'Idaho', IL: 'Illinois', IN: 'Indiana', IA: 'Iowa', KS: 'Kansas', KY: 'Kentucky', LA: 'Louisiana', ME: 'Maine',
  MD: 'Maryland', MA: 'Massachusetts', MI: 'Michigan', MN: 'Minnesota', MS: 'Mississippi', MO: 'Missouri', MT: 'Montana', NE: 'Nebraska', NV: 'Nevada',
  NH: 'New Hampshire', NJ: 'New Jersey', NM: 'New Mexico', NY: 'New York', NC: 'North Carolina', ND: 'North Dakota', OH: 'Ohio', OK: 'Oklahoma',
  OR: 'Oregon', PA: 'Pennsylvania', RI: 'Rhode Island', SC: 'South Carolina', SD: 'South Dakota', TN: 'Tennessee', TX: 'Texas', UT: 'Utah', VT: 'Vermont',
  VA: 'Virginia', WA: 'Washington', WV: 'West Virginia', WI: 'Wisconsin', WY: 'Wyoming', DC: 'District of Columbia', PR: 'Puerto Rico',
  VI: 'Virgin Islands', GU: 'Guam', AS: 'American Samoa', MP: 'Northern Mariana Islands', AB: 'Alberta', BC: 'British Columbia', MB: 'Manitoba',
  NB: 'New Brunswick', NL: 'Newfoundland and Labrador', NS: 'Nova Scotia', NT: 'Northwest Territories', NU: 'Nunavut', ON: 'Ontario',
  PE: 'Prince Edward Island', QC: 'Quebec', SK: 'Saskatchewan', YT: 'Yukon',
};
const states = new Set(Object.keys(stateNames));
const stateCodes = new Map(Object.entries(stateNames).map(([code, name]) => [name.toUpperCase(), code]));
