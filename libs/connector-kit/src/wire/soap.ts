import { Rejected, Unavailable } from '../errors.js';
import { child, readXml, textAt, writeXml, type XmlElement, type XmlFields } from './xml.js';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A SOAP 1.1 message. `operation` carries its namespace as an `@xmlns` of its own, or a prefix declared there. */
export function soapEnvelope(message: { readonly header?: XmlFields; readonly body: XmlFields }): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${writeXml({
    'soap:Envelope': {
      '@xmlns:soap': envelopeNamespace,
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      ...(message.header ? { 'soap:Header': message.header } : {}),
      'soap:Body': message.body,
    },
  })}`;
}

/** Headers of a SOAP 1.1 call. */
export function soapHeaders(action: string): Record<string, string> {
  return { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${action}"` };
}

/** The vendor's fault, by who is to blame: `Client` is the message, `Server` the vendor itself. */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  constructor(
    readonly blames: 'Client' | 'Server',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The answer's element in the body; null: it is no complete envelope (cut off, a login page, an error page).
 * @throws {SoapFault}
 */
export function readSoap(text: string): XmlElement | null {
  const root = readXml(text);
  const body = root?.name === 'Envelope' ? child(root, 'Body') : undefined;
  const [answer] = body?.children ?? [];
  if (!answer) return null;
  if (answer.name !== 'Fault') return answer;
  const code = textAt(answer, 'faultcode') ?? '';
  throw new SoapFault(/(^|[:.])Client($|\.)/.test(code) ? 'Client' : 'Server', textAt(answer, 'faultstring') ?? 'a fault without a text');
}

/** A fault in the kit's words, where the vendor says nothing more about it. */
export function faultAsError({ blames, message }: SoapFault, code: string, ambiguous: boolean): Error {
  return blames === 'Client' ? new Rejected(code, message) : new Unavailable(`the vendor answered with a fault: ${message}`, ambiguous);
}
