import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { contentOf, frozenAt, header2, janeRow, least, mosoCalls } from '../../../testing/moso-calls.js';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { until } from '../../../testing/until.js';

describe('the files of MoSoClub', () => {
  const { script, add, update, drop, lines, sftp } = mosoCalls(playSandbox());
  let folder: string;
  const inFolder = () => readdirSync(join(folder, 'in')).sort();
  const onDisk = (name: string) => readFileSync(join(folder, 'in', name));
  const idsIn = async (body: object = {}) => (await lines({ ids: null, ...body })).slice(1).map((line) => line.split(',')[0]);

  beforeEach(async () => {
    await script('POST', '/reset', { now: frozenAt });
    folder = (await sftp()).folder;
  });

  it('are named after club and stamp, and lie in `in/`', async () => {
    const { status, body } = await drop({ ids: 'all' });
    expect(status).toBe(200);
    expect(body).toEqual({ name: 'MOSO_001_202407081300.csv', sha256: expect.any(String), rows: 6, contentBase64: expect.any(String) });
    const content = onDisk('MOSO_001_202407081300.csv');
    expect(contentOf(body).equals(content)).toBe(true);
    expect(createHash('sha256').update(content).digest('hex')).toBe(body.sha256);
    expect(content.toString()).toBe([header2, janeRow,
      '102285,Gus,Guest,,,,,,,(617) 200-2285,gus@example.com,001,GUEST,Active,6/8/2024,,,,',
      '102286,Tom,Term,,,,,,,(617) 200-2286,tom@example.com,001,GOLD,Terminated,7/9/2023,7/9/2023,7/7/2024,,',
      '102287,Fred,Future,,,,,,,(617) 200-2287,fred@example.com,001,GOLD,Active,6/8/2024,6/8/2024,8/7/2024,,',
      '102288,Fay,Freeze,,,,,,,(617) 200-2288,fay@example.com,001,SILV,Frozen,6/8/2024,6/8/2024,,,',
      '102289,Zed,Other,,,,,,,(617) 200-2289,zed@example.com,001,ZZZ9,Active,6/8/2024,,,,', ''].join('\r\n'));
    expect((await drop({ club: '002' })).body).toMatchObject({ name: 'MOSO_002_202407081200.csv', rows: 0 });
    expect((await drop({ stamp: '202407080800', suffix: '_2' })).body.name).toBe('MOSO_001_202407080800_2.csv');
    expect((await drop({ suffix: 9, deliver: false })).body.name).toBe('MOSO_001_202407081300_9.csv');
    expect(inFolder()).toEqual(['MOSO_001_202407080800_2.csv', 'MOSO_001_202407081300.csv', 'MOSO_002_202407081200.csv']);
  });

  it('hold what has changed since the last one, or the reset', async () => {
    expect(await idsIn()).toEqual([]);
    await add({ ...least, HomeClub: '002' });
    await add(least);
    await script('PATCH', '/people/102287', { city: 'Lynn' });
    await update({ ID: '102284', City: 'Lynn' });
    expect(await idsIn()).toEqual(['102284', '102287', '102291']);
    expect(await idsIn()).toEqual(['102284', '102287', '102291']);
    await drop();
    expect([await idsIn(), await idsIn({ club: '002' })]).toEqual([[], ['102290']]);
    await script('PATCH', '/people/102290', { club: '001' });
    expect([await idsIn(), await idsIn({ club: '002' })]).toEqual([['102290'], []]);
    await script('DELETE', '/records/members/102290');
    expect(await idsIn()).toEqual([]);
    await script('PUT', '/records/members/102286', { City: 'Lynn' });
    await drop({ rows: [] });
    expect(await idsIn()).toEqual([]);
  });

  it('hold whom a script names', async () => {
    expect((await drop({ ids: ['102289', 102284] })).body.rows).toBe(2);
    expect(await idsIn({ ids: ['102289', '102284'] })).toEqual(['102289', '102284']);
    expect((await drop({ ids: ['1'] })).status).toBe(404);
  });

  it('come in three versions, two profiles, two encodings', async () => {
    expect((await lines({ version: '2.5' })).slice(0, 2)).toEqual([`${header2},RefAgreementID,RefAgreementPriceID`, `${janeRow},11,22`]);
    expect((await lines({ version: 3 })).slice(0, 2)).toEqual([
      'HomeClub,ID,MemberStatus,Membership_Type,RefAgreementID,RefAgreementPriceID,LastName,FirstName,Email,Phone1,Phone2,Phone3,Address1,City,State,Zip,EnteredDate,MSDate,TermDate,Source,Salesperson',
      '001,102284,Active,GOLD,11,22,Doe,Jane,jane@example.com,(617) 200-1000,,(617) 200-1001,"12 Main St, Apt 3",Boston,MA,02134,7/1/2024,7/8/2024,,Web,Smith',
    ]);
    expect((await lines({ profile: 'pipe' })).slice(0, 2)).toEqual([header2.replaceAll(',', '|'), janeRow.replace('"12 Main St, Apt 3"', '12 Main St; Apt 3').replaceAll(',', '|').replace(';', ',')]);
    await script('PUT', '/records/members/102284', { FirstName: 'Zoë “Ÿ” €', LastName: 'Łuk 𝒳', Address1: 'a "b"', City: 'x\r\ny', EnteredDate: '2024-07-01T13:05:09', MSDate: '2024-07-08T00:30', TermDate: 'soon' });
    const [ansi, utf] = [(await drop({ ids: ['102284'], deliver: false })).body, (await drop({ ids: ['102284'], deliver: false, encoding: 'utf-8' })).body];
    const row = '102284,Zoë “Ÿ” €,Łuk 𝒳,"a ""b""","x\r\ny",MA,02134,(617) 200-1000,,(617) 200-1001,jane@example.com,001,GOLD,Active,7/1/2024 1:05:09 PM,7/8/2024 12:30:00 AM,soon,Web,Smith\r\n';
    expect(contentOf(utf).toString('utf8')).toBe(`${header2}\r\n${row}`);
    expect(new TextDecoder('windows-1252').decode(contentOf(ansi))).toBe(`${header2}\r\n${row.replace('Łuk 𝒳', '?uk ?')}`);
  });

  it('hold rows and bytes of a script as they are', async () => {
    expect(await lines({ ids: null, rows: [{ ID: 5, firstname: ' A ', HomeClub: '1', MSDate: '2024-13-45', Zip: null, Extra: true }, {}] })).toEqual([
      `${header2},Extra`, '5, A ,,,,,,,,,,1,,,,2024-13-45,,,,true', `${','.repeat(19)}`,
    ]);
    const bytes = Buffer.from('ID\r\n1\r\n2');
    const { body } = await drop({ contentBase64: bytes.toString('base64'), stamp: 'x' });
    expect([body.rows, onDisk('MOSO_001_x.csv').equals(bytes), contentOf(body).equals(bytes)]).toEqual([2, true, true]);
    expect((await drop({ club: 'NORTH', rows: [{ ID: '1' }] })).body).toMatchObject({ name: 'MOSO_NORTH_202407081300.csv', rows: 1 });
  });

  it.each([
    [{ club: '009' }], [{ club: '../x' }], [{ club: 5, ids: 5 }], [{ stamp: 'a/b' }], [{ ids: 'some' }], [{ rows: {} }], [{ rows: [5] }], [{ contentBase64: 5 }], [{ ids: 'all', rows: [] }],
    [{ version: '4' }], [{ profile: 'tab' }], [{ encoding: 'utf-16' }], [{ hazards: 'file-missing' }], [{ hazards: ['toString'] }], [{ hazards: [{ name: 'bad-rows', params: { ms: 5 } }] }],
    [{ hazards: [{ name: 'bad-rows', params: { count: 'x' } }] }], [{ hazards: ['bad-date'], contentBase64: '' }], [{ deliver: 'no' }], [{ colour: 'red' }], [{ hazards: ['file-replay'] }],
  ])('are not made of %j', async (body) => {
    expect(await drop(body)).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    expect(inFolder()).toEqual([]);
  });

  it('go where drops/default says, and are news still when they could not', async () => {
    await add(least);
    const target = { url: 'sftp://127.0.0.1:1/', user: 'u', password: 'p' };
    for (const wrong of [target, { ...target, url: 'ftp://127.0.0.1/' }, { password: 'wrong' }, { url: `sftp://127.0.0.1:${(await sftp()).port}/nowhere/` }]) {
      await script('POST', '/actions/drop-file', { deliver: false });
      await script('PUT', '/records/drops/default', { url: `sftp://127.0.0.1:${(await sftp()).port}/`, user: 'sandbox', password: 'sandbox', ...wrong });
      expect(await drop()).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    }
    expect(await idsIn()).toEqual(['102290']);
    await script('DELETE', '/records/drops/default');
    expect((await drop()).status).toBe(404);
  });

  it('grow in ten pieces under their name, and have their marker at the end', async () => {
    const { body } = await drop({ ids: 'all', hazards: [{ name: 'file-growing', params: { ms: 300 } }, 'file-done-marker'] });
    const whole = contentOf(body);
    const sizes = new Set<number>();
    await until(() => {
      const names = inFolder();
      sizes.add(onDisk(body.name).length);
      return names.includes(`${body.name}.done`);
    });
    expect([sizes.size > 2, [...sizes][0]! < whole.length, onDisk(body.name).equals(whole)]).toEqual([true, true, true]);
    await drop({ ids: 'all', stamp: '1', hazards: ['file-growing'] });
    await script('POST', '/reset');
    expect(inFolder()).toEqual([]);
  });

  it('have a marker, or are missing, and are news no more', async () => {
    await add(least);
    await drop({ hazards: ['file-done-marker'], stamp: '1' });
    expect(inFolder()).toEqual(['MOSO_001_1.csv', 'MOSO_001_1.csv.done']);
    await update({ ID: '102284', City: 'Lynn' });
    expect((await drop({ hazards: ['file-missing'], stamp: '2' })).body).toMatchObject({ name: 'MOSO_001_2.csv', rows: 1 });
    expect([inFolder().length, await idsIn()]).toEqual([2, []]);
  });

  it('come again with the same bytes under a new stamp', async () => {
    const first = (await drop({ ids: 'all' })).body;
    await drop({ club: '002' });
    await add(least);
    const again = (await drop({ hazards: ['file-replay'] })).body;
    expect(again).toEqual({ ...first, name: 'MOSO_001_202407081301.csv' });
    expect(onDisk(again.name).equals(contentOf(first))).toBe(true);
    await script('PUT', '/clock', { now: '2024-07-08T18:00:00Z' });
    expect((await drop({ hazards: ['file-replay'], deliver: false })).body.name).toBe('MOSO_001_202407081400.csv');
    expect(await idsIn()).toEqual(['102290']);
  });
});
