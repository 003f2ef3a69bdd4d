import {
  child, faultAsError, Gone, LinkRefused, readSoap, Rejected, retryAfterSeconds, SoapFault, soapEnvelope, soapHeaders, textAt, Throttled, Unauthorized, Unavailable,
  type Access, type VendorAnswer, type VendorHttp, type XmlElement, type XmlFields,
} from '@intouch/connector-kit';
import { namespace, type LeadSource, type Operation, type Prospect, type StaffMember } from './wire.js';

/** For code 900 and for a 429 that names no time. */
const busySeconds = 15;
/** Every night the vendor closes for an hour; it is not asked every minute then. */
const nightlyWaitMs = 600_000;

/** The wire of Paramount: one SOAP 1.1 endpoint, and its errors in the kit's words (vendors/paramount.md, sections 3 and 4). */
export class ParamountClient {
  private readonly http: VendorHttp;
  private readonly url: string;
  private readonly header: XmlFields;

  constructor({ http, settings, credentials }: Omit<Access, 'session' | 'calls' | 'kept'>) {
    this.http = http;
    this.url = `${String(settings['baseUrl'])}/ProspectService.asmx`;
    this.header = {
      AuthHeader: { '@xmlns': namespace, UserName: String(settings['userName']), Password: String(credentials['password'] ?? ''), ClubNumber: String(settings['clubNumber']) },
    };
  }

  async activeStaff(): Promise<readonly StaffMember[]> {
    const result = await this.call('GetStaff', { ActiveOnly: true });
    return rows(result, 'Staff', 'StaffMember').flatMap((it) => {
      const staffId = idOf(textAt(it, 'StaffId'));
      const name = [textAt(it, 'FirstName'), textAt(it, 'LastName')].filter((part) => part !== null).join(' ');
      return staffId === null ? [] : [{ staffId, name, email: textAt(it, 'Email'), active: textAt(it, 'Active') !== 'false' }];
    });
  }

  async leadSources(): Promise<readonly LeadSource[]> {
    const result = await this.call('GetLeadSources', {});
    return rows(result, 'LeadSources', 'LeadSource').flatMap((it) => {
      const leadSourceId = idOf(textAt(it, 'LeadSourceId'));
      return leadSourceId === null ? [] : [{ leadSourceId, description: textAt(it, 'Description') ?? '', active: textAt(it, 'Active') !== 'false' }];
    });
  }

  /** Not idempotent: the same text twice makes two rows. @throws {Unavailable} ambiguous: it may have been stored */
  async addLeadSource(description: string): Promise<string> {
    const id = idOf(textAt(await this.call('AddLeadSource', { Description: description }, true), 'LeadSourceId'));
    if (id === null) throw new Unavailable('Paramount answered a new lead source without an id', true);
    return id;
  }

  /**
   * Answers the prospect's id. A new one (`ProspectId` 0) is never recognised as a duplicate.
   * @throws {LinkRefused} staff or source unknown · {@link Gone} · {@link Unavailable} ambiguous for a new one
   */
  async saveProspect(prospect: Prospect): Promise<string> {
    const creating = prospect.ProspectId === '0';
    const id = idOf(textAt(await this.call('SaveProspect', { Prospect: { ...prospect } }, creating), 'ProspectId'));
    if (id === null) throw new Unavailable('Paramount answered a saved prospect without its id', creating);
    return id;
  }

  /** Ids of the prospects saved under our reference, ascending. */
  async findProspects(externalRef: string): Promise<readonly string[]> {
    const result = await this.call('FindProspect', { ExternalRef: externalRef });
    return rows(result, 'ProspectIds', 'int').map(({ text }) => idOf(text)).filter((id) => id !== null);
  }

  private async call(operation: Operation, fields: XmlFields, ambiguous = false): Promise<XmlElement> {
    const answer = await this.http.send({
      method: 'POST', url: this.url, headers: soapHeaders(`${namespace}${operation}`), ambiguous,
      body: soapEnvelope({ header: this.header, body: { [operation]: { '@xmlns': namespace, ...fields } } }),
    });
    const result = child(responseIn(answer, ambiguous), `${operation}Result`);
    // A login page comes with 200 too, and a cut-off body is no answer.
    if (!result || textAt(result, 'Success') === null) throw new Unavailable('Paramount answered something that is not its own envelope', ambiguous);
    const code = textAt(result, 'ErrorCode') ?? '0';
    if (textAt(result, 'Success') === 'true' && code === '0') return result;
    throw refusal(code, textAt(result, 'ErrorMessage') ?? `refused without a reason (code ${code})`);
  }
}

/** Lists are complete, and an empty one is there all the same: one that is missing says nothing, least of all that nobody is in it. */
function rows(result: XmlElement, list: string, row: string): readonly XmlElement[] {
  const found = child(result, list);
  if (!found) throw new Unavailable(`Paramount answered without ${list}`, false);
  return found.children.filter(({ name }) => name === row);
}

/** Ids are whole numbers over 0; null: this is none. */
function idOf(text: string | null): string | null {
  return text !== null && /^[1-9]\d*$/.test(text) ? text : null;
}

function responseIn({ status, headers, text }: VendorAnswer, ambiguous: boolean): XmlElement | null {
  if (status === 429) throw new Throttled(retryAfterSeconds(headers['retry-after'], busySeconds));
  // Nothing was processed: an outage, or the nightly billing run.
  if (status === 503) throw new Unavailable('Paramount answered HTTP 503', false, nightlyWaitMs);
  if (status === 401) throw new Unauthorized('integration', 'HTTP 401');
  if (status === 403 || status === 404) throw new Unauthorized('integration', `HTTP ${status}: the address is wrong or the right is not granted`, 'access-refused');
  // What a gateway in between says of a fault is not Paramount's word.
  if (status === 200 || status === 500) {
    const response = soapIn(text, ambiguous);
    if (status === 200) return response;
  }
  throw new Unavailable(`Paramount answered HTTP ${status}`, ambiguous);
}

function soapIn(text: string, ambiguous: boolean): XmlElement | null {
  try {
    return readSoap(text);
  } catch (error) {
    throw error instanceof SoapFault ? faultAsError(error, 'vendor-fault', ambiguous) : error;
  }
}

function refusal(code: string, message: string): Error {
  switch (code) {
    case '100': return new Unauthorized('integration', message);
    case '110': return new Unauthorized('club', message);
    case '200': return new Rejected('vendor-refused', message, /^(\w+):/.exec(message)?.[1]);
    case '210': return new LinkRefused('staff', message);
    case '211': return new LinkRefused('lead-sources', message);
    case '300': return new Gone('deleted');
    case '310': return new Gone('converted');
    case '900': return new Throttled(busySeconds);
    default: return new Rejected('vendor-refused', message);
  }
}
