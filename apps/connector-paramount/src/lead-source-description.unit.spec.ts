import { describe, expect, it } from '@jest/globals';
import { description, descriptionKey } from './lead-source-description.js';

describe('what is created', () => {
  it.each([
    ['  Radio \t Spot ', 'Radio Spot'],
    ['Žlutá Łódź', 'Zlutá ?ódz'],
    ['x'.repeat(31), 'x'.repeat(30)],
    [`${'x'.repeat(29)} y`, 'x'.repeat(29)],
    [' \u0007 ', null],
    ['\u0301', null],
  ])('%j is %j', (name, wanted) => expect(description(name)).toBe(wanted));
});

describe('what is compared', () => {
  it.each([
    ['facebook', 'FACEBOOK'],
    [' Referral', 'referral '],
    ['walk  in', 'Walk In'],
    [`${'x'.repeat(30)}, and more`, 'X'.repeat(30)],
    ['Žlutá', 'zlutá'],
    ['Straße', 'STRASSE'],
    ['Ghÿs', 'GHŸS'],
    ['x'.repeat(29) + 'ß', 'X'.repeat(29) + 'SS'],
  ])('%j is %j', (name, other) => expect(descriptionKey(name)).toBe(descriptionKey(other)));

  it.each([
    ['Walk In', 'Walk-In'],
    ['Web', 'Web.'],
    ['Café', 'Cafe'],
    ['Walk In', 'WalkIn'],
  ])('%j is not %j', (name, other) => expect(descriptionKey(name)).not.toBe(descriptionKey(other)));

  it('is nothing where nothing is left', () => expect([descriptionKey(' '), descriptionKey('')]).toEqual([null, null]));
});
