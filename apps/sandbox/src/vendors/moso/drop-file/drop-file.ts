import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { JsonObject } from '../../../http/json-body.js';
import { badRequest, notFound } from '../../../http/problem.js';
import { wallClock } from '../../../scripting/local-date.js';
import { byNumber } from '../ids-by-status.js';
import { SftpDrop, type FileBeingPut } from '../sftp/sftp-drop.js';
import type { Member, MosoState } from '../state.js';
import { columnsOf } from './columns.js';
import { readDropRequest, type DropRequest } from './drop-request.js';
import { fileContent } from './file-content.js';
import { spoiled } from './file-hazards.js';
import { memberTable, scriptedTable, type FileTable } from './file-rows.js';

interface MadeFile {
  readonly name: string;
  readonly content: Buffer;
  readonly rows: number;
}

const pieces = 10;
const minute = 60_000;

/** The action `drop-file`: makes a club's file and puts it where the connector looks. */
export class DropFile {
  /** The last file that each club delivered. */
  private readonly lastFiles = new Map<string, MadeFile>();
  /** Files that are still being written, and what stops them. */
  private readonly growing = new Map<Promise<void>, AbortController>();

  constructor(private readonly state: MosoState) {}

  /** @throws {Problem} 400 for a bad body and for a drop that cannot be reached, 404 for an unknown id */
  async run(body: JsonObject): Promise<JsonObject> {
    const request = readDropRequest(body);
    const { club, hazards, deliver } = request;
    const isReplay = hazards.has('file-replay');
    const file = isReplay ? this.replay(request) : this.make(request);
    if (deliver) {
      // The same file once more tells nothing of what has changed since.
      const takeBack = isReplay ? () => undefined : this.state.changedSince.tell(club);
      if (!hazards.has('file-missing')) {
        await this.put(file, request).catch((error: unknown) => {
          takeBack();
          throw error;
        });
        this.lastFiles.set(club, file);
      }
    }
    const { name, content, rows } = file;
    return { name, sha256: createHash('sha256').update(content).digest('hex'), rows, contentBase64: content.toString('base64') };
  }

  /** Forgets all files, and stops those that are still being written. */
  async reset(): Promise<void> {
    this.lastFiles.clear();
    for (const stop of this.growing.values()) stop.abort();
    await Promise.all(this.growing.keys());
  }

  private make(request: DropRequest): MadeFile {
    const { source, hazards, form } = request;
    const name = nameOf(request, this.stampFor(request));
    if (source.from === 'bytes') return { name, content: source.content, rows: Math.max(0, linesIn(source.content) - 1) };
    const { columns, rows } = spoiled(this.tableFor(request), hazards, this.state);
    if (hazards.has('file-zero-byte')) return { name, content: Buffer.alloc(0), rows: 0 };
    return { name, content: fileContent({ columns, rows }, form), rows: rows.length };
  }

  private replay(request: DropRequest): MadeFile {
    const last = this.lastFiles.get(request.club);
    if (last === undefined) throw badRequest(`Club ${request.club} has had no file that could come again.`);
    const name = nameOf(request, this.stampFor(request));
    // Within the same minute the stamp would not be a new one.
    return { ...last, name: name === last.name && request.stamp === null ? nameOf(request, this.stampFor(request, minute)) : name };
  }

  private tableFor({ source, club, version }: DropRequest): FileTable {
    const columns = columnsOf[version];
    const { members, clubs, changedSince } = this.state;
    switch (source.from) {
      case 'rows': return scriptedTable(columns, source.rows);
      case 'ids': return memberTable(columns, source.ids.map((id) => members.need(id)));
    }
    if (clubs.get(club) === undefined) throw badRequest(`There is no club ${club}.`);
    // First, since it makes changes of what is due.
    members.endDue();
    const found: readonly (Member | undefined)[] = source.from === 'all' ? [...members.values()] : changedSince.of(club).map((id) => members.get(id));
    const ofClub = found.filter((member): member is Member => member?.HomeClub === club);
    return memberTable(columns, ofClub.sort((one, other) => byNumber(one.ID, other.ID)));
  }

  /** Local to the club, `yyyyMMddHHmm`. */
  private stampFor({ stamp, club }: DropRequest, later = 0): string {
    const local = wallClock(this.state.clock.now() + later, this.state.timeZone(club));
    return stamp ?? new Date(local).toISOString().replace(/[-T:]/g, '').slice(0, 12);
  }

  private async put({ name, content }: MadeFile, { hazards }: DropRequest): Promise<void> {
    const marker = hazards.has('file-done-marker') ? `${name}.done` : null;
    const ms = hazards.get('file-growing')?.['ms'];
    const drop = await this.connect();
    try {
      const file = await drop.begin(name);
      if (ms === undefined) {
        await file.append(content);
        await file.close();
        if (marker !== null) await drop.put(marker, Buffer.alloc(0));
        drop.end();
        return;
      }
      await file.append(piece(content, 0));
      this.growBehind(drop, file, content, ms, marker);
    } catch (error) {
      drop.end();
      throw cannotDeliver(error);
    }
  }

  /** The other nine pieces, evenly over `ms`; nobody waits for them. */
  private growBehind(drop: SftpDrop, file: FileBeingPut, content: Buffer, ms: number, marker: string | null): void {
    const stop = new AbortController();
    const grow = async (): Promise<void> => {
      for (let index = 1; index < pieces; index++) {
        await setTimeout(ms / (pieces - 1), undefined, { ref: false, signal: stop.signal });
        await file.append(piece(content, index));
      }
      await file.close();
      if (marker !== null) await drop.put(marker, Buffer.alloc(0));
    };
    const grown: Promise<void> = grow()
      .catch((error: unknown) => {
        if (!stop.signal.aborted) console.error('sandbox: a growing file of MoSoClub was not finished', error);
      })
      .finally(() => {
        drop.end();
        this.growing.delete(grown);
      });
    this.growing.set(grown, stop);
  }

  private async connect(): Promise<SftpDrop> {
    const target = this.state.drops.get('default');
    if (target === undefined) throw notFound('There is no record drops/default that says where files go.');
    const { url, user, password } = target;
    if (typeof url !== 'string' || URL.parse(url)?.protocol !== 'sftp:') throw badRequest('The url of drops/default must begin with sftp://.');
    try {
      return await SftpDrop.connect({ url, user: String(user ?? ''), password: String(password ?? '') });
    } catch (error) {
      throw cannotDeliver(error);
    }
  }
}

const nameOf = ({ club, suffix }: DropRequest, stamp: string): string => `MOSO_${club}_${stamp}${suffix === null ? '' : `_${suffix}`}.csv`;

const piece = (content: Buffer, index: number): Buffer =>
  content.subarray(Math.floor((content.length * index) / pieces), Math.floor((content.length * (index + 1)) / pieces));

const cannotDeliver = (error: unknown) => badRequest(`The file could not be delivered: ${(error as Error).message}`);

function linesIn(content: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) count++;
  return content.length > 0 && content.at(-1) !== 10 ? count + 1 : count;
}
