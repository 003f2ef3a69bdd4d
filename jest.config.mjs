// One configuration for the whole workspace; the suffix of a file says what it needs:
// `.unit.spec.ts` nothing, `.int.spec.ts` PostgreSQL and/or Kafka, `.e2e.spec.ts` the whole ring.
const suffix = process.env.SPEC ? `(${process.env.SPEC})` : '(unit|int|e2e)';

export default {
  rootDir: import.meta.dirname,
  testRegex: [`\\.${suffix}\\.spec\\.ts$`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@intouch/(stack|crm-database)$': '<rootDir>/tools/$1/src/index.ts',
    '^@intouch/([^/]+)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^@intouch/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data'],
  globalSetup: '<rootDir>/tools/stack/jest/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/stack/jest/global-teardown.mjs',
  testSequencer: '<rootDir>/tools/stack/jest/longest-first.mjs',
  reporters: ['default', '<rootDir>/tools/stack/jest/closing-line.mjs'],
  maxWorkers: 2,
  workerIdleMemoryLimit: '700MB',
  testTimeout: 30_000,
};
