/** Takes credentials out of a text before it goes anywhere people read. */
export type Hide = (text: string) => string;

const mask = '***';
/** A shorter secret could be part of any word or number: it is hidden only where it stands alone. */
const longEnough = 4;

/** Vendors echo what they were sent, in error texts above all. */
export function hiding(credentials: Readonly<Record<string, unknown>>): Hide {
  const secrets = Object.values(credentials).filter((value): value is string => typeof value === 'string' && value !== '');
  const spellings = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))];
  // The longest first: one may hold another.
  const patterns = spellings.sort((a, b) => b.length - a.length).map((spelling) => {
    const literal = spelling.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    return new RegExp(spelling.length >= longEnough ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, 'g');
  });
  return (text) => patterns.reduce((hidden, pattern) => hidden.replace(pattern, mask), text);
}

/** Runs `work`; an error that leaves it says nothing secret any more. */
export async function keepingSecret<T>(hide: Hide, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) {
      const hidden = hide(error.message);
      if (hidden !== error.message) error.message = hidden;
      if (error.stack) error.stack = hide(error.stack);
    }
    throw error;
  }
}
