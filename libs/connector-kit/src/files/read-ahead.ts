import type { SftpConnection } from './sftp-connection.js';

/** What the library asks for in one request of a server it does not know, less a little; of larger ones it makes several, one after the other. */
const pieceBytes = 30 * 1024;
/** So many are on their way at once, 960 KiB. Over 50 ms of network that gave 14 MB/s from OpenSSH; one at a time is 0.6. */
const most = 32;

/**
 * A file in order, read ahead of whoever takes it. The number of pieces on their way begins with one and doubles, so that
 * a small file costs few requests.
 * @throws as `SftpConnection.ask`
 */
export async function* readAhead(connection: SftpConnection, path: string): AsyncGenerator<Uint8Array, void, void> {
  const handle = await connection.ask<Buffer>((sftp, done) => sftp.open(path, 'r', done));
  try {
    const coming: Promise<Buffer>[] = [];
    let position = 0;
    for (let wanted = 1; ; wanted = Math.min(2 * wanted, most)) {
      for (; coming.length < wanted; position += pieceBytes) {
        const piece = pieceAt(connection, handle, position);
        // It may fail while nobody waits for it yet.
        piece.catch(() => undefined);
        coming.push(piece);
      }
      const bytes = await coming.shift()!;
      if (bytes.length > 0) yield bytes;
      if (bytes.length < pieceBytes) return;
    }
  } finally {
    // Without a connection nothing is open.
    await connection.ask<void>((sftp, done) => sftp.close(handle, done)).catch(() => undefined);
  }
}

/** A whole piece, or less at the end of the file. A server may give less than it was asked for at any time. */
async function pieceAt(connection: SftpConnection, handle: Buffer, position: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  let length = 0;
  while (length < piece.length) {
    const count = await connection.ask<number>((sftp, done) => sftp.read(handle, piece, length, piece.length - length, position + length, done));
    if (count === 0) break;
    length += count;
  }
  return piece.subarray(0, length);
}
