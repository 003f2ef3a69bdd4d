import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element read: by its local name, prefixes and namespaces dropped; `text` trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly nil: boolean;
  readonly children: readonly XmlElement[];
}

/** What goes into an element: text, null for `xsi:nil`, elements in order. What is undefined is left out. */
export type XmlValue = string | number | boolean | null | XmlFields;
export interface XmlFields {
  readonly [name: string]: XmlValue | undefined;
}

/** Deeper than any vendor nests. */
const deepest = 24;

// Values stay texts: ids have leading zeros. Entities are the five of XML and numbers; document types are refused before.
const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false,
  trimValues: false, htmlEntities: true, ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: deepest,
});
const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true, suppressBooleanAttributes: false });

type Parsed = Readonly<Record<string, unknown>>;

/**
 * The root element of a whole, well-formed document; null for anything else (a login page that is no XML, a body that was cut
 * off, a document type: with it would come entities). Large answers take about 0.2 s a megabyte.
 */
export function readXml(text: string): XmlElement | null {
  if (!/^\s*</.test(text) || /<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return null;
  try {
    const [root] = elements(parser.parse(text) as readonly Parsed[]);
    return root ?? null;
  } catch {
    // Too deep, or a name no vendor gives.
    return null;
  }
}

function elements(nodes: readonly Parsed[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name] as readonly Parsed[];
    const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
    const text = inner.map((one) => one['#text'] ?? '').join('').trim();
    return [{ name, text, nil: attributes['nil'] === 'true' || attributes['nil'] === '1', children: elements(inner) }];
  });
}

export function child(element: XmlElement | null | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => at?.children.find((one) => one.name === name), element ?? undefined);
}

/** The text at a path below an element; null where it is missing, nil or empty: to vendors these are one. */
export function textAt(element: XmlElement | null | undefined, ...path: readonly string[]): string | null {
  const found = child(element, ...path);
  return !found || found.nil || found.text === '' ? null : found.text;
}

export function childrenAt(element: XmlElement | null | undefined, ...path: readonly string[]): readonly XmlElement[] {
  return child(element, ...path)?.children ?? [];
}

/** Elements as text, escaped, in the order of the keys; a key that begins with `@` is an attribute. */
export function writeXml(fields: XmlFields): string {
  return builder.build(prepared(fields)) as string;
}

function prepared(fields: XmlFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (value === null) return [[name, { '@xsi:nil': 'true' }]];
      return [[name, typeof value === 'object' ? prepared(value) : String(value)]];
    }),
  );
}
