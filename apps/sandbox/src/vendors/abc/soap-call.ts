import { text, type Answer } from '../../http/answer.js';
import { element, readXml, writeXml, type XmlElement, type XmlNode } from '../../http/xml.js';

const envelopeSpace = 'http://schemas.xmlsoap.org/soap/envelope/';
const serviceSpace = 'urn:abc-sim:ProspectManagerService';
export const xmlType = 'text/xml; charset=utf-8';

/** The operation element of a SOAP 1.1 message; null when the body is no such message. */
export function calledElement(body: string): XmlElement | null {
  const root = readXml(body);
  if (root === null || root.name !== 'Envelope' || root.uri !== envelopeSpace) return null;
  const content = root.children.find(({ name, uri }) => name === 'Body' && uri === envelopeSpace);
  const [called, ...others] = content?.children ?? [];
  return called !== undefined && others.length === 0 && called.uri === serviceSpace ? called : null;
}

/** A child without namespace, as all below the operation element are. */
export const plainChild = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
  parent?.children.find((one) => one.name === name && one.uri === '');

/** `name` is that of the response element, without prefix. */
export const response = (name: string, content: readonly XmlNode[]): Answer => enveloped(200, element(`p:${name}`, content));

export const fault = (kind: 'Client' | 'Server', message: string): Answer =>
  enveloped(500, element('soapenv:Fault', [element('faultcode', `soapenv:${kind}`), element('faultstring', message)]));

function enveloped(status: number, content: XmlNode): Answer {
  const spaces = { 'xmlns:soapenv': envelopeSpace, 'xmlns:p': serviceSpace };
  const root = element('soapenv:Envelope', [element('soapenv:Body', [content])], spaces);
  return text(status, xmlType, `<?xml version="1.0" encoding="UTF-8"?>\n${writeXml(root)}`);
}
