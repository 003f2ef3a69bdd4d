import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@intouch/stack';
import type { Ring, RunView } from './ring.js';
import type { VendorUnderTest } from './vendors.js';

interface Sftp {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly hostKey: string;
  readonly folder: string;
}

export interface FileView {
  readonly name: string;
  readonly state: string;
  readonly rows: number | null;
  readonly bad: number | null;
  readonly reason: string | null;
}

export type FileRow = Readonly<Record<string, string>>;

const columns = ['ID', 'FirstName', 'LastName', 'Address1', 'City', 'State', 'Zip', 'Phone1', 'Phone2', 'Phone3', 'Email', 'HomeClub', 'Membership_Type', 'MemberStatus', 'EnteredDate', 'MSDate', 'TermDate', 'Source', 'Salesperson'];

/** MoSoClub's drop as the tests reach it, and clubs whose files come there. */
export class Drop {
  private constructor(
    private readonly ring: Ring,
    private readonly sftp: Sftp,
  ) {}

  static async at(ring: Ring): Promise<Drop> {
    return new Drop(ring, await ring.call<Sftp>('GET', '/__sandbox/moso/sftp'));
  }

  /** MoSoClub with its drop: a club of it takes files as they lie there. */
  get vendor(): VendorUnderTest {
    const { host, port, user, password, hostKey } = this.sftp;
    return {
      title: 'moso', vendor: 'moso', club: '001', timeZone: 'America/New_York',
      settings: ({ origin }) => ({
        baseUrl: origin, userId: 'sim-user', machineName: 'intouch-e2e', homeClub: '001', timeoutMs: 1_000, reconcileDelayMs: 200,
        membershipTypes: [['GUEST', 'LEAD'], ['INTCH', 'LEAD'], ['GOLD', 'MEMBER'], ['SILV', 'MEMBER'], ['STAFF', 'IGNORE']].map(([code, status]) => ({ code, status })), unmappedStatus: 'LEAD',
        defaultLeadType: 'INTCH', refAgreementId: 11, refAgreementPriceId: 22, defaultMemberType: 'GOLD',
        dropUrl: `sftp://${host}:${port}/`, dropUser: user, dropHostKey: hostKey, stableSeconds: 0, pollSeconds: 1,
      }),
      credentials: { password: 'not-a-real-password', dropPassword: password },
      options: {},
      employee: () => ({ kind: 'none', id: '', record: {} }),
      source: null, createsSources: false, hazards: {},
    };
  }

  /** Puts a file there whole, as a vendor that writes elsewhere and renames does. */
  async put(name: string, content: Buffer): Promise<void> {
    const aside = join(this.sftp.folder, name);
    await writeFile(aside, content);
    await rename(aside, join(this.sftp.folder, 'in', name));
  }

  async files(clubId: string): Promise<FileView[]> {
    return (await this.ring.call<{ files: FileView[] }>('GET', `/v1/clubs/${clubId}/integrations/moso/files`)).files;
  }

  async until(clubId: string, name: string, state: string, withinMs = 60_000): Promise<FileView> {
    return eventually(`${name} ${state}`, async () => {
      const file = (await this.files(clubId)).find((it) => it.name === name);
      if (file?.state !== state) throw new Error(`${name} is ${JSON.stringify(file)}; ${await this.ring.endOfLog('connector-moso')}`);
      return file;
    }, withinMs, 100);
  }

  /** The run that read a file last, once it is there. */
  async lastRun(clubId: string, is: (run: RunView) => boolean, withinMs = 60_000): Promise<RunView> {
    return eventually('the run', async () => {
      const { lastRun } = await this.ring.call<{ lastRun: RunView | null }>('GET', `/v1/clubs/${clubId}/integrations/moso`);
      if (!lastRun || !is(lastRun)) throw new Error(JSON.stringify(lastRun));
      return lastRun;
    }, withinMs, 200);
  }
}

/** The text of a file, every record with its line end. */
export function fileText(rows: readonly (FileRow | string)[]): string {
  const written = (row: FileRow | string): string => (typeof row === 'string' ? row : columns.map((column) => quoted(row[column] ?? '')).join(','));
  return `${[columns.join(','), ...rows.map(written)].join('\r\n')}\r\n`;
}

export function member(id: number, more: FileRow = {}): FileRow {
  return {
    ID: String(id), FirstName: `First${id}`, LastName: `Last${id}`, Email: `person${id}@example.com`, Phone3: `(614) ${String(200_0000 + (id % 7_000_000)).replace(/(\d{3})(\d{4})/, '$1-$2')}`,
    Address1: '12 Main St, Apt 3', City: 'Boston', State: 'MA', Zip: '02134', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active', EnteredDate: '11/1/2026', MSDate: '11/2/2026', ...more,
  };
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
