import type { ContactSnapshot, SettingDescription } from '@intouch/contracts';
import { defineConnector, type AnyConnector, type Created, type Page, type PullRequest, type RecordIgnored, type RecordMerged, type RecordReport, type RunWarning, type Settings, type Settling, type VendorLookup } from '../define-connector.js';
import { Fitting } from '../fit.js';

const number = (name: string, value: number): SettingDescription => ({ name, kind: 'integer', description: '', secret: false, required: false, default: value });

/** A vendor without a wire, whose every answer the test gives: for what no sandbox can be made to do. */
export class MemoryVendor {
  readonly records = new Map<string, Record<string, unknown>>();
  readonly calls: string[] = [];
  rows: { readonly id: string; readonly state?: RecordReport['state']; readonly fields?: RecordReport['fields'] }[] = [];
  /** The vendor's stamp of its records, as they are read before an update. */
  stamp: string | null = null;
  staff: VendorLookup[] = [];
  sources: VendorLookup[] = [];
  private nextId = 1;

  /** Replaced by tests: what the create answers, by default a new record. */
  create: (content: Readonly<Record<string, unknown>>, account: string) => Promise<Created> = async (content) => this.store(content);
  settle: (settling: Settling) => Promise<Created | null> = async () => null;
  update: (id: string, changes: Readonly<Record<string, unknown>>) => Promise<void> = async (id, changes) => {
    Object.assign(this.records.get(id)!, changes);
  };
  remove: (id: string) => Promise<void> = async (id) => {
    this.records.delete(id);
  };
  report: (row: { readonly id: string }) => RecordReport | RecordIgnored | RecordMerged = (row) => {
    const { state = 'MEMBER', fields = {} } = row as (typeof this.rows)[number];
    return { kind: 'report', state, stamp: this.stamp, joinDate: null, endDate: null, fields, againOn: null };
  };
  readonly pageSize = 100;
  /** What a reading says of itself. */
  warnings: RunWarning[] = [];
  /** Skips what the clock asks for. */
  skips = false;
  private defined: AnyConnector | undefined;

  /** `isCrm`: records are deleted too, and rules choose their owner. */
  constructor(private readonly isCrm = false) {}

  store(content: Readonly<Record<string, unknown>>): Created {
    const vendorContactId = `v-${this.nextId++}`;
    this.records.set(vendorContactId, { ...content });
    return { vendorContactId };
  }

  get connector(): AnyConnector {
    return (this.defined ??= this.define());
  }

  private define(): AnyConnector {
    return defineConnector({
      vendor: 'abc',
      title: 'Memory',
      settings: [number('timeoutMs', 1_000), number('maxConcurrent', 4), number('requestsPerMinute', 60_000), number('reconcileDelayMs', 20)],
      account: ['key'],
      switches: ['convertLeadToMember', 'insertMember', 'convertMemberToFormerMember', ...(this.isCrm ? ['updateContact' as const] : [])],
      alwaysSends: true,
      schedule: { accepted: true, default: null, sync: true },
      lookupWords: { staff: 'by e-mail', leadSources: 'by name' },
      open: ({ credentials }) => String(credentials['key']),
      check: async () => [],
      outbound: {
        sends: (contact) => contact.status === 'LEAD',
        fit: (contact, { owner, leadSource }) => {
          const fitting = new Fitting();
          fitting.cut('firstName', contact.firstName, 10);
          fitting.cut('lastName', contact.lastName, 10);
          fitting.email('email', contact.email, 40);
          fitting.phone10('mobile', contact.mobile);
          fitting.cut('city', contact.city, 10);
          if (owner?.vendorId) fitting.plain('ownerStaffId', owner.vendorId);
          else if (owner) fitting.warn('owner-unlinked', 'ownerStaffId', `without ${owner.name}`);
          if (leadSource?.vendorId) fitting.plain('leadSourceId', leadSource.vendorId);
          return { content: fitting.content, warnings: fitting.warnings };
        },
        createOnly: this.isCrm ? {} : { ownerStaffId: 'owner-not-updatable', leadSourceId: 'source-not-updatable' },
        oneCreateAtATime: false,
        create: async (account: string, { content }, { generation }) => {
          this.calls.push(`create ${String(content['firstName'])}${this.isCrm ? ` ${generation}` : ''}`);
          return this.create(content, account);
        },
        settle: async (_account: string, settling) => {
          this.calls.push(`settle ${String(settling.intent.content['firstName'])} ${settling.look}`);
          return this.settle(settling);
        },
        ...(this.isCrm
          ? {
              read: async (_account: string, id: string) => {
                const { firstName, lastName, email, mobile, city } = this.records.get(id) as RecordReport['fields'];
                this.calls.push(`read ${id}`);
                return { id, state: 'LEAD' as const, fields: { firstName, lastName, email, mobile, city } };
              },
              remove: async (_account: string, id: string) => {
                this.calls.push(`remove ${id}`);
                await this.remove(id);
                return [];
              },
            }
          : {}),
        update: async (_account: string, id, changes) => {
          this.calls.push(`update ${id} ${Object.keys(changes).join(',')}`);
          await this.update(id, changes);
          return [];
        },
      },
      inbound: {
        pull: this.pull.bind(this),
        report: (raw) => this.report(raw as { id: string }),
      },
      ...(this.isCrm ? { assignment: true } : {}),
      lookups: { staff: async () => this.staff, leadSources: async () => this.sources },
    });
  }

  private async *pull(_client: string, { scheduled }: PullRequest): AsyncGenerator<Page<unknown>, Settings | null, void> {
    if (this.warnings.length > 0) yield { records: [], warnings: this.warnings };
    if (scheduled && this.skips) return null;
    for (let from = 0; from < this.rows.length; from += this.pageSize) {
      yield { records: this.rows.slice(from, from + this.pageSize).map((raw) => ({ vendorContactId: raw.id, raw })) };
    }
    return { pulled: true };
  }

  lead(index: number, more: Partial<ContactSnapshot> = {}): ContactSnapshot {
    return { status: 'LEAD', firstName: `First${index}`, lastName: `Last${index}`, email: `lead${index}@example.com`, ...more };
  }
}
