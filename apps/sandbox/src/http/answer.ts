/** What goes back over the wire. `delayMs`: milliseconds of real time to wait before it is sent. */
export interface Answer {
  readonly status: number;
  /** A list is a header sent several times. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
  readonly delayMs?: number;
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' };

export const json = (status: number, value: unknown): Answer => ({ status, headers: jsonHeaders, body: JSON.stringify(value) });

export const text = (status: number, contentType: string, body: string): Answer => ({
  status,
  headers: { 'content-type': contentType },
  body,
});

export const noContent: Answer = { status: 204, headers: {}, body: '' };

/** The same answer with further headers. */
export const withHeaders = (answer: Answer, headers: Answer['headers']): Answer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});
