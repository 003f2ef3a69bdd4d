import { describe, expect, it } from '@jest/globals';
import { child, element, isNil, nil, readXml, writeXml } from './xml.js';

describe('XML of the wires', () => {
  it('is read with namespaces, entities and character data', () => {
    const root = readXml('<?xml version="1.0"?><s:E xmlns:s="urn:s" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><A xmlns="urn:a">a &amp; b &#233;<![CDATA[<c>]]><n xsi:nil="true"/></A></s:E>');
    expect(root).toMatchObject({ name: 'E', uri: 'urn:s', children: [{ name: 'A', uri: 'urn:a', text: 'a & b é<c>' }] });
    expect(isNil(child(child(root!, 'A'), 'n')!)).toBe(true);
  });

  it.each([
    '', 'hello', '{"a":1}', '<a><b></a>', '<a', '<a>&unknown;</a>', '<p:a/>', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '<!DOCTYPE a><a/>', '<a/><b/>',
  ])('is refused: %s', (source) => expect(readXml(source)).toBeNull());

  it('is written so that it is read as it was', () => {
    const text = `O'Brien & <sons> "ltd" ]]> é`;
    const written = writeXml(element('a', [element('b', text), element('c', null), element('d', nil), element('e', '', { id: '"1"&' })], { 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' }));
    expect(readXml(written)).toMatchObject({ children: [{ text }, { name: 'c', text: '' }, { name: 'd' }, { attributes: [{ name: 'id', value: '"1"&' }] }] });
    expect(written).toContain('<c/><d xsi:nil="true"/>');
  });
});
