import { isCutOff, retryAfterSeconds, LinkRefused, Rejected, ReservationTaken, Throttled, Unauthorized, Unavailable, type Access, type VendorAnswer, type VendorHttp } from '@intouch/connector-kit';
import type {
  ActiveClub, ChangeDetail, ChangeResult, CreateMemberAnswer, CreateMemberBody, Customer, CustomerPage, Employee, Envelope, FoundMember, NextMemberId, ProspectField,
} from './wire.js';

export interface CustomersPage {
  readonly customers: readonly Customer[];
  /** null: the answer did not tell. */
  readonly totalPages: number | null;
  readonly totalRecords: number;
}

/** Where the vendor names no time: its own limit is per minute. */
const defaultRetryAfterSeconds = 60;

/** HTTP 500: an outage, or at an update or a note an unknown customer; only a look tells. */
export class ServerFault extends Unavailable {}

/** The wire of Jonas Compete: paths, headers, paging, and its errors in the kit's words (vendors/compete.md, sections 3 and 4). */
export class CompeteClient {
  private readonly http: VendorHttp;
  private readonly root: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor({ http, settings, credentials }: Omit<Access, 'session' | 'calls' | 'kept'>) {
    this.http = http;
    this.root = `${String(settings['scheme'])}://${String(settings['domain'])}:${String(settings['port'])}/api/v3/`;
    this.headers = {
      accept: 'application/json',
      'X-Api-Key': String(credentials['apiKey'] ?? ''),
      'X-CompanyId': String(settings['companyId']),
      'X-ClubId': String(settings['competeClubId']),
    };
  }

  async activeClubs(): Promise<readonly ActiveClub[]> {
    return (await this.get<readonly ActiveClub[]>('club/getactiveclubs')) ?? [];
  }

  async activeEmployees(): Promise<readonly Employee[]> {
    return (await this.get<readonly Employee[]>('employee/getemployees', { ActiveOnly: 'true' })) ?? [];
  }

  async prospectFields(): Promise<readonly ProspectField[]> {
    return (await this.get<readonly ProspectField[]>('prospect/getfieldsforprospectcreationbyemployee')) ?? [];
  }

  /** The last number plus one. Not reserved by asking: two callers get the same. */
  async nextMemberId(): Promise<string> {
    const next = await this.get<NextMemberId>('prospect/getnextprospectmemberid');
    if (!next?.BarcodeId) throw new Unavailable('Compete gave no next card number', false);
    return next.BarcodeId;
  }

  /**
   * Answers the new customer's id. Creating never detects duplicates.
   * @throws {ReservationTaken} the card number is taken · @throws {LinkRefused} salesperson or source unknown
   * @throws {Unavailable} ambiguous: it may have been stored
   */
  async createMember(body: CreateMemberBody): Promise<string> {
    const answer = await this.send({ method: 'POST', path: 'member/createmember', body, ambiguous: true });
    const { parsed } = this.read(answer, true);
    const created = parsed as CreateMemberAnswer | null;
    if (created?.Successful === false) throw createRefusal(created.Message ?? 'refused without a reason');
    // An answer without the id says nothing about what was stored.
    if (created?.CustomerId === null || created?.CustomerId === undefined) throw new Unavailable('Compete answered a create without an id', true);
    return String(created.CustomerId);
  }

  /** @throws {ServerFault} HTTP 500, which may mean an unknown customer: the caller looks */
  async updatePersonalInformation(customerId: string, details: readonly ChangeDetail[]): Promise<ChangeResult> {
    const body = {
      FamilyMemberCustomerIds: [], CustomerId: Number(customerId), ChangeDetails: details,
      SubmissionReason: 'InTouch', SubmissionReasonDetail: 'Contact changed in InTouch', Signature: 'InTouch Connector',
    };
    const result = await this.post<ChangeResult>('changerequest/updatepersonalinformation', body);
    if (!result) throw new Unavailable('Compete answered a change request without a result', false);
    return result;
  }

  async memberExists(customerId: string): Promise<boolean> {
    return (await this.get<object>(`member/getmember/${encodeURIComponent(customerId)}`)) !== null;
  }

  /** Never without a filter: that takes over a minute. */
  async searchMembers(filter: { readonly Email: string } | { readonly PhoneNumber: string } | { readonly Name: string }): Promise<readonly FoundMember[]> {
    return (await this.get<readonly FoundMember[]>('member/searchmembers', { ...filter })) ?? [];
  }

  async createNote(customerId: string, note: { readonly clubId: number; readonly employeeId: number; readonly actionId: number; readonly text: string }): Promise<void> {
    await this.post('member/createmembernotes', {
      CustomerId: Number(customerId), ClubId: note.clubId, EmployeeId: note.employeeId, ActionId: note.actionId, Note: note.text,
      AlertOnCheckIn: false, DoNotDisplayInFrontDesk: false,
    });
  }

