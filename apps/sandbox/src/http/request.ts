import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request read to its end. `path` has no query and is not decoded; `search` is the query without its question mark. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Reads the body to its end. Rejects when the caller hangs up before. */
export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const url = incoming.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    search: mark < 0 ? '' : url.slice(mark + 1),
    headers: incoming.headers,
    body: incoming.method === 'GET' || incoming.method === 'HEAD' ? '' : await readBody(incoming),
  };
}

function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
  });
}

/** The value of a header sent once; null when absent. */
export function header(request: Request, name: string): string | null {
  const value = request.headers[name];
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
}
