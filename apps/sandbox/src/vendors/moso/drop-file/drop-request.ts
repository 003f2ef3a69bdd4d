import type { JsonObject } from '../../../http/json-body.js';
import { badRequest } from '../../../http/problem.js';
import { columnsOf, type FileVersion } from './columns.js';
import { hazardOfContent, readFileHazards, type FileHazards } from './file-hazards.js';
import type { FileForm } from './file-content.js';

/** Where the rows of a file come from. */
export type FileSource =
  | { readonly from: 'changes' }
  | { readonly from: 'all' }
  | { readonly from: 'ids'; readonly ids: readonly string[] }
  | { readonly from: 'rows'; readonly rows: readonly unknown[] }
  | { readonly from: 'bytes'; readonly content: Buffer };

export interface DropRequest {
  /** Also the code in the file's name. */
  readonly club: string;
  readonly stamp: string | null;
  readonly suffix: string | null;
  readonly source: FileSource;
  readonly version: FileVersion;
  readonly form: FileForm;
  readonly hazards: FileHazards;
  readonly deliver: boolean;
}

const known = ['club', 'stamp', 'suffix', 'ids', 'rows', 'contentBase64', 'version', 'profile', 'encoding', 'hazards', 'deliver'];

/** The body of the action `drop-file`. @throws {Problem} 400 */
export function readDropRequest(body: JsonObject): DropRequest {
  for (const key of Object.keys(body)) if (!known.includes(key)) throw badRequest(`drop-file knows no ${key}.`);
  const given = (key: string, preset: unknown) => body[key] ?? preset;
  const hazards = readFileHazards(given('hazards', []));
  const source = readSource(body);
  const needsRows = hazardOfContent(hazards);
  if (source.from === 'bytes' && needsRows !== undefined) throw badRequest(`${needsRows} cannot be done to a file given as bytes.`);
  const deliver = given('deliver', true);
  if (typeof deliver !== 'boolean') throw badRequest('deliver must be true or false.');
  const hasMark = hazards.has('utf8-bom');
  const encoding = oneOf('encoding', given('encoding', 'windows-1252'), ['windows-1252', 'utf-8'] as const);
  return {
    club: readNamePart('club', given('club', '001'))!,
    stamp: readNamePart('stamp', body['stamp']),
    suffix: readNamePart('suffix', body['suffix'])?.replace(/^_/, '') ?? null,
    source,
    version: oneOf('version', String(given('version', '2')), Object.keys(columnsOf) as FileVersion[]),
    form: {
      profile: oneOf('profile', given('profile', 'comma'), ['comma', 'pipe'] as const),
      encoding: hasMark ? 'utf-8' : encoding,
      byteOrderMark: hasMark,
      truncated: hazards.has('file-truncated-last-row'),
    },
    hazards,
    deliver,
  };
}

function readSource(body: JsonObject): FileSource {
  const { ids = null, rows = null, contentBase64 = null } = body;
  if ([ids, rows, contentBase64].filter((one) => one !== null).length > 1) throw badRequest('Only one of ids, rows and contentBase64 can be given.');
  if (contentBase64 !== null) {
    if (typeof contentBase64 !== 'string') throw badRequest('contentBase64 must be a text.');
    return { from: 'bytes', content: Buffer.from(contentBase64, 'base64') };
  }
  if (rows !== null) {
    if (!Array.isArray(rows)) throw badRequest('rows must be a list.');
    return { from: 'rows', rows };
  }
  if (ids === null) return { from: 'changes' };
  if (ids === 'all') return { from: 'all' };
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' || typeof id === 'number')) throw badRequest('ids must be a list, "all" or null.');
  return { from: 'ids', ids: ids.map(String) };
}

/** A part of the file's name; anything that stays a name of one file: scripts may want bad ones too. */
function readNamePart(key: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^[\w.+-]{1,60}$/.test(text)) throw badRequest(`${key} must be letters and digits.`);
  return text;
}

function oneOf<T extends string>(key: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw badRequest(`${key} must be ${allowed.join(' or ')}.`);
  return value as T;
}
