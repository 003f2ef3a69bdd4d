import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { topics, type ContactReported, type LogEntry, type RunProgressed, type VendorFile } from '@intouch/contracts';
import { eventually, type Stand } from '@intouch/connector-kit/testing';
import { profile } from '../moso.profile.js';
import { atTheTwin } from './twin.js';

interface Sftp {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly hostKey: string;
  readonly folder: string;
}

interface Dropped {
  readonly name: string;
  readonly sha256: string;
  readonly rows: number;
  readonly contentBase64: string;
}

interface Options {
  readonly fixture?: 'default' | 'empty';
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The twin with its drop: a stand whose connector looks there every second and takes files as they lie. */
export function atTheDrop(): (options?: Options) => Promise<FileStand> {
  const set = atTheTwin();
  return async ({ fixture = 'default', settings = {} } = {}) => {
    const stand = await set({ fixture });
    const sftp = await stand.sandbox.script<Sftp>('GET', '/moso/sftp');
    const drop = { dropUrl: `sftp://${sftp.host}:${sftp.port}/`, dropUser: sftp.user, dropHostKey: sftp.hostKey, stableSeconds: 0, pollSeconds: 1 };
    await stand.club.configure({
      settings: { ...drop, ...settings }, credentials: { ...profile.credentials, dropPassword: sftp.password },
      options: { insertLead: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true },
    });
    return new FileStand(stand, sftp);
  };
}

export class FileStand {
  constructor(
    readonly stand: Stand,
    readonly sftp: Sftp,
  ) {}

  async drop(body: Readonly<Record<string, unknown>> = {}): Promise<Dropped> {
    return this.stand.sandbox.script<Dropped>('POST', '/moso/actions/drop-file', { ids: 'all', ...body });
  }

  /** Puts a file there and waits until it came to this state. */
  async dropUntil(state: VendorFile['state'], body: Readonly<Record<string, unknown>> = {}): Promise<Dropped & { readonly file: VendorFile }> {
    const dropped = await this.drop(body);
    return { ...dropped, file: await this.until(dropped.name, state) };
  }

  async until(name: string, state: VendorFile['state']): Promise<VendorFile> {
    return eventually(`${name} ${state}`, async () => {
      const file = await this.file(name);
      return file?.state === state ? file : undefined;
    });
  }

  /** As it was told last. */
  async file(name: string): Promise<VendorFile | undefined> {
    return (await this.stand.instance.published(topics.filesReported)).flatMap(({ files }) => files).findLast((file) => file.name === name);
  }

  async unmappedCodes(): Promise<readonly string[]> {
    return (await this.stand.instance.published(topics.filesReported)).at(-1)?.unmappedCodes ?? [];
  }

  /** Names in a folder of the drop, once there are as many. */
  async lying(folder: 'in' | 'done' | 'quarantine', count: number): Promise<string[]> {
    return eventually(`${count} files in ${folder}`, async () => {
      const names = await readdir(join(this.sftp.folder, folder));
      return names.length === count ? names.sort() : undefined;
    });
  }

  async text(folder: string, name: string): Promise<string> {
    return readFile(join(this.sftp.folder, folder, name), 'utf8');
  }

  async reports(): Promise<ContactReported[]> {
    return (await this.stand.instance.published(topics.contactReported)).filter(({ rehearsal }) => !rehearsal);
  }

  async runs(): Promise<RunProgressed[]> {
    return this.stand.instance.published(topics.runProgressed);
  }

  async entries(reason: string): Promise<LogEntry[]> {
    return this.stand.instance.entries(reason);
  }
}

