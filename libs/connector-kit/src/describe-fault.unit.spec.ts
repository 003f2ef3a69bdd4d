import { expect, it } from '@jest/globals';
import { describeFault } from './describe-fault.js';
import { Rejected } from './errors.js';

it('says what and where, not what a vendor or a person said', () => {
  const parse = (): unknown => JSON.parse('Jane Doe');
  const fault = ((): Error => {
    try {
      return parse() as Error;
    } catch (error) {
      return error as Error;
    }
  })();
  expect(JSON.stringify(describeFault(fault))).not.toContain('Jane');
  expect(describeFault(fault)).toMatchObject({ fault: 'SyntaxError', at: expect.arrayContaining([expect.stringContaining('describe-fault')]) });
  expect(JSON.stringify(describeFault(new Rejected('vendor-refused', 'Jane\nat home is wrong')))).not.toContain('Jane');
});

it('keeps the words of the engine', () => {
  expect(describeFault(new TypeError('x is not a function'))).toMatchObject({ fault: 'TypeError', message: 'x is not a function' });
});
