import { describe, expect, it } from '@jest/globals';
import { completed, idOf, numbered, numberOf } from './ids.js';

describe('ids of Salesforce', () => {
  it.each([
    ['00QSIM000000001', '00QSIM0000000012BA'],
    ['005SIM000000001', '005SIM000000001YBA'],
    ['aBCDEabcdeABCDE', 'aBCDEabcdeABCDE4A5'],
    ['00QSIM0000000012BA', '00QSIM0000000012BA'],
    ['short', 'short'],
  ])('%s is whole as %s', (given, whole) => expect(completed(given)).toBe(whole));

  it('are known with 15 or 18 characters, with the right suffix and of the right object only', () => {
    const id = numbered('00Q', 1);
    for (const given of [id, id.slice(0, 15)]) expect(idOf('00Q', given)).toBe(id);
    for (const given of ['00QSIM0000000012BB', id.toLowerCase(), '005SIM000000001', '00QSIM00000000', `${id}X`, '', '00Q SIM00000000']) expect(idOf('00Q', given)).toBeNull();
  });

  it('tell their number if the sandbox made them', () => {
    expect([numberOf(numbered('00Q', 12)), numberOf('00Q5g00000ABCDEEA4')]).toEqual([12, null]);
  });
});
