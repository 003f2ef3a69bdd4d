import { execFile, type ExecFileOptions } from 'node:child_process';
import { wardenLine } from './warden-line.js';

/**
 * Runs a command to its end, under the warden's eye: a download by Maven does not go on after its launcher was killed.
 * @throws {Error} as `execFile` does, with `code`, `stdout` and `stderr`
 */
export function runGuarded(command: string, args: string[], options: ExecFileOptions = {}): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { ...options, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (child.pid !== undefined) wardenLine.drop(child.pid);
      if (error) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    if (child.pid !== undefined) wardenLine.add(child.pid, 'service', 'SIGTERM');
  });
}
