import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { flowPage } from './flow-page.js';
import { keepOrCheck } from './generated-files.js';
import { discoverServices, discoverVendors } from './services.js';
import { vendorsPage, withVendorTable } from './vendors-page.js';

const root = resolve(import.meta.dirname, '../..');

const vendors = await discoverVendors(join(root, 'apps'));

process.exitCode = keepOrCheck(
  root,
  new Map([
    ['docs/flow.md', flowPage(await discoverServices(join(root, 'apps')))],
    ['docs/vendors.md', vendorsPage(vendors)],
    ['README.md', withVendorTable(readFileSync(join(root, 'README.md'), 'utf8'), vendors)],
  ]),
  process.argv.includes('--check'),
);
