import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';

const root = resolve(import.meta.dirname, '../..');
const fixtures = join(import.meta.dirname, 'fixtures');
const boundary = '@nx/enforce-module-boundaries';

/** Fixture → the place in the tree it is checked as, and the rules that must refuse it, one entry per finding. */
const refused: Record<string, { readonly as: string; readonly by: readonly string[] }> = {
  'connector-importing-kafkajs.ts': { as: 'apps/connector-compete/src/forbidden.ts', by: [boundary, 'no-restricted-imports'] },
  'connector-importing-mysql2.ts': { as: 'apps/connector-compete/src/forbidden.ts', by: ['no-restricted-imports'] },
  'connector-importing-nest.ts': { as: 'apps/connector-compete/src/forbidden.ts', by: [boundary] },
  'connector-importing-platform.ts': { as: 'apps/connector-compete/src/forbidden.ts', by: [boundary] },
  'domain-importing-typeorm.ts': { as: 'libs/smart-match/src/forbidden.ts', by: [boundary] },
  'domain-importing-platform.ts': { as: 'libs/smart-match/src/forbidden.ts', by: [boundary] },
  'contract-importing-a-lib.ts': { as: 'libs/contracts/src/forbidden.ts', by: [boundary] },
  'contract-importing-nest.ts': { as: 'libs/contracts/src/forbidden.ts', by: [boundary] },
  'app-importing-app-by-path.ts': { as: 'apps/scheduler/src/forbidden.ts', by: [boundary] },
  'service-importing-kit.ts': { as: 'apps/matcher/src/forbidden.ts', by: [boundary] },
  'platform-importing-domain.ts': { as: 'libs/service/src/forbidden.ts', by: [boundary] },
  'sandbox-importing-contracts.ts': { as: 'apps/sandbox/src/forbidden.ts', by: [boundary] },
  'service-importing-kafkajs.ts': { as: 'apps/matcher/src/forbidden.ts', by: ['no-restricted-imports'] },
  'reading-the-environment.ts': { as: 'apps/matcher/src/deciding/forbidden.ts', by: ['no-restricted-properties'] },
  'printing.ts': { as: 'libs/service/src/forbidden.ts', by: ['no-console'] },
  'sql-outside-a-store.ts': { as: 'apps/matcher/src/deciding/forbidden.ts', by: ['no-restricted-syntax', 'no-restricted-syntax'] },
};

describe('lint refuses', () => {
  let eslint: ESLint;
  beforeAll(async () => {
    const config: string = join(root, 'eslint.config.mjs');
    const { default: rules } = (await import(config)) as { default: never };
    eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: rules });
  });
  const findings = async (fixture: string, as: string): Promise<(string | null)[]> => {
    const [result] = await eslint.lintText(readFileSync(join(fixtures, fixture), 'utf8'), { filePath: join(root, as) });
    return result!.messages.map(({ ruleId, message }) => ruleId ?? message).sort();
  };

  it.each(Object.entries(refused))('%s', async (fixture, { as, by }) => {
    expect(await findings(fixture, as)).toEqual([...by].sort());
  });

  it('none of them where it is allowed', async () => {
    expect(await findings('service-importing-kafkajs.ts', 'libs/messaging/src/allowed.ts')).toEqual([]);
    expect(await findings('connector-importing-mysql2.ts', 'apps/connector-sugarcrm/src/allowed.ts')).toEqual([]);
    expect(await findings('connector-importing-platform.ts', 'apps/matcher/src/allowed.ts')).toEqual([]);
    expect(await findings('reading-the-environment.ts', 'apps/matcher/src/config.ts')).toEqual([]);
    expect(await findings('sql-outside-a-store.ts', 'apps/matcher/src/store/allowed.store.ts')).toEqual([]);
    expect(await findings('printing.ts', 'tools/stack/src/allowed.ts')).toEqual([]);
  });

  it('every fixture there is', () => {
    expect(readdirSync(fixtures).sort()).toEqual(Object.keys(refused).sort());
  });
});

describe('every folder of apps/ and libs/', () => {
  const projects = ['apps', 'libs'].flatMap((place) => readdirSync(join(root, place)).map((name) => ({ name, folder: join(root, place, name) })));
  const read = (folder: string): { name: string; tags: string[]; targets: object } => JSON.parse(readFileSync(join(folder, 'project.json'), 'utf8')) as never;

  it('is a project of its own name and of one kind, so that the boundaries hold for it', () => {
    const kinds = /^type:(service|connector|kit|platform|domain|contract|sandbox|e2e)$/;
    const odd = projects.filter(({ name, folder }) => {
      if (!existsSync(join(folder, 'project.json'))) return true;
      const project = read(folder);
      return project.name !== name || project.tags.filter((tag) => kinds.test(tag)).length !== 1;
    });
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  it('that can be started can be built', () => {
    const startable = projects.filter(({ folder }) => existsSync(join(folder, 'src/main.ts')));
    expect(startable.filter(({ folder }) => !('build' in read(folder).targets)).map(({ name }) => name)).toEqual([]);
  });
});
