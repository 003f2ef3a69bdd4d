import iconv from 'iconv-lite';

export type FileEncoding = 'windows-1252' | 'utf-8';

/** What a byte without meaning becomes; windows-1252 has five of them. */
export const undecodable = '\ufffd';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
// Where windows-1252 and ISO-8859-1 differ.
const notLatin1 = /[\u0080-\u009f]/;

/** The bytes of a file, from its first one on, as text. A UTF-8 byte order mark at its beginning wins over the encoding that was agreed. */
export class FileText {
  private codec: 'win1252' | 'utf8';
  private hasBegun = false;

  constructor(encoding: FileEncoding) {
    this.codec = encoding === 'utf-8' ? 'utf8' : 'win1252';
  }

  /** The next bytes; they end where a character does. */
  read(bytes: Buffer): string {
    const text = this.hasBegun ? bytes : this.withoutMark(bytes);
    this.hasBegun = true;
    if (this.codec === 'win1252') {
      // Node itself does this, and it is nearly always enough: typographic quotes are rare in names and streets.
      const latin1 = text.toString('latin1');
      if (!notLatin1.test(latin1)) return latin1;
    }
    return iconv.decode(text, this.codec, { stripBOM: false });
  }

  private withoutMark(bytes: Buffer): Buffer {
    if (!bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)) return bytes;
    this.codec = 'utf8';
    return bytes.subarray(byteOrderMark.length);
  }
}
