import { expect, it } from '@jest/globals';
import { wholeId } from './record-id.js';

it.each([
  ['00QSIM000000001', '00QSIM0000000012BA'],
  ['005SIM000000002', '005SIM000000002YBA'],
  ['abcdeABCDEa1b2C', 'abcdeABCDEa1b2CA5Q'],
])('%s is %s', (short, whole) => expect(wholeId(short)).toBe(whole));

it.each(['00QSIM0000000012BA', '', 'x', '00QSIM00000000', 'a@b.example.com1'])('%s stays', (id) => expect(wholeId(id)).toBe(id));
