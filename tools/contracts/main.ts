import 'reflect-metadata';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keepOrCheck } from '../flow/generated-files.js';
import { documents, schemaPath, schemasKept, schemasNow } from './generated.js';
import { topicIncompatibilities } from './incompatibilities.js';

const root = resolve(import.meta.dirname, '../..');
const kept = schemasKept(root);
const found = topicIncompatibilities(kept, schemasNow());

if (found.length > 0 && !process.argv.includes('--incompatible')) {
  console.error(`Incompatible with services and messages that are out there:\n  ${found.join('\n  ')}`);
  console.error('Add an optional property or a new topic instead. Where nothing runs on the old contract yet: --incompatible');
  process.exitCode = 1;
} else {
  const check = process.argv.includes('--check');
  const now = schemasNow();
  if (!check) for (const topic of kept.keys()) if (!now.has(topic)) rmSync(join(root, schemaPath(topic)));
  process.exitCode = keepOrCheck(root, documents(), check);
}
