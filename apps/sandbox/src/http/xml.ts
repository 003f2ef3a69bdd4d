import { SaxesParser } from 'saxes';
import { text, type Answer } from './answer.js';

/** An element as it was sent: `name` without prefix, `uri` its namespace or ''. */
export interface XmlElement {
  readonly name: string;
  readonly uri: string;
  readonly attributes: readonly { readonly name: string; readonly uri: string; readonly value: string }[];
  readonly children: readonly XmlElement[];
  /** All character data of the element itself, entities resolved. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** The root element; null when the text is not well-formed, or has a document type: nobody we play takes one. */
export function readXml(source: string): XmlElement | null {
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let isBad = false;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', () => (isBad = true));
  parser.on('doctype', () => (isBad = true));
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).map(({ local, uri, value }) => ({ name: local, uri, value }));
    const element: OpenElement = { name: tag.local, uri: tag.uri, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const append = (data: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += data;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => void open.pop());
  parser.write(source).close();
  return isBad ? null : root;
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

export const isNil = (element: XmlElement): boolean =>
  element.attributes.some(({ name, uri, value }) => name === 'nil' && uri === 'http://www.w3.org/2001/XMLSchema-instance' && value === 'true');

/** What goes into an element: text, nothing (`<a/>`), nil (`xsi:nil`, the prefix is the caller's to declare), or elements in order. */
export type XmlContent = string | null | typeof nil | readonly XmlNode[];
export interface XmlNode {
  /** With its prefix, if any. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: XmlContent;
}
export const nil = Symbol('xsi:nil');

export const element = (name: string, content: XmlContent, attributes: Readonly<Record<string, string>> = {}): XmlNode => ({ name, content, attributes });

export function writeXml({ name, attributes = {}, content }: XmlNode): string {
  const all = content === nil ? { ...attributes, 'xsi:nil': 'true' } : attributes;
  const start = `<${name}${Object.entries(all).map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`).join('')}`;
  const inner = content === nil || content === null ? '' : typeof content === 'string' ? escaped(content) : content.map(writeXml).join('');
  return inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`;
}

export const xml = (status: number, contentType: string, root: XmlNode): Answer =>
  text(status, contentType, `<?xml version="1.0" encoding="utf-8"?>\n${writeXml(root)}`);

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
