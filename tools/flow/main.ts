import 'reflect-metadata';
import { join, resolve } from 'node:path';
import { keepOrCheck } from './generated-files.js';
import { flowPage } from './flow-page.js';
import { discoverServices } from './services.js';

const root = resolve(import.meta.dirname, '../..');

process.exitCode = keepOrCheck(
  root,
  new Map([['docs/flow.md', flowPage(await discoverServices(join(root, 'apps')))]]),
  process.argv.includes('--check'),
);
