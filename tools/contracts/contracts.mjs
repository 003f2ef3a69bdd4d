// Writes libs/contracts/schemas and docs/asyncapi.yaml, unless a contract has become incompatible.
// With --check it only says whether they are up to date, and fails when they are not.
import '@swc-node/register/esm-register';

await import('./main.ts');
