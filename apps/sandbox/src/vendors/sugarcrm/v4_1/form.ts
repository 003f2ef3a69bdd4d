import { header, type Request } from '../../../http/request.js';

/** What a call of `rest.php` carries. */
export interface Form {
  readonly method: string;
  /** `rest_data`; undefined: not JSON, or not said to be. */
  readonly data: unknown;
}

const read = new WeakMap<Request, Form>();

/** Read once: hazards ask for it as well. */
export function formOf(request: Request): Form {
  const known = read.get(request) ?? parsed(request);
  read.set(request, known);
  return known;
}

function parsed(request: Request): Form {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(header(request, 'content-type') ?? '');
  const fields = new URLSearchParams(isForm ? request.body : '');
  const isJson = fields.get('input_type') === 'JSON' && fields.get('response_type') === 'JSON';
  return { method: fields.get('method') ?? '', data: isJson ? fromJson(fields.get('rest_data') ?? '') : undefined };
}

function fromJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}
