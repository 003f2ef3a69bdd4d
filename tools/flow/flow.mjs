// Writes docs/flow.md, docs/vendors.md and the README's table of vendors; with --check only says whether it is up to date, and fails when it is not.
import '@swc-node/register/esm-register';

await import('./main.ts');
