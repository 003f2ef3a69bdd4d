import { setTimeout as pause } from 'node:timers/promises';
import { Gone, Unavailable, type Access, type Content, type FitFacts, type VendorHttp, type VendorLookup } from '@intouch/connector-kit';
import { refusal, throwUnlessAnswered } from './answers.js';
import type { AbcClient } from './client.js';
import { changedProspect, newProspect } from './rest-prospect.js';
import type { Range } from './range.js';
import { type AbcClub, listOf, noRecords, textOf, textsOf, type AbcRecord, type Envelope } from './wire.js';

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly creating?: boolean;
}

/** ABC's REST services (vendors/abc-datatrak.md, section 3). */
export class RestClient implements AbcClient {
  private readonly http: VendorHttp;
  private readonly root: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly pageSize: number;
  private readonly pagePauseMs: number;

  constructor({ http, settings, credentials }: Omit<Access, 'session' | 'calls' | 'kept'>) {
    this.http = http;
    this.root = `${String(settings['baseUrl'])}/${String(settings['clubNumber'])}`;
    this.headers = { app_id: String(settings['applicationId']), app_key: String(credentials['applicationKey'] ?? ''), Accept: 'application/json' };
    this.pageSize = Number(settings['pageSize'] ?? 5_000);
    this.pagePauseMs = Number(settings['pagePauseMs'] ?? 300);
  }

  check(): Promise<AbcClub> {
    return this.club();
  }

  async club(): Promise<AbcClub> {
    const [club] = listOf((await this.call({ method: 'GET', path: '/clubs' }))?.['club']);
    return { timeZone: textOf(club?.['timeZone']) };
  }

  async employees(): Promise<readonly VendorLookup[]> {
    const rows: VendorLookup[] = [];
    for await (const page of this.pages('/employees', 'employees', {})) {
      rows.push(
        ...page.map((it) => {
          const { firstName = '', lastName = '', email = null } = textsOf(it['personal']);
          const { employeeStatus = '' } = textsOf(it['employment']);
          return { vendorId: textOf(it['employeeId']) ?? textOf(it['id']) ?? '', name: `${firstName} ${lastName}`.trim(), email, active: employeeStatus.toLowerCase() === 'active' };
        }),
      );
    }
    return rows.filter(({ vendorId }) => vendorId !== '');
  }

  async campaigns(): Promise<readonly VendorLookup[]> {
    const rows: VendorLookup[] = [];
    for await (const page of this.pages('/clubs/campaigns', 'campaigns', {})) {
      rows.push(...page.map((it) => ({ vendorId: textOf(it['campaignId']) ?? '', name: textOf(it['campaignName']) ?? '' })));
    }
    return rows.filter(({ vendorId }) => vendorId !== '');
  }

  async create(content: Content, facts: FitFacts<AbcClub>): Promise<string> {
    const created = await this.call({ method: 'POST', path: '/prospects', body: { prospects: [{ prospect: newProspect(content, facts) }] }, creating: true });
    const id = textOf(created?.result?.memberId);
    // An answer without the id says nothing about what was stored.
    if (id === null) throw new Unavailable('ABC answered a create without an id', true);
    return id;
  }

  async update(id: string, changes: Content, content: Content, facts: FitFacts<AbcClub>): Promise<void> {
    const answer = await this.call({ method: 'PUT', path: `/prospects/${encodeURIComponent(id)}`, body: { prospect: changedProspect(content, changes, facts) } });
    if (answer !== null) return;
    // Sold or removed: only a look among the members tells which.
    const member = await this.call({ method: 'GET', path: `/members/${encodeURIComponent(id)}` });
    throw new Gone(listOf(member?.['members']).length === 0 ? 'deleted' : 'converted');
  }

  async *records(range: Range | null, { members, prospects }: { readonly members: boolean; readonly prospects: boolean }): AsyncGenerator<readonly AbcRecord[], void, void> {
    const changed = within(range);
    if (members) {
      for await (const page of this.pages('/members', 'members', { joinStatus: 'Member', memberStatus: 'all', ...changed })) yield page.flatMap((row) => recordOf(row, 'members'));
    }
    if (prospects) {
      for await (const page of this.pages('/prospects', 'prospects', changed)) yield page.flatMap((row) => recordOf(row, 'prospects'));
    }
  }

  async *everybody(range: Range): AsyncGenerator<readonly AbcRecord[], void, void> {
    yield* this.records(range, { members: false, prospects: true });
    for await (const page of this.pages('/members', 'members', { memberStatus: 'all', ...within(range) })) yield page.flatMap((row) => recordOf(row, 'members'));
  }

  /** @throws {Unavailable} a next page is named that cannot be one: the list is not whole */
  private async *pages(path: string, key: string, query: Readonly<Record<string, string>>): AsyncGenerator<ReturnType<typeof listOf>, void, void> {
    for (let page = 1; ; ) {
      const answer = await this.call({ method: 'GET', path, query: { ...query, page: String(page), size: String(this.pageSize) } });
      yield answer === null ? [] : listOf(answer[key]);
      const next = Number(textOf(answer?.status?.nextPage) ?? 0);
      if (next === 0) return;
      if (!(next > page)) throw new Unavailable(`ABC named page ${next} as the one after page ${page}`, false);
      page = next;
      if (this.pagePauseMs > 0) await pause(this.pagePauseMs);
    }
  }

  /** null: no such record, an empty list. */
  private async call({ method, path, query = {}, body, creating = false }: Call): Promise<Envelope | null> {
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const answer = await this.http.send({
      method,
      url: `${this.root}${path}${search === '' ? '' : `?${search}`}`,
      headers: body ? { ...this.headers, 'Content-Type': 'application/json; charset=utf-8' } : this.headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
      ambiguous: creating,
    });
    const parsed = parse(answer.text);
    const message = textOf(parsed?.status?.message);
    throwUnlessAnswered(answer, creating, message);
    // A login page comes with 200 too, XML now and then, and a cut-off body is no answer.
    if (message === null) throw new Unavailable('ABC answered something that is not its JSON', creating);
    if (message === noRecords) return null;
    if (message.toLowerCase() !== 'success') throw refusal(message);
    return parsed;
  }
}

function within(range: Range | null): Readonly<Record<string, string>> {
  return range ? { lastModifiedTimestampRange: `${range.from},${range.to}` } : {};
}

function recordOf(row: Readonly<Record<string, unknown>>, from: AbcRecord['from']): AbcRecord[] {
  const id = textOf(row['memberId']) ?? textOf(row['prospectId']);
  const { createTimestamp, createdTimestamp, lastModifiedTimestamp = null, ...personal } = textsOf(row['personal']);
  return id === null ? [] : [{ id, from, personal, agreement: textsOf(row['agreement']), created: createdTimestamp ?? createTimestamp ?? null, modified: lastModifiedTimestamp }];
}

function parse(text: string): Envelope | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Envelope) : null;
  } catch {
    return null;
  }
}
