import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';

// The boundary rule reads the project graph that Nx keeps on disk and, in a clone that has none yet, lets everything
// pass with a mere warning. So it is made here, before the first file.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: false });

/** What tests may use beyond what their project may. */
const tests = ['**/*.spec.ts', '**/testing/**/*.ts'];
const testPackages = ['@jest/globals', 'fast-check'];

/** One row per kind of project, none for "any": a new kind has no rights until it gets its row. */
const boundaries = (inTests) => [
  {
    sourceTag: 'type:connector',
    onlyDependOnLibsWithTags: ['type:kit', 'type:contract', ...(inTests ? ['type:tool'] : [])],
    bannedExternalImports: ['typeorm', 'kafkajs', 'pg', '@nestjs/*'],
  },
  { sourceTag: 'type:kit', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform', ...(inTests ? ['type:tool'] : [])] },
  { sourceTag: 'type:service', onlyDependOnLibsWithTags: ['type:contract', 'type:domain', 'type:platform', ...(inTests ? ['type:tool'] : [])] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:contract', 'type:platform', ...(inTests ? ['type:tool'] : [])] },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:contract'],
    allowedExternalImports: ['libphonenumber-js', 'libphonenumber-js/*', ...(inTests ? testPackages : [])],
  },
  {
    sourceTag: 'type:contract',
    onlyDependOnLibsWithTags: [],
    allowedExternalImports: ['class-validator', 'class-transformer', ...(inTests ? testPackages : [])],
  },
  // It imitates what is on the other side of the wire: sharing code with this side would hide mistakes of both.
  { sourceTag: 'type:sandbox', onlyDependOnLibsWithTags: [] },
  // The generators read what services, kit and contracts say of themselves; the launcher starts servers.
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:tool', 'type:kit', 'type:platform', 'type:contract'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:tool', 'type:contract'] },
];
const boundaryRule = (inTests) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      depConstraints: boundaries(inTests),
      // All of tools/ is one project, and most of it knows tools/stack by its alias.
      allowCircularSelfDependency: true,
      // `npm start` builds the launcher and goes on in what it built.
      allow: ['../../dist/tools/stack/main.js'],
    },
  ],
});

// What @eslint/js would list, one package less. Names that are not defined are the compiler's business.
const recommended = [...builtinRules].filter(([name, rule]) => rule.meta.docs.recommended && name !== 'no-undef').map(([name]) => [name, 'error']);

// What neither reads nor writes rows may stand anywhere: a ping, an advisory lock.
const statement = String.raw`/^\s*(SELECT\s(?!1$|pg_(try_)?advisory_)|INSERT\s|UPDATE\s|DELETE\s|WITH\s)/`;
const sql = 'SQL has its own room: put the statement into a store (store/<what>.store.ts) and call that.';

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '.data*/', '.nx/', 'coverage/', 'tools/lint/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['**/*.ts', '**/*.mjs'], rules: Object.fromEntries(recommended) },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts', '**/*.mjs'] })),
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { '@nx': nx },
    // Else a class that is injected by its type looks like a mere type.
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      ...boundaryRule(false),
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      // Decorators and Nest take classes as `Function`.
      '@typescript-eslint/no-unsafe-function-type': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read, checked and named in one file per service: config.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'kafkajs', message: 'Only libs/messaging talks to Kafka: declare a handler with @On, publish by Publisher or Outbox.' },
            { name: 'mysql2', message: 'Only connector-sugarcrm talks to MySQL, the database of somebody else\'s CRM: ours is PostgreSQL.' },
          ],
          patterns: ['mysql2/*'],
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: `Literal[value=${statement}]`, message: sql },
        { selector: `TemplateLiteral > TemplateElement:first-child[value.raw=${statement}]`, message: sql },
      ],
    },
  },
  // What comes over HTTP is read as it is, and asserted.
  { files: tests, rules: { ...boundaryRule(true), '@typescript-eslint/no-explicit-any': 'off' } },
  {
    // The servers' test must not trust our client with telling whether the broker works; the benchmark measures the bare client as its floor.
    files: ['libs/messaging/**', 'tools/stack/src/start-servers.int.spec.ts', 'tools/bench/**', 'apps/connector-sugarcrm/**', 'tools/crm-database/**', 'tools/stack/src/**/mariadb-*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // config.ts reads the environment, main.ts and programs for a terminal hand it on; the kit is the config.ts and main.ts of all connectors.
    files: ['apps/*/src/config.ts', 'apps/*/src/main.ts', 'apps/*/src/*-cli.ts', 'libs/connector-kit/src/run-connector.ts', 'tools/**', '*.config.mjs', ...tests],
    rules: { 'no-restricted-properties': 'off' },
  },
  // Programs for a terminal; the sandbox is one for developers, with nothing to keep out of its output.
  { files: ['tools/**', 'apps/*/src/*-cli.ts', 'apps/sandbox/**', ...tests], rules: { 'no-console': 'off' } },
  // The sandbox has no database, but routes that begin with DELETE.
  { files: ['**/store/**', 'libs/postgres/**', 'tools/**', 'apps/sandbox/**', ...tests], rules: { 'no-restricted-syntax': 'off' } },
);
