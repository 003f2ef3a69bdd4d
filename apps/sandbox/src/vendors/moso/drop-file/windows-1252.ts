/** The characters of bytes 0x80 to 0x9f; the five bytes that stand for none are controls of the same number. */
const upper = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const bytes = new Map([...upper].map((character, index) => [character, 0x80 + index]));
// eslint-disable-next-line no-control-regex
const sameAsLatin1 = /^[\u0000-\u007f\u00a0-\u00ff]*$/;

/** Text in windows-1252; a character it does not have becomes a question mark. */
export function inWindows1252(text: string): Buffer {
  if (sameAsLatin1.test(text)) return Buffer.from(text, 'latin1');
  return Buffer.from(Array.from(text, (character) => {
    const code = character.codePointAt(0)!;
    return bytes.get(character) ?? (code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : 0x3f);
  }));
}
