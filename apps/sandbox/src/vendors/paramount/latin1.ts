/** A text as Paramount stores it, in ISO-8859-1: any other character becomes `?`. */
export const latin1 = (text: string): string => text.replace(/[\u{100}-\u{10ffff}]/gu, '?');

/** Length in characters. */
export const lengthOf = (text: string): number => [...text].length;
