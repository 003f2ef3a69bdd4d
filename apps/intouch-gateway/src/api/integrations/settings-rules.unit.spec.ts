import { describe, expect, it } from '@jest/globals';
import { competeDescription as compete } from '../../testing/compete-description.js';
import { readSchedule, readOptions } from './options-rules.js';
import { readSettings } from './settings-rules.js';

const right = { companyId: '10', domain: 'compete.example', competeClubId: 0 };
const read = (settings: unknown, credentials: unknown = { apiKey: 'k' }, stored = {}, insecure = false) => readSettings(compete, { settings, credentials }, stored, { allowInsecure: insecure, inbound: false });
const fields = (errors: readonly { field: string }[]): string[] => errors.map(({ field }) => field);

describe('settings by description', () => {
  it('fills defaults in; 0 is a value, and null one where the description says so', () => {
    const { settings, errors } = read({ ...right, fullSweepHour: null, port: null });
    expect(errors).toEqual([]);
    expect(settings).toMatchObject({ competeClubId: 0, fullSweepHour: null, port: 8250, waiverSignedOn: null });
  });

  it('takes insecure values only where the deployment allows them', () => {
    expect(fields(read({ ...right, scheme: 'http' }).errors)).toEqual(['settings.scheme']);
    expect(read({ ...right, scheme: 'http' }, { apiKey: 'k' }, {}, true).errors).toEqual([]);
  });

  it('matches a pattern by the whole value, and never quotes a secret', () => {
    expect(fields(read({ ...right, companyId: '1x' }).errors)).toEqual(['settings.companyId']);
    expect(read({ ...right, companyId: '1x' }).errors[0]?.message).toBe('companyId must be 1 to 10 digits');
    const { errors } = read(right, { apiKey: 'has a space' });
    expect(fields(errors)).toEqual(['credentials.apiKey']);
    expect(JSON.stringify(errors)).not.toContain('space');
  });

  it('wants pairs together, and each thing in its place', () => {
    expect(fields(read({ ...right, noteEmployeeId: 0 }).errors)).toEqual(['settings.noteActionId']);
    expect(fields(read({ ...right, apiKey: 'k' }, { port: 1 }, { apiKey: 'k' }).errors)).toEqual(['settings.apiKey', 'credentials.port']);
    expect(fields(read([], 7).errors)).toEqual(['settings', 'credentials', 'settings.companyId', 'settings.domain', 'settings.competeClubId', 'credentials.apiKey']);
  });

  it('keeps stored credentials, replaces given ones, removes those given as null', () => {
    expect(read(right, {}, { apiKey: 'old' })).toMatchObject({ credentials: { apiKey: 'old' }, errors: [] });
    expect(read(right, { apiKey: 'new' }, { apiKey: 'old' }).credentials).toEqual({ apiKey: 'new' });
    expect(read(right, { apiKey: null }, { apiKey: 'old' }).credentials).toEqual({});
  });

  it('takes plain http addresses only where the deployment allows them, and asks for what another setting makes necessary', () => {
    const address = { name: 'baseUrl', kind: 'text' as const, description: '', secret: false, required: true, default: null, pattern: 'https?://[^\\s/]+', insecure: ['http://'] };
    const older = { ...address, name: 'soapBaseUrl', required: false, requiredWhen: { setting: 'protocol', is: 'soap' } };
    const protocol = { name: 'protocol', kind: 'text' as const, description: '', secret: false, required: false, default: 'rest', oneOf: ['rest', 'soap'] };
    const described = { ...compete, settings: [address, older, protocol] };
    const errorsOf = (settings: unknown, insecure: boolean) => readSettings(described, { settings, credentials: {} }, {}, { allowInsecure: insecure, inbound: false }).errors;
    expect(errorsOf({ baseUrl: 'https://abc.example' }, false)).toEqual([]);
    expect(fields(errorsOf({ baseUrl: 'http://abc.example' }, false))).toEqual(['settings.baseUrl']);
    expect(errorsOf({ baseUrl: 'http://abc.example' }, true)).toEqual([]);
    expect(errorsOf({ baseUrl: 'https://abc.example', protocol: 'soap' }, false)).toEqual([{ field: 'settings.soapBaseUrl', message: 'soapBaseUrl must be given where protocol is soap' }]);
    expect(errorsOf({ baseUrl: 'https://abc.example', protocol: 'soap', soapBaseUrl: 'https://old.example' }, false)).toEqual([]);
  });

  it('takes only the keys of a map that has some, and values that are not too long', () => {
    const constants = { name: 'constants', kind: 'text-map' as const, description: '', secret: false, required: false, default: {}, keys: ['employer'], max: 5 };
    const errorsOf = (value: unknown) => readSettings({ ...compete, settings: [constants] }, { settings: { constants: value }, credentials: {} }, {}, { allowInsecure: false, inbound: false }).errors.map(({ message }) => message);
    expect(errorsOf({ employer: 'Self' })).toEqual([]);
    expect(errorsOf({ occupation: 'x' })).toEqual(['constants may only have employer']);
    expect(errorsOf({ employer: 'Nobody' })).toEqual(['constants must have values of at most 5 characters']);
  });

  it('checks dates and maps of texts', () => {
    expect(fields(read({ ...right, waiverSignedOn: '2026-02-30', requiredDefaults: { Email: 1 } }).errors)).toEqual(['settings.requiredDefaults', 'settings.waiverSignedOn']);
  });
});

describe('options and schedule of a vendor from which nothing comes', () => {
  const outOnly = { ...compete, inbound: false, switches: [], schedule: { accepted: false, default: null, sync: false } };

  it('are refused, but what was answered can be put again', () => {
    expect(fields(readOptions(outOnly, { insertMember: true, leadSource: 'Web' }).errors)).toEqual(['options.insertMember', 'options.leadSource']);
    expect(readOptions(outOnly, outOnly.defaults).errors).toEqual([]);
    expect(fields(readSchedule(outOnly, '0 * * * *').errors)).toEqual(['schedule']);
    expect(readSchedule(outOnly, null)).toEqual({ schedule: null, errors: [] });
  });
});
