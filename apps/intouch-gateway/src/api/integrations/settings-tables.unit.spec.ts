import { describe, expect, it } from '@jest/globals';
import type { SettingDescription } from '@intouch/contracts';
import { mosoDescription as moso } from '../../testing/moso-description.js';
import { readSettings } from './settings-rules.js';

const described = (name: string): SettingDescription => moso.settings.find((setting) => setting.name === name)!;
const read = (setting: SettingDescription, value: unknown) =>
  readSettings({ ...moso, settings: [setting] }, { settings: { [setting.name]: value }, credentials: {} }, {}, { allowInsecure: false, inbound: false });
const types = described('membershipTypes');
const row = (code: unknown, status: unknown = 'LEAD') => ({ code, status });

describe('a table', () => {
  it('keeps its texts as they were checked, so that what was answered can be put again', () => {
    const { settings, errors } = read(types, [row(' guest ', 'lead'), row('GOLD', 'MEMBER')]);
    expect(errors).toEqual([]);
    expect(settings).toEqual({ membershipTypes: [row('GUEST'), row('GOLD', 'MEMBER')] });
    expect(read(types, settings['membershipTypes'])).toEqual({ settings, credentials: {}, errors: [] });
  });

  it('is a list with a row at least, where it is required', () => {
    const wholes = [undefined, null, [], {}, 'GUEST', Array.from({ length: 1_001 }, (_, n) => row(`T${n}`))].map((value) => read(types, value).errors);
    expect(wholes.map((errors) => errors.map(({ field }) => field))).toEqual(wholes.map(() => ['settings.membershipTypes']));
    expect(wholes.map(([error]) => error!.message)).toEqual([
      'membershipTypes must be given', 'membershipTypes must be given', 'membershipTypes must have at least one row', 'membershipTypes must be a list of rows',
      'membershipTypes must be a list of rows', 'membershipTypes must have at most 1000 rows',
    ]);
    for (const value of [[], undefined]) expect(read({ ...types, required: false, default: [] }, value)).toMatchObject({ settings: { membershipTypes: [] }, errors: [] });
  });

  it('names every bad cell, and quotes none', () => {
    const { errors } = read(types, [row('GUEST'), 'GOLD', row('not a code', 'NOBODY'), row(7, null), { code: ' ', colour: 'red' }, null]);
    expect(errors).toEqual([
      { field: 'settings.membershipTypes[1]', message: 'membershipTypes[1] must be an object' },
      { field: 'settings.membershipTypes[2].code', message: 'code must be 1 to 6 letters or digits' },
      { field: 'settings.membershipTypes[2].status', message: 'status must be one of LEAD, MEMBER, IGNORE' },
      { field: 'settings.membershipTypes[3].code', message: 'code must be a text' },
      { field: 'settings.membershipTypes[3].status', message: 'status must be given' },
      { field: 'settings.membershipTypes[4].code', message: 'code must be given' },
      { field: 'settings.membershipTypes[4].status', message: 'status must be given' },
      { field: 'settings.membershipTypes[4].colour', message: 'colour is not a column of membershipTypes' },
      { field: 'settings.membershipTypes[5]', message: 'membershipTypes[5] must be an object' },
    ]);
  });

  it('has no value twice in a column where they differ', () => {
    const { errors } = read(types, [row('GOLD'), row('SILV'), row(' gold', 'MEMBER'), row('GOLD '), row('too long'), row('too long')]);
    expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual([
      'settings.membershipTypes[4].code: code must be 1 to 6 letters or digits',
      'settings.membershipTypes[5].code: code must be 1 to 6 letters or digits',
      'settings.membershipTypes[2].code: code must differ in every row of membershipTypes',
      'settings.membershipTypes[3].code: code must differ in every row of membershipTypes',
    ]);
  });

  it('keeps a word as the list of its column spells it', () => {
    const words = { ...types, columns: [{ name: 'word', description: '', oneOf: ['InActive'] }] };
    expect(read(words, [{ word: ' inactive' }])).toMatchObject({ settings: { membershipTypes: [{ word: 'InActive' }] }, errors: [] });
  });
});

it('a map of texts may have only the values told', () => {
  const map = described('memberStatusMap');
  expect(read(map, { Cancelled: 'Terminated' }).errors).toEqual([]);
  expect(read(map, { Cancelled: 'Gone', Here: 'Active' }).errors).toEqual([{ field: 'settings.memberStatusMap', message: 'memberStatusMap may only have the values Active, Terminated' }]);
});
