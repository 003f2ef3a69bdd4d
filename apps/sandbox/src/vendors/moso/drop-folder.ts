import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../vendor.js';
import { ConfinedFolder } from './sftp/confined-folder.js';
import { SftpServer } from './sftp/sftp-server.js';
import { temporaryFolder } from './temporary-folder.js';

const host = '127.0.0.1';
const account = { user: 'sandbox', password: 'sandbox' };
const folders = ['in', 'done', 'quarantine'];

/** The sandbox's own drop: a folder on disk that lasts as long as the sandbox runs, behind an SFTP server. */
export class DropFolder {
  private running: { readonly folder: ConfinedFolder; readonly server: SftpServer } | null = null;

  constructor(private readonly publicKey: () => string | undefined) {}

  /** @throws {Error} `EADDRINUSE` when the port is taken and may not move */
  async open({ sftpPort, sftpPortMayMove }: Surroundings): Promise<void> {
    const folder = new ConfinedFolder(temporaryFolder());
    const server = new SftpServer(folder, { ...account, publicKey: this.publicKey });
    this.running = { folder, server };
    this.empty();
    await server.open(sftpPort, sftpPortMayMove);
  }

  async close(): Promise<void> {
    await this.running?.server.close();
    if (this.running !== null) rmSync(this.running.folder.root, { recursive: true, force: true });
    this.running = null;
  }

  /** Empties the three folders, whoever has put something there, and makes what is missing of them. */
  empty(): void {
    if (this.running === null) return;
    for (const name of folders) {
      const path = join(this.running.folder.root, name);
      mkdirSync(path, { recursive: true });
      for (const one of readdirSync(path)) rmSync(join(path, one), { recursive: true, force: true });
    }
  }

  /** What record `drops/default` says after a reset; null before the server listens. */
  target(): { url: string; user: string; password: string } | null {
    return this.running === null ? null : { url: `sftp://${host}:${this.running.server.port}/`, ...account };
  }

  /** `GET /__sandbox/moso/sftp` */
  view() {
    if (this.running === null) return null;
    const { folder, server } = this.running;
    return { host, port: server.port, ...account, hostKey: server.fingerprint, folder: folder.root };
  }
}