  /** One page, 1-based; `changedSince` is a club-local date, inclusive, null: everything. Zero rows are an empty page, not an error. */
  async customers(clubId: number, page: number, pageSize: number, changedSince: string | null): Promise<CustomersPage> {
    const query: Record<string, string> = {
      ClubId: String(clubId), ActiveOnly: 'false', ...(changedSince ? { LastUpdateDate: changedSince } : {}),
      'Paging.Page': String(page), 'Paging.PageSize': String(pageSize),
    };
    const { parsed, empty } = this.read(await this.send({ method: 'GET', path: 'member/getcustomers', query }), false);
    const list = empty ? null : (parsed as CustomerPage | null);
    return { customers: list?.Customers ?? [], totalPages: list?.PagingInfo?.TotalPages ?? null, totalRecords: list?.PagingInfo?.TotalRecords ?? 0 };
  }

  private async get<T>(path: string, query: Record<string, string> = {}): Promise<T | null> {
    return this.result<T>(await this.send({ method: 'GET', path, query }));
  }

  private async post<T>(path: string, body: object): Promise<T | null> {
    return this.result<T>(await this.send({ method: 'POST', path, body }));
  }

  private async send(call: { readonly method: 'GET' | 'POST'; readonly path: string; readonly query?: Record<string, string>; readonly body?: object; readonly ambiguous?: boolean }): Promise<VendorAnswer> {
    const query = call.query && Object.keys(call.query).length > 0 ? `?${new URLSearchParams(call.query).toString()}` : '';
    return this.http.send({
      method: call.method,
      url: `${this.root}${call.path}${query}`,
      headers: call.body ? { ...this.headers, 'Content-Type': 'application/json' } : this.headers,
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      ambiguous: call.ambiguous ?? false,
    });
  }

  private result<T>(answer: VendorAnswer): T | null {
    const { parsed, empty } = this.read(answer, false);
    return empty ? null : ((parsed as Envelope<T> | null)?.Result ?? null);
  }

  /** Compete's answers in the kit's words; a lost one is ambiguous only for a create. `empty`: the vendor says that there is nothing, in one of its spellings. */
  private read({ status, headers, text }: VendorAnswer, creating: boolean): { readonly parsed: unknown; readonly empty: boolean } {
    const parsed = parse(text);
    if (status === 200) {
      // A login page comes with 200 too, and a cut-off body is no answer.
      if (parsed === undefined) throw new Unavailable('Compete answered something that is not JSON', creating);
      return { parsed, empty: false };
    }
    if (isCutOff(text)) throw new Unavailable(`Compete's answer was cut off (HTTP ${status})`, creating);
    const { Status, Message } = (parsed ?? {}) as Envelope<unknown>;
    const message = typeof Message === 'string' ? Message : '';
    if (status === 429) throw new Throttled(retryAfterSeconds(headers['retry-after'], defaultRetryAfterSeconds));
    if (status === 400 && Status === 204) return { parsed: null, empty: true };
    if (status === 400 && /^The (ApiKey|CompanyId|ClubId) field is required\.$/.test(message)) throw new Unauthorized('integration', message);
    if (status === 400 && parsed !== undefined) throw creating ? createRefusal(message) : refusal(message);
    if (status === 401) throw new Unauthorized(/\((Club Does Not Exist|Inactive Club)\)$/.test(message) ? 'club' : 'integration', message || 'HTTP 401');
    if (status === 404 && /^(No employee record\(s\) found|Nothing found|CustomerNotFound|Customer not found)$/.test(message)) return { parsed: null, empty: true };
    if (status === 404 || status === 405) throw new Unauthorized('integration', message || `HTTP ${status}: the address is wrong or the right is not granted`, 'access-refused');
    if (status === 500) throw new ServerFault('Compete answered HTTP 500', creating);
    throw new Unavailable(`Compete answered HTTP ${status}`, creating);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A refused create in the kit's words: some refusals are mended by trying otherwise. */
function createRefusal(message: string): Error {
  if (/^BarcodeId '.*' is invalid/.test(message)) return new ReservationTaken(message);
  if (message.includes('SalespersonID')) return new LinkRefused('staff', message);
  if (message.includes('SourceID')) return new LinkRefused('lead-sources', message);
  return refusal(message);
}

/** Refused for good; the field is the word before the quote. */
function refusal(message: string): Rejected {
  return new Rejected('vendor-refused', message, /(\w+) '/.exec(message)?.[1] ?? /^The (\w+) field/.exec(message)?.[1]);
}
