import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contactStatuses, deliveryStates, linkedHows, lookupStatuses, runCounters, vendors } from '@intouch/contracts';
import * as kit from '@intouch/connector-kit';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const missing = (page: string, words: Iterable<string>): string[] => {
  const text = read(page);
  return [...new Set(words)].filter((word) => !new RegExp(`\`${word}[\`(]`).test(text)).sort();
};
/** Codes as connectors and kit spell them out when they warn, refuse or park. */
const codesIn = (source: string): string[] =>
  [...source.matchAll(/(?:code: |code = |warn\(|info\([^\n]*|Rejected\(|parked\(\w+, )'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code]) => code!);

describe('docs/glossary.md', () => {
  it('has every word of the closed lists', () => {
    expect(missing('docs/glossary.md', [...vendors, ...contactStatuses, ...deliveryStates, ...linkedHows, ...lookupStatuses, ...runCounters])).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  it('has every error of the kit', () => {
    const errors = Object.entries(kit).filter(([, it]) => typeof it === 'function' && it.prototype instanceof kit.VendorError);
    expect(errors.length).toBeGreaterThan(5);
    expect(missing('docs/errors.md', errors.map(([name]) => name))).toEqual([]);
  });

  it('has every code that kit and connectors spell out', () => {
    const sources = globSync(['libs/connector-kit/src/**/*.ts', 'apps/connector-*/src/**/*.ts'], { cwd: root }).filter((path) => !/\.spec\.ts$|\/testing\//.test(path));
    const codes = sources.flatMap((path) => codesIn(read(path)));
    expect(codes).toEqual(expect.arrayContaining(['missing-required', 'truncated', 'vendor-refused', 'internal-error']));
    expect(missing('docs/errors.md', codes)).toEqual([]);
  });
});

describe('docs/add-a-vendor.md', () => {
  it('names every file of the example', () => {
    const files = readdirSync(join(root, 'apps/connector-compete/src')).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    expect(missing('docs/add-a-vendor.md', files)).toEqual([]);
  });

  it('names every part of the definition', async () => {
    const connector: string = join(root, 'apps/connector-compete/src/connector.ts');
    const { compete } = (await import(connector)) as { compete: object };
    expect(missing('docs/add-a-vendor.md', Object.keys(compete))).toEqual([]);
  });
});

it('links between the documents lead somewhere', () => {
  const broken = globSync('docs/**/*.md', { cwd: root }).flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(([, to]) => (existsSync(resolve(root, page, '..', to!)) ? [] : [`${page}: ${to}`])),
  );
  expect(broken).toEqual([]);
});
