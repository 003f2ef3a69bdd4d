import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics, type Topic } from '@intouch/contracts';
import { asyncApi } from './async-api.js';
import { payloadSchema, type JsonSchema } from './json-schema.js';
import { toYaml } from './yaml.js';

const folder = 'libs/contracts/schemas';
const ending = '.schema.json';

/** Every topic's schema as the classes say now, by topic. */
export function schemasNow(): Map<string, JsonSchema> {
  return new Map(Object.values<Topic>(topics).map((topic) => [topic.name, payloadSchema(topic)]));
}

/** Every topic's schema as it lies in the repository, by topic. */
export function schemasKept(root: string): Map<string, JsonSchema> {
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)) : [];
  return new Map(files.map((name) => [name.slice(0, -ending.length), JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as JsonSchema]));
}

export const schemaPath = (topic: string): string => `${folder}/${topic}${ending}`;

/** All generated documents of the contracts, by path below the root. */
export function documents(): Map<string, string> {
  return new Map([
    ...[...schemasNow()].map(([topic, schema]) => [schemaPath(topic), `${JSON.stringify(schema, null, 2)}\n`] as const),
    ['docs/asyncapi.yaml', `# Generated from libs/contracts/src/topics.ts: npm run docs\n${toYaml(asyncApi())}`],
  ]);
}
