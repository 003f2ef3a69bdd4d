import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from './temporary-folder.js';

it('the folder of a drop is new, and takes the place of those whose sandbox was killed', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const leftOver = join(tmpdir(), `intouch-sandbox-moso-${gone}-spec`);
  mkdirSync(leftOver);
  writeFileSync(join(leftOver, 'file'), '');
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  expect([existsSync(one), existsSync(other), one !== other, existsSync(leftOver)]).toEqual([true, true, true, false]);
  for (const folder of [one, other]) rmSync(folder, { recursive: true });
});
