import { constants, type Stats } from 'node:fs';
import ssh2, { type Attributes } from 'ssh2';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** What SFTP tells of a file. Times in seconds since 1970. */
export const attributesOf = ({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
  mode, uid, gid, size, atime: Math.floor(atimeMs / 1000), mtime: Math.floor(mtimeMs / 1000),
});

/** A line as of `ls -l`, for people and old clients. */
export function longName(name: string, stats: Stats): string {
  const bits = [...'rwxrwxrwx'].map((letter, index) => ((stats.mode >> (8 - index)) & 1 ? letter : '-')).join('');
  // `Mon, 08 Jul 2024 17:00:00 GMT`
  const [, day, month, year] = stats.mtime.toUTCString().split(' ');
  return `${stats.isDirectory() ? 'd' : stats.isSymbolicLink() ? 'l' : '-'}${bits} ${stats.nlink} sandbox sandbox ${stats.size} ${month} ${day} ${year} ${name}`;
}

/** Flags of SFTP as those of the operating system. */
export function openFlags(flags: number): number {
  const has = (flag: number) => (flags & flag) !== 0;
  const access = has(OPEN_MODE.WRITE) ? (has(OPEN_MODE.READ) ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
  return (
    access |
    (has(OPEN_MODE.APPEND) ? constants.O_APPEND : 0) |
    (has(OPEN_MODE.CREAT) ? constants.O_CREAT : 0) |
    (has(OPEN_MODE.TRUNC) ? constants.O_TRUNC : 0) |
    (has(OPEN_MODE.EXCL) ? constants.O_EXCL : 0)
  );
}

/** The status OpenSSH gives for an error of the operating system. */
export function statusOf(error: unknown): number {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT': case 'ENOTDIR': case 'EBADF': case 'ELOOP': return STATUS_CODE.NO_SUCH_FILE;
    case 'EPERM': case 'EACCES': case 'EFAULT': return STATUS_CODE.PERMISSION_DENIED;
    case 'ENAMETOOLONG': case 'EINVAL': return STATUS_CODE.BAD_MESSAGE;
    default: return STATUS_CODE.FAILURE;
  }
}
