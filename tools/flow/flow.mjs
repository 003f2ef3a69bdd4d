// Writes docs/flow.md; with --check only says whether it is up to date, and fails when it is not.
import '@swc-node/register/esm-register';

await import('./main.ts');
