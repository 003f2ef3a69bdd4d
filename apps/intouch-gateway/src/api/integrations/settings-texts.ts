import type { SettingColumn, SettingDescription } from '@intouch/contracts';

/** Ends the sentence that begins with the setting's name; never quotes the value, which may be a secret. */
export function wrongText(setting: SettingDescription, value: string, allowInsecure: boolean): string | undefined {
  const { min = 0, max = Infinity, oneOf, insecure } = setting;
  if (oneOf && !oneOf.includes(value)) return `must be one of ${oneOf.join(', ')}`;
  if (!allowInsecure && insecure?.some((it) => value === it || (it.endsWith('://') && value.startsWith(it)))) return `may be ${insecure.join(' or ')} only where the deployment allows insecure vendors`;
  if (value.length < Math.max(min, setting.required ? 1 : 0) || value.length > max) return `must have${range(Math.max(min, 1), max)} ${max === Infinity && min <= 1 ? 'character' : 'characters'}`;
  return wrongForm(setting, value);
}

/** The same, of a value's form alone. */
export function wrongForm({ pattern, patternWords }: Pick<SettingColumn, 'pattern' | 'patternWords'>, value: string): string | undefined {
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(value)) return undefined;
  return patternWords === undefined ? 'does not have the right form' : `must be ${patternWords.replace(/^must be /, '')}`;
}

export function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return '';
  if (max === Infinity) return ` at least ${min}`;
  return min === -Infinity ? ` at most ${max}` : ` from ${min} to ${max}`;
}
