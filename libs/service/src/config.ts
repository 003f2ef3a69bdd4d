/** Reads one setting's text; throws an `Error` whose message ends the sentence "NAME ...". */
export type Reader<T> = (text: string | undefined) => T;

export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

/**
 * Reads settings from an environment, all mistakes named at once and no value printed.
 * @throws {InvalidConfiguration}
 */
export function readConfig<S extends Record<string, Reader<unknown>>>(
  environment: Readonly<Record<string, string | undefined>>,
  readers: S,
): { readonly [K in keyof S]: ReturnType<S[K]> } {
  const mistakes: string[] = [];
  const entries = Object.entries(readers).map(([name, read]) => {
    try {
      return [name, read(environment[name] || undefined)];
    } catch (error) {
      mistakes.push(`${name} ${(error as Error).message}`);
      return [name, undefined];
    }
  });
  if (mistakes.length > 0) throw new InvalidConfiguration(`Settings in the environment are not right:\n  ${mistakes.join('\n  ')}`);
  return Object.fromEntries(entries) as { readonly [K in keyof S]: ReturnType<S[K]> };
}

export function text(fallback?: string): Reader<string> {
  return (value) => value ?? given(fallback);
}

export function optionalText(): Reader<string | undefined> {
  return (value) => value;
}

export function wholeNumber(from: number, to: number, fallback?: number): Reader<number> {
  return (value) => {
    if (value === undefined) return given(fallback);
    const number = Number(value);
    if (!Number.isInteger(number) || number < from || number > to) throw new Error(`must be a whole number from ${from} to ${to}`);
    return number;
  };
}

export function flag(fallback: boolean): Reader<boolean> {
  return (value) => {
    if (value === undefined) return fallback;
    if (value !== 'true' && value !== 'false') throw new Error('must be true or false');
    return value === 'true';
  };
}

export function url(protocols: readonly string[], fallback?: string): Reader<string> {
  return (value) => {
    const raw = value ?? given(fallback);
    if (!URL.canParse(raw) || !protocols.includes(new URL(raw).protocol)) throw new Error(`must be a URL starting with ${protocols.join(' or ')}//`);
    return raw;
  };
}

/** `host:port,host:port` */
export function addresses(fallback?: string): Reader<readonly string[]> {
  return (value) => {
    const list = (value ?? given(fallback)).split(',').map((entry) => entry.trim()).filter(Boolean);
    if (list.length === 0 || list.some((entry) => !/^[^\s:]+:\d{1,5}$/.test(entry))) throw new Error('must be host:port, several separated by commas');
    return list;
  };
}

export function oneOf<const T extends string>(allowed: readonly T[], fallback?: T): Reader<T> {
  return (value) => {
    const chosen = value ?? given(fallback);
    if (!(allowed as readonly string[]).includes(chosen)) throw new Error(`must be one of ${allowed.join(', ')}`);
    return chosen as T;
  };
}

function given<T>(fallback: T | undefined): T {
  if (fallback === undefined) throw new Error('is not set');
  return fallback;
}
