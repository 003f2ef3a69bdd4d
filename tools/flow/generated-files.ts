import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Those of the files, by path below `root`, that are not on disk exactly as generated now. */
export function stale(root: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, content]) => {
    const file = join(root, path);
    return existsSync(file) && readFileSync(file, 'utf8') === content ? [] : [path];
  });
}

/** Writes what is stale, or with `check` only tells of it. Answers the exit code: 1 where a check found something. */
export function keepOrCheck(root: string, files: ReadonlyMap<string, string>, check: boolean): number {
  const paths = stale(root, files);
  for (const path of paths) {
    if (!check) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), files.get(path)!);
    }
    console.log(`${check ? 'stale' : 'written'}: ${path}`);
  }
  if (check && paths.length > 0) console.error('Generate anew: npm run docs');
  return check && paths.length > 0 ? 1 : 0;
}
