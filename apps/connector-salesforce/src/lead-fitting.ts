import { clean, Fitting } from '@intouch/connector-kit';

/** The fitting rules as Salesforce's page has them: lengths count UTF-16 units, phones are sent as typed, e-mail addresses are ASCII. */
export class LeadFitting extends Fitting {
  override cut(key: string, value: string | null | undefined, length: number): void {
    this.cutTo(key, clean(value), length);
  }

  /** Several lines. */
  text(key: string, value: string | null | undefined, length: number): void {
    const lines = (value ?? '').replace(/\r\n?/g, '\n').split('\n').map((line) => clean(line) ?? '');
    this.cutTo(key, lines.join('\n').trim(), length);
  }

  phone(key: string, value: string | null | undefined, length: number): void {
    const text = clean(value);
    if (text === null) this.content[key] = null;
    else if (!/\d/.test(text)) this.leaveOut(key, text, 'has no digit');
    else if (text.length > length) this.leaveOut(key, text, `is longer than the vendor's ${length} characters`);
    else this.content[key] = text;
  }

  override email(key: string, value: string | null | undefined, length: number): void {
    const text = clean(value);
    if (text === null) this.content[key] = null;
    // eslint-disable-next-line no-control-regex -- the whole of ASCII
    else if (!/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text) || !/^[\u0000-\u007f]*$/.test(text)) this.leaveOut(key, text, 'is not an e-mail address the vendor takes');
    else if (text.length > length) this.leaveOut(key, text, `is longer than the vendor's ${length} characters`);
    else this.content[key] = text;
  }

  /** One of the org's codes, given as such or by its name; where the org lists none, one of a US state or Canadian province. */
  stateCode(key: string, value: string | null | undefined, codes: Readonly<Record<string, string>>): void {
    const text = clean(value);
    if (text === null || Object.keys(codes).length === 0) return this.state2(key, text);
    const code = codes[text.toLowerCase()];
    if (code === undefined) this.leaveOut(key, text, 'is not a state or province the vendor knows');
    else this.content[key] = code;
  }

  private cutTo(key: string, text: string | null, length: number): void {
    if (text === null || text === '') this.content[key] = null;
    else if (text.length <= length) this.content[key] = text;
    else {
      // Never half a pair.
      const kept = text.slice(0, length).replace(/[\ud800-\udbff]$/, '').trimEnd();
      this.content[key] = kept;
      this.warn('truncated', key, `${key} is longer than the vendor's ${length} characters: "${text}" became "${kept}"`);
    }
  }

  private leaveOut(key: string, value: string, why: string): void {
    this.warn('omitted-invalid', key, `${key} "${value}" was left out: it ${why}`, `Correct ${key} in InTouch and save the contact.`);
  }
}
