import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normaliseBirthDate, normaliseEmail, normaliseMobile, normaliseName } from './normalise.js';

/** Any 16-bit text at all, lone surrogates and unassigned code points included. */
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes)));
const country = fc.constantFrom('US', 'DE', 'GB', 'IT', 'MX', 'AR', 'BR', 'AU', 'JP', 'CI', 'SM', 'ZZ', '');
const phoneLike = fc.string({ unit: fc.constantFrom(...'0123456789+() -.x#/'), maxLength: 30 });

describe('every normaliser', () => {
  it('takes any text without throwing, and answers null or a text that is not empty', () => {
    fc.assert(fc.property(anyText, anyText, country, (value, other, where) => {
      for (const key of [
        normaliseName(value), normaliseEmail(value), normaliseMobile(value, where), normaliseMobile(value, other), normaliseBirthDate(value, other),
      ]) expect(key === null || key.length > 0).toBe(true);
    }), { numRuns: 2_000 });
  });
});

describe('names', () => {
  it('are fixed points once normalised, for every code point there is', () => {
    const broken: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const once = normaliseName(`a${String.fromCodePoint(code)}Σb`);
      if (normaliseName(once) !== once) broken.push(code.toString(16));
    }
    expect(broken).toEqual([]);
  });

  it('are fixed points once normalised, for any text', () => {
    fc.assert(fc.property(anyText, (value) => expect(normaliseName(normaliseName(value))).toBe(normaliseName(value))), { numRuns: 2_000 });
  });

  it('agree in any case, any normal form, and with any punctuation strewn in', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abcxyzéñüößæœøłđðþIıçşАБяΣσ李') , minLength: 1 });
    fc.assert(fc.property(letters, fc.constantFrom(...' -\'’.,_`'), fc.nat(20), (name, sign, at) => {
      const strewn = name.slice(0, at) + sign + name.slice(at);
      for (const spelling of [strewn, name.normalize('NFD'), name.toLowerCase(), name.toUpperCase()]) {
        expect(normaliseName(spelling)).toBe(normaliseName(name));
      }
    }));
  });
});

describe('emails', () => {
  const address = fc.tuple(fc.stringMatching(/^[a-z0-9.+_-]{1,12}$/), fc.stringMatching(/^[a-z0-9-]{1,10}\.[a-z]{2,4}$/)).map((parts) => parts.join('@'));

  it('are fixed points once normalised', () => {
    fc.assert(fc.property(fc.oneof(address, anyText, anyText.map((text) => `${text}@${text}.com`)), (value) => {
      expect(normaliseEmail(normaliseEmail(value))).toBe(normaliseEmail(value));
    }), { numRuns: 2_000 });
  });

  it('agree whatever the case, spaces around and mailto:', () => {
    fc.assert(fc.property(address, (value) => {
      for (const spelling of [value.toUpperCase(), ` ${value}\t`, `mailto:${value}`, `MailTo:${value}`]) {
        expect(normaliseEmail(spelling)).toBe(normaliseEmail(value));
      }
    }));
  });
});

describe('mobiles', () => {
  it('are a fixed point as E.164, in any country', () => {
    fc.assert(fc.property(phoneLike, country, country, (value, here, there) => {
      const number = normaliseMobile(value, here);
      if (number?.startsWith('+')) expect(normaliseMobile(number, there)).toBe(number);
    }), { numRuns: 5_000, examples: [['0000001', 'AU', 'US']] });
  });

  it('are E.164 or 7 to 15 digits', () => {
    fc.assert(fc.property(fc.oneof(phoneLike, anyText), country, (value, where) => {
      expect(normaliseMobile(value, where) ?? '+1234567').toMatch(/^(\+\d{3,}|\d{7,15})$/);
    }), { numRuns: 2_000 });
  });

  it('agree however a number is punctuated', () => {
    fc.assert(fc.property(fc.stringMatching(/^[2-9]\d{2}[2-9]\d{6}$/), fc.constantFrom('-', '.', ' ', ''), (digits, sign) => {
      const parts = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
      const expected = normaliseMobile(digits, 'US');
      for (const spelling of [parts.join(sign), `+1${digits}`, `(${parts[0]}) ${parts[1]}-${parts[2]}`, `${digits} x7`]) {
        expect(normaliseMobile(spelling, 'US')).toBe(expected);
      }
    }));
  });
});

describe('birth dates', () => {
  it('are real days between 1900-01-02 and the time stamp, or missing', () => {
    const day = fc.tuple(fc.integer({ min: 1850, max: 2100 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }))
      .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);
    fc.assert(fc.property(day, (value) => {
      const date = new Date(`${value}T00:00:00Z`);
      const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
      expect(normaliseBirthDate(value, '2026-07-01T12:00:00Z')).toBe(real && value > '1900-01-01' && value <= '2026-07-01' ? value : null);
    }), { numRuns: 2_000 });
  });
});
