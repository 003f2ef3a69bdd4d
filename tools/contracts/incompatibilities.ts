import type { JsonSchema } from './json-schema.js';

/** Compared by rules of their own, or said to people only. Every other keyword must stay as it is. */
const notPlain = new Set(['$schema', '$id', 'title', 'description', 'default', 'definitions', 'properties', 'required', '$ref', 'type', 'enum', 'items', 'anyOf']);

/**
 * What makes a payload's new schema incompatible with the old one; empty where it is not. Old and new services run side
 * by side during a roll-out and topics hold old messages, so both must read both: optional properties may be added, no more.
 */
export function incompatibilities(old: JsonSchema, now: JsonSchema): string[] {
  return compare({ root: old, schema: old }, { root: now, schema: now }, '');
}

/** The same for all topics, each sentence beginning with the topic. */
export function topicIncompatibilities(old: ReadonlyMap<string, JsonSchema>, now: ReadonlyMap<string, JsonSchema>): string[] {
  return [...old].flatMap(([topic, schema]) => {
    const next = now.get(topic);
    return next ? incompatibilities(schema, next).map((what) => `${topic}: ${what}`) : [`${topic}: the topic was removed`];
  });
}

/** A schema with the document its references point into. */
interface Side {
  readonly root: JsonSchema;
  readonly schema: JsonSchema;
}

function compare(left: Side, right: Side, path: string): string[] {
  const old = resolved(left);
  const now = resolved(right);
  const here = path || 'the payload';
  return [
    ...lists(typesOf(old), typesOf(now), `${here}: type`),
    ...lists(old.enum, now.enum, `${here}: value`),
    ...keywords(old, now, here),
    ...properties(left.root, right.root, old, now, path),
    ...(old.items && now.items ? compare({ root: left.root, schema: old.items }, { root: right.root, schema: now.items }, `${path}[]`) : []),
  ];
}

function properties(oldRoot: JsonSchema, nowRoot: JsonSchema, old: JsonSchema, now: JsonSchema, path: string): string[] {
  const before = old.properties ?? {};
  const after = now.properties ?? {};
  const was = new Set(old.required);
  const is = new Set(now.required);
  const pathOf = (name: string): string => (path ? `${path}.${name}` : name);
  const kept = Object.entries(before).flatMap(([name, schema]) => {
    const next = after[name];
    if (!next) return [`${pathOf(name)} was removed`];
    return [
      ...(!was.has(name) && is.has(name) ? [`${pathOf(name)} became required: messages without it are refused`] : []),
      ...(was.has(name) && !is.has(name) ? [`${pathOf(name)} became optional: readers not yet renewed refuse messages without it`] : []),
      ...compare({ root: oldRoot, schema }, { root: nowRoot, schema: next }, pathOf(name)),
    ];
  });
  const added = Object.keys(after).filter((name) => !(name in before) && is.has(name));
  return [...kept, ...added.map((name) => `${pathOf(name)} is new and required: messages without it are refused`)];
}

function lists(old: readonly unknown[] | undefined, now: readonly unknown[] | undefined, what: string): string[] {
  if (!old && !now) return [];
  if (!old) return [`${what}s are limited to ${now!.map(String).join(', ')}`];
  if (!now) return [`${what}s are no longer limited: readers not yet renewed refuse new ones`];
  return [
    ...old.filter((entry) => !now.includes(entry)).map((entry) => `${what} ${String(entry)} is no longer accepted`),
    ...now.filter((entry) => !old.includes(entry)).map((entry) => `${what} ${String(entry)} is new: readers not yet renewed refuse it`),
  ];
}

function keywords(old: JsonSchema, now: JsonSchema, here: string): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => !notPlain.has(name));
  const text = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
  return names
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
    .map((name) => `${here}: ${name} was ${text(old[name])} and is ${text(now[name])}`);
}

function typesOf({ type }: JsonSchema): readonly string[] | undefined {
  return typeof type === 'string' ? [type] : type;
}

/** Follows a reference; "this or null" becomes the schema with null among its types. */
function resolved({ root, schema }: Side): JsonSchema {
  if (schema.$ref) return root.definitions?.[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {};
  const [held, ...others] = schema.anyOf ?? [];
  if (!held) return schema;
  const inner = resolved({ root, schema: held });
  return { ...inner, type: [...(typesOf(inner) ?? []), ...others.flatMap((other) => typesOf(other) ?? [])] };
}
