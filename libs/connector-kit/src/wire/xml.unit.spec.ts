import { describe, expect, it } from '@jest/globals';
import { readSoap, soapEnvelope, SoapFault } from './soap.js';
import { child, childrenAt, readXml, textAt, writeXml } from './xml.js';

describe('XML', () => {
  it('is read by local names, values as texts', () => {
    const root = readXml('<?xml version="1.0"?><a:r xmlns:a="urn:a" xmlns:xsi="urn:x"><list><id>007</id><id/><id xsi:nil="true"/></list><t> A &amp; B &lt;c&gt; &#233;&#xE9; <![CDATA[<d>]]> </t></a:r>');
    expect(root!.name).toBe('r');
    expect(childrenAt(root, 'list').map(({ text, nil }) => [text, nil])).toEqual([['007', false], ['', false], ['', true]]);
    expect(textAt(root, 't')).toBe('A & B <c> éé <d>');
    expect([textAt(root, 'list', 'none'), textAt(root, 'no', 'way'), child(root, 'list', 'id')?.text]).toEqual([null, null, '007']);
  });

  it.each([
    ['nothing', ''], ['JSON', '{"a":1}'], ['a text', 'Not Authorized'], ['half of it', '<a><b>x</b'], ['an open element', '<a><b>x</b>'], ['a wrong end', '<a><b></a></b>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'], ['one from elsewhere', '<!doctype a SYSTEM "file:///etc/passwd"><a/>'],
    ['a bomb of depth', '<a>'.repeat(5_000) + '</a>'.repeat(5_000)], ['a name that is none', '<__proto__>1</__proto__>'],
  ])('%s is none', (_name, text) => expect(readXml(text)).toBeNull());

  it('is written escaped, in order, without what is undefined', () => {
    const text = `O'Brien & <Sons> "Ltd" ]]> é`;
    const written = writeXml({ r: { '@id': '"1"&', text, gone: undefined, none: null, empty: '', number: 0, yes: true, inner: { a: '1' } } });
    expect(textAt(readXml(written), 'text')).toBe(text);
    expect(written).toContain('<none xsi:nil="true"/><empty/><number>0</number><yes>true</yes><inner><a>1</a></inner></r>');
  });
});

describe('SOAP', () => {
  const said = (body: string): string => `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;

  it('gives the element in the body', () => {
    expect(readSoap(said('<p:xResponse xmlns:p="urn:p"><id>1</id></p:xResponse>'))).toMatchObject({ name: 'xResponse', children: [{ name: 'id', text: '1' }] });
    expect(readSoap(soapEnvelope({ header: { Auth: { '@xmlns': 'urn:a', User: 'u' } }, body: { X: { '@xmlns': 'urn:a', Name: 'n' } } }))).toMatchObject({ name: 'X' });
  });

  it.each(['<html><body>Please sign in</body></html>', said(''), said('<a>').slice(0, 60), ''])('gives nothing for %s', (text) => expect(readSoap(text)).toBeNull());

  it.each([['soapenv:Client', 'Client'], ['Client', 'Client'], ['soap:Client.Data', 'Client'], ['soap:Server', 'Server'], ['', 'Server'], ['NoClient', 'Server']])('a fault of %j blames the %s', (code, blames) => {
    expect(() => readSoap(said(`<s:Fault><faultcode>${code}</faultcode><faultstring>No &amp; never</faultstring></s:Fault>`))).toThrow(new SoapFault(blames as 'Client', 'No & never'));
  });
});
