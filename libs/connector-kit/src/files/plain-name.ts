/**
 * Whether a name names one thing directly in its folder. Names come from listings of somebody else's server. A character
 * that could not be decoded stands as U+FFFD: such a name leads nowhere.
 */
export const isPlainName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\\\0\uFFFD]/.test(name);

/** @throws {TypeError} one of them is no plain name */
export function checkPlainNames(...names: readonly string[]): void {
  if (!names.every(isPlainName)) throw new TypeError('This is no plain name of a file or folder.');
}
