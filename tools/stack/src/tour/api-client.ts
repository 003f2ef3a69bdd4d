export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

/** Calls one of the two public HTTP APIs with the local stack's key. JSON out, JSON in. */
export class ApiClient {
  constructor(private readonly baseUrl: string) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** @returns the parsed answer; undefined where it has no body */
  put<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  /** @throws {UnexpectedAnswer} with status and text for anything but 2xx */
  private async call<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { 'authorization': 'Bearer dev-key', 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new UnexpectedAnswer(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
