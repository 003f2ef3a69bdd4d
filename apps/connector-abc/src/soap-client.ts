import {
  child, childrenAt, faultAsError, Gone, LinkRefused, readSoap, readXml, SoapFault, soapEnvelope, soapHeaders, textAt, Unavailable,
  type Access, type Content, type VendorHttp, type VendorLookup, type XmlElement, type XmlFields,
} from '@intouch/connector-kit';
import { refusal, throwUnlessAnswered } from './answers.js';
import type { AbcClient } from './client.js';
import type { Range } from './range.js';
import { newProspect, wholeProspect, withoutRefused } from './soap-prospect.js';
import { isProspect, noRecords, type AbcClub, type AbcRecord, type Texts } from './wire.js';

const serviceNamespace = 'urn:abc-sim:ProspectManagerService';
const notAProspect = 'Prospect not found or is no longer a prospect';
/** Records handed on at a time: the answer itself has no pages. */
const lot = 500;

/** ABC's older services: SOAP 1.1 to write, plain XML to read (vendors/abc-datatrak.md, 3.8; https://help.abcfinancial.com/help/web_services). */
export class SoapClient implements AbcClient {
  private readonly http: VendorHttp;
  private readonly root: string;
  private readonly clubNumber: string;
  private readonly authorization: string;

  constructor({ http, settings, credentials }: Omit<Access, 'session' | 'calls' | 'kept'>) {
    this.http = http;
    this.root = String(settings['soapBaseUrl']);
    this.clubNumber = String(settings['clubNumber']);
    this.authorization = `Basic ${Buffer.from(`${String(settings['applicationId'])}:${String(credentials['applicationKey'] ?? '')}`).toString('base64')}`;
  }

  async check(): Promise<AbcClub> {
    await this.employees();
    return this.club();
  }

  async club(): Promise<AbcClub> {
    return { timeZone: null };
  }

  async employees(): Promise<readonly VendorLookup[]> {
    const list = await this.read('getEmployeeList', { employeeStatus: 'all' });
    return childrenAt(list, 'employees').map((it) => ({
      vendorId: textAt(it, 'employeeId') ?? textAt(it, 'id') ?? '',
      name: [textAt(it, 'personal', 'firstName'), textAt(it, 'personal', 'lastName')].filter((part) => part !== null).join(' '),
      email: textAt(it, 'personal', 'email'),
      active: textAt(it, 'employment', 'employeeStatus')?.toLowerCase() === 'active',
    })).filter(({ vendorId }) => vendorId !== '');
  }

  async campaigns(): Promise<null> {
    return null;
  }

  async create(content: Content): Promise<string> {
    const id = textAt(await this.write('insertProspect', newProspect(this.clubNumber, content), true), 'memberId');
    if (id === null) throw new Unavailable('ABC answered a create without an id', true);
    return id;
  }

  async update(id: string, changes: Content, content: Content): Promise<void> {
    const before = await this.find(id);
    if (!before) throw new Gone('deleted');
    if (!isProspect(before)) throw new Gone('converted');
    await this.replace(before, changes, content);
  }

  async *records(range: Range | null, { members, prospects }: { readonly members: boolean; readonly prospects: boolean }): AsyncGenerator<readonly AbcRecord[], void, void> {
    const list = await this.read('getMemberList', range ? { updateStartTime: range.from, updateEndTime: range.to } : {});
    const records = childrenAt(list, 'members').flatMap(recordOf);
    const wanted = [...(members ? records.filter((it) => !isProspect(it)) : []), ...(prospects ? records.filter(isProspect) : [])];
    for (let from = 0; from < wanted.length; from += lot) yield wanted.slice(from, from + lot);
  }

  everybody(range: Range): AsyncGenerator<readonly AbcRecord[], void, void> {
    return this.records(range, { members: true, prospects: true });
  }

  /** Once more without an id that ABC itself has and does not take. */
  private async replace(before: AbcRecord, changes: Content, content: Content): Promise<void> {
    try {
      await this.write('updateProspect', wholeProspect(this.clubNumber, before, content, changes), false);
    } catch (error) {
      if (error instanceof Error && error.message === notAProspect) throw new Gone((await this.find(before.id)) ? 'converted' : 'deleted');
      const without = error instanceof LinkRefused ? withoutRefused(before, content, error.lookup) : null;
      if (!without) throw error;
      await this.replace(without, changes, content);
    }
  }

  private async find(id: string): Promise<AbcRecord | undefined> {
    return childrenAt(await this.read('getMemberList', { memberId: id }), 'members').flatMap(recordOf).find((it) => it.id === id);
  }

  private async write(operation: 'insertProspect' | 'updateProspect', fields: XmlFields, creating: boolean): Promise<XmlElement> {
    const answer = await this.http.send({
      method: 'POST', url: `${this.root}/ProspectManagerService/${this.clubNumber}`, ambiguous: creating,
      headers: { ...soapHeaders(operation), Authorization: this.authorization },
      body: soapEnvelope({ body: { [`p:${operation}`]: { '@xmlns:p': serviceNamespace, ...fields } } }),
    });
    try {
      const said = answer.status === 200 || answer.status === 500 ? readSoap(answer.text) : null;
      throwUnlessAnswered(answer, creating, null);
      if (said?.name !== `${operation}Response`) throw new Unavailable('ABC answered something that is not its own envelope', creating);
      return said;
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      throw error.blames === 'Client' ? refusal(error.message) : faultAsError(error, 'vendor-fault', creating);
    }
  }

  /** null: an empty list. */
  private async read(list: 'getEmployeeList' | 'getMemberList', query: Readonly<Record<string, string>>): Promise<XmlElement | null> {
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const answer = await this.http.send({
      method: 'GET', url: `${this.root}/${list}/${this.clubNumber}${search === '' ? '' : `?${search}`}`, headers: { Authorization: this.authorization, Accept: 'application/xml' },
    });
    throwUnlessAnswered(answer, false, null);
    const root = readXml(answer.text);
    const message = root?.name === `${list}Response` ? textAt(root, 'status', 'message') : null;
    if (message === null) throw new Unavailable('ABC answered something that is not its XML', false);
    if (message === noRecords) return null;
    if (message.toLowerCase() !== 'success') throw refusal(message);
    return root;
  }
}

function recordOf(row: XmlElement): AbcRecord[] {
  const id = textAt(row, 'memberId');
  if (id === null) return [];
  const texts = (group: string): Texts => Object.fromEntries((child(row, group)?.children ?? []).flatMap(({ name, text, nil }) => (nil || text === '' ? [] : [[name, text]])));
  const personal = texts('personal');
  const converted = textAt(row, 'convertedDate');
  const contract = textAt(row, 'contractDate');
  const from = (personal['joinStatus'] ?? '').toLowerCase() === 'prospect' ? 'prospects' : 'members';
  const agreement = { ...(contract !== null && from === 'members' ? { sinceDate: contract } : {}), ...texts('agreement'), ...(converted !== null ? { convertedDate: converted } : {}) };
  return [{ id, from, personal, agreement, created: contract, modified: textAt(row, 'memberUpdateTimestamp') }];
}
