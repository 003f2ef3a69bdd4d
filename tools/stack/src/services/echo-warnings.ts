const byName: Record<string, number> = { warn: 40, warning: 40, error: 50, fatal: 60 };
const quietMs = 2_000;

/** Passes the warnings and errors of a service's JSON log (pino) on, one short line each; a repeated one not at once again. */
export function echoWarnings(service: string, print: (line: string) => void): (line: string) => void {
  const printed = new Map<string, number>();
  return (line) => {
    const entry = parsed(line);
    const level = typeof entry?.level === 'string' ? (byName[entry.level.toLowerCase()] ?? 0) : (entry?.level ?? 0);
    if (!entry || level < 40) return;
    const text = `${service} ${level >= 50 ? 'ERROR' : 'WARN'} ${String(entry.msg ?? entry.message ?? '').slice(0, 160)}`;
    const now = Date.now();
    if (now - (printed.get(text) ?? 0) < quietMs) return;
    if (printed.size > 100) printed.clear();
    printed.set(text, now);
    print(text);
  };
}

function parsed(line: string): { level?: number | string; msg?: unknown; message?: unknown } | null {
  // Every line of every service comes through here, and nearly all are INFO: these are told without being parsed.
  if (!/^\{.*"level":\s*(?:[4-9]\d|"(?:warn|error|fatal))/i.test(line)) return null;
  try {
    return JSON.parse(line) as { level?: number | string };
  } catch {
    return null;
  }
}
