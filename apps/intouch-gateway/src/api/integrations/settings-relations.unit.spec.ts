import { describe, expect, it } from '@jest/globals';
import type { SettingDescription } from '@intouch/contracts';
import { mosoBody, mosoDescription as moso } from '../../testing/moso-description.js';
import { readSettings } from './settings-rules.js';
import { uniqueness } from './settings-uniqueness.js';

const right = (mosoBody('001') as { settings: Record<string, unknown> }).settings;
const read = (settings: object, { credentials = { dropPassword: 'k' } as object, inbound = true, allowInsecure = false, described = moso.settings as readonly SettingDescription[] } = {}) =>
  readSettings({ ...moso, settings: [...described] }, { settings: { ...right, ...settings }, credentials }, {}, { inbound, allowInsecure });
const errorsOf = (...given: Parameters<typeof read>) => read(...given).errors;
const absent = { dropUrl: undefined, dropUser: undefined };

describe('what must be given in some circumstances', () => {
  it('while an option is on that lets something in', () => {
    expect(errorsOf({})).toEqual([]);
    expect(errorsOf(absent, { credentials: {} })).toEqual([{ field: 'settings.dropUrl', message: 'dropUrl must be given while an inbound option is on' }]);
    expect(errorsOf({ dropUrl: null, dropUser: null }, { credentials: {} })).toHaveLength(1);
    expect(errorsOf(absent, { credentials: {}, inbound: false })).toEqual([]);
  });

  it('where another setting begins so, and only where both hold if there are two', () => {
    const dropUser = { field: 'settings.dropUser', message: 'dropUser must be given while an inbound option is on and dropUrl begins with sftp://' };
    expect(errorsOf({ dropUser: null })).toEqual([dropUser]);
    expect(errorsOf({ dropUser: null }, { inbound: false })).toEqual([]);
    expect(errorsOf({ dropUrl: 'file:///drop', dropUser: null }, { credentials: {}, allowInsecure: true })).toEqual([]);
    const described = moso.settings.map((setting) => (setting.name === 'dropUser' ? { ...setting, requiredForInbound: false } : setting));
    expect(errorsOf({ dropUser: null }, { inbound: false, described })).toEqual([{ field: 'settings.dropUser', message: 'dropUser must be given where dropUrl begins with sftp://' }]);
  });

  it('unless another one is, and then both are named', () => {
    const need = 'must be given while an inbound option is on and dropUrl begins with sftp://';
    expect(errorsOf({}, { credentials: {} })).toEqual([
      { field: 'credentials.dropPassword', message: `dropPassword or dropPrivateKey ${need}` },
      { field: 'credentials.dropPrivateKey', message: `dropPrivateKey or dropPassword ${need}` },
    ]);
    expect(errorsOf({}, { credentials: { dropPrivateKey: 'k' } })).toEqual([]);
  });

  it('is not missed where what was given is wrong', () => {
    expect(errorsOf({ dropUrl: 'http://x' }, { credentials: {} })).toEqual([{ field: 'settings.dropUrl', message: 'dropUrl does not have the right form' }]);
  });
});

describe('a setting that takes the value of another', () => {
  it('when it is absent or null, wherever it is described', () => {
    expect(read({}).settings).toMatchObject({ homeClub: '001', fileCode: '001', refAgreementId: 11, memberRefAgreementId: 11 });
    expect(read({ fileCode: null, memberRefAgreementId: 12 }).settings).toMatchObject({ fileCode: '001', memberRefAgreementId: 12 });
    expect(read(read({}).settings)).toEqual(read({}));
  });

  it('is not named beside the one that is wrong', () => {
    expect(errorsOf({ homeClub: '0001', refAgreementId: undefined }).map(({ field }) => field)).toEqual(['settings.homeClub', 'settings.refAgreementId']);
    const described = moso.settings.map((setting) => (setting.name === 'fileCode' ? { ...setting, pattern: '[A-Z]+', patternWords: 'letters' } : setting));
    expect(errorsOf({}, { described })).toEqual([{ field: 'settings.fileCode', message: 'fileCode must be letters' }]);
  });
});

describe('a setting that must be in a table', () => {
  const message = 'defaultLeadType must be a code of membershipTypes whose status is LEAD';

  it('is looked for in the rows that hold what is wanted besides, in any case', () => {
    expect(errorsOf({ defaultLeadType: ' guest ' })).toEqual([]);
    expect(errorsOf({ membershipTypes: [{ code: ' guest', status: 'lead ' }] })).toEqual([]);
    for (const defaultLeadType of ['GOLD', 'NONE']) expect(errorsOf({ defaultLeadType })).toEqual([{ field: 'settings.defaultLeadType', message }]);
  });

  it('is judged only where both are right by themselves', () => {
    expect(errorsOf({ defaultLeadType: 7 }).map((error) => error.message)).toEqual(['defaultLeadType must be a text']);
    expect(errorsOf({ defaultLeadType: 'NONE', membershipTypes: [] }).map(({ field }) => field)).toEqual(['settings.membershipTypes']);
  });
});

describe('what no other club may have', () => {
  it('is compared within the account, and among clubs that are equal in what is told', () => {
    const { settings } = read({ fileCode: 'N1' });
    expect(uniqueness(moso, settings)).toEqual([
      { name: 'fileCode', equal: { baseUrl: 'https://north.example' }, words: 'of this account' },
      { name: 'fileCode', equal: { dropUrl: 'sftp://drop.example/', dropUser: 'drop' }, words: 'with the same dropUrl and dropUser' },
      { name: 'homeClub', equal: { baseUrl: 'https://north.example' }, words: 'of this account' },
    ]);
    expect(uniqueness(moso, { ...settings, dropUser: null, homeClub: null }).map(({ name, words }) => `${name} ${words}`)).toEqual(['fileCode of this account']);
  });
});
