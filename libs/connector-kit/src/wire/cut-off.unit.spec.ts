import { expect, it } from '@jest/globals';
import { isCutOff } from './cut-off.js';

it.each([
  ['{"error":"not_f', true], [' [{"errorCode":"NOT_F', true], ['{', true],
  ['{"error":"not_found"}', false], ['[]', false], ['', false], ['null', false], ['<html><body>Please sign in</body></html>', false], ['Service Unavailable', false],
])('%j: %s', (text, is) => expect(isCutOff(text)).toBe(is));
