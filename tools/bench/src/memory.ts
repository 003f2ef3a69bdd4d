import { readFile, writeFile } from 'node:fs/promises';

/** Memory of a process of this machine that is held in RAM, in bytes: now, and at most since {@link forgetPeak} (Linux, proc(5)). */
export async function memoryOf(pid: number | 'self'): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

/** What a process took to start is no part of what its work takes. */
export async function forgetPeak(pid: number | 'self'): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The least and the most, in words; bytes. */
export function growth(of: readonly { readonly before: number; readonly peak: number }[]): string {
  const grown = of.map(({ before, peak }) => Math.round((peak - before) / 2 ** 20));
  const [least, most] = [Math.min(...grown), Math.max(...grown)];
  return least === most ? `+${most} MB` : `+${least} to +${most} MB`;
}
