import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { UnusableFile, type Settings } from '@intouch/connector-kit';
import { rows } from './file-rows.js';
import { all, ansi, headers, janeLine, piecesOf } from './testing/file-bytes.js';

const settings: Settings = { fileEncoding: 'windows-1252', fileProfile: 'comma', homeClub: '001' };
const jane = {
  ID: '102284', FirstName: 'Jane', LastName: 'Doe', Address1: '12 Main St, Apt 3', City: 'Boston', State: 'MA', Zip: '02134', Phone1: '(617) 200-1000', Phone3: '(617) 200-1001',
  Email: 'jane@example.com', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active', EnteredDate: '2024-07-01', MSDate: '2024-07-08',
};
const good = { line: 2, vendorContactId: '102284', raw: jane };
const read = (content: string | Uint8Array, set: Settings = {}) => all(rows(piecesOf(content), { ...settings, ...set }));
const readLine = (line: string, set?: Settings) => read(`${headers['2']}\r\n${line}\r\n`, set);
/** A short file whose rows have these columns, the rest as in the sample. */
const readRow = async (columns: Readonly<Record<string, string>>, set?: Settings) => {
  const row: Record<string, string> = { ID: '1', FirstName: 'Jane', LastName: 'Doe', HomeClub: '001', Membership_Type: 'GOLD', MemberStatus: 'Active', ...columns };
  return (await read(`${Object.keys(row).join(',')}\n${Object.values(row).map((value) => (/[,"\r\n]/.test(value) ? `"${value}"` : value)).join(',')}\n`, set))[0]!;
};

describe('a row', () => {
  it('is the sample of the page, without what is empty or not read', async () => expect(await readLine(janeLine)).toEqual([good]));

  it('is the same in all versions, profiles and encodings', async () => {
    const of3 = '001,102284,Active,GOLD,11,22,Doe,Jane,jane@example.com,(617) 200-1000,,(617) 200-1001,"12 Main St, Apt 3",Boston,MA,02134,7/1/2024,7/8/2024,,Web,Smith';
    expect(await read(`${headers['2.5']}\r\n${janeLine},11,22\r\n`)).toEqual([good]);
    expect(await read(`${headers['3']}\n${of3}\n`)).toEqual([good]);
    expect(await read(`${headers['2'].replaceAll(',', '|')}\r\n${janeLine.replaceAll(',', '|').replace('"12 Main St| Apt 3"', '12 Main St, Apt 3')}\r\n`, { fileProfile: 'pipe' })).toEqual([good]);
    const zoe = { ...good, raw: { ...jane, FirstName: 'Zoë “€”' } };
    const content = `${headers['2']}\r\n${janeLine.replace('Jane', 'Zoë “€”')}\r\n`;
    expect(await read(ansi(content))).toEqual([zoe]);
    expect(await read(Buffer.from(content), { fileEncoding: 'utf-8' })).toEqual([zoe]);
    expect(await read(Buffer.from(`\ufeff${content}`))).toEqual([zoe]);
  });

  it('has the page\'s spelling of columns, whatever the file\'s', async () => {
    expect(await read(`${headers['2'].toUpperCase()}\r\n${janeLine}\r\n`)).toEqual([good]);
  });

  it.each<[string, Record<string, string>, object]>([
    ['trimmed', { FirstName: '  Jane ', ID: ' 0017\t', MemberStatus: ' Active ' }, { ID: '0017', FirstName: 'Jane', MemberStatus: 'Active' }],
    ['in one line', { Address1: '12 Main St\r\nSuite 2\n\tB', City: 'a\u0000b' }, { Address1: '12 Main St Suite 2  B', City: 'a b' }],
    ['only blanks are nothing', { Zip: '  ', FirstName: '\t' }, { FirstName: undefined, Zip: undefined }],
    ['dates', { EnteredDate: '7/1/2024 1:05:09 PM', MSDate: ' 7/8/2024 ', TermDate: '1/1/1900' }, { EnteredDate: '2024-07-01', MSDate: '2024-07-08', TermDate: undefined }],
    ['without a last name', { LastName: '' }, { FirstName: 'Jane', LastName: undefined }],
    ['without a status', { MemberStatus: '', Membership_Type: '' }, { MemberStatus: undefined, Membership_Type: undefined }],
  ])('%s', async (_name, columns, wanted) => {
    const row = await readRow(columns);
    expect({ ...wanted, ...(row as { raw: object }).raw }).toMatchObject(wanted);
  });

  it('goes on for several lines, and counts from the first', async () => {
    expect(await readLine(`\r\n${janeLine.replace('Apt 3', '\r\nApt 3')}\r\n\r\n${janeLine}`)).toEqual([
      { ...good, line: 3, raw: { ...jane, Address1: '12 Main St,  Apt 3' } }, { ...good, line: 6 },
    ]);
  });

  it.each([['001', '1'], ['1', '001'], ['001', ' 0001 '], ['A1', '0a1'], ['000', '0']])('of club %s may say %j', async (homeClub, said) => {
    expect(await readRow({ HomeClub: said }, { homeClub })).toMatchObject({ vendorContactId: '1' });
  });
});

describe('a bad row', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['without an id', { ID: '' }, 'row-no-id', 'ID is not 1 to 10 digits'],
    ['with letters for an id', { ID: '10A' }, 'row-no-id', 'ID is not 1 to 10 digits'],
    ['with an id too long', { ID: '12345678901' }, 'row-no-id', 'ID is not 1 to 10 digits'],
    ['without a name', { FirstName: ' ', LastName: '\t' }, 'row-no-name', 'FirstName and LastName are empty'],
    ['with a wrong date', { MSDate: '31/31/2024' }, 'row-bad-date', 'MSDate is no date of the form M/d/yyyy'],
    ['with two', { EnteredDate: 'soon', TermDate: '2024-07-08' }, 'row-bad-date', 'EnteredDate is no date of the form M/d/yyyy'],
    ['of another club', { HomeClub: '999' }, 'row-wrong-club', 'HomeClub is another club than that of the file'],
    ['of no club', { HomeClub: '' }, 'row-wrong-club', 'HomeClub is another club than that of the file'],
    ['of another club that only begins alike', { HomeClub: '0010' }, 'row-wrong-club', 'HomeClub is another club than that of the file'],
    ['with everything wrong', { ID: 'x', FirstName: '', LastName: '', MSDate: 'x', HomeClub: '9' }, 'row-no-id', 'ID is not 1 to 10 digits'],
    ['with all but the id wrong', { FirstName: '', LastName: '', MSDate: 'x', HomeClub: '9' }, 'row-no-name', 'FirstName and LastName are empty'],
    ['with date and club wrong', { MSDate: 'x', HomeClub: '9' }, 'row-bad-date', 'MSDate is no date of the form M/d/yyyy'],
  ])('%s', async (_name, columns, code, message) => expect(await readRow(columns)).toEqual({ line: 2, code, message }));

  it('of no club, in a club whose code is zeros', async () => expect(await readRow({ HomeClub: '' }, { homeClub: '0' })).toMatchObject({ code: 'row-wrong-club' }));

  it.each([
    ['row-truncated', `${janeLine.slice(0, 40)}`],
    ['row-quote', `${janeLine.replace('12 Main St, Apt 3', '12" Oak')}\r\n`],
    ['row-encoding', `${janeLine.replace('Boston', 'Bost\u0081n')}\r\n`],
    ['row-field-count', `${janeLine.replace(',Smith', '')}\r\n`],
  ])('%s', async (code, end) => {
    const content = Buffer.from(`${headers['2']}\r\n${janeLine}\r\n${end}`, 'latin1');
    expect(await read(content)).toEqual([good, { line: 3, code, message: expect.stringMatching(/^[^0-9@]*(18 fields where the header has 19)?$/) }]);
  });

  it('says how many fields there are', async () => expect(await readLine(`${janeLine},`)).toEqual([{ line: 2, code: 'row-field-count', message: '20 fields where the header has 19' }]));
});

describe('the hazards of the page (8.6)', () => {
  const other = '102285,Gus,Guest,,,,,,,(617) 200-2285,gus@example.com,001,GUEST,Active,6/8/2024,,,,';
  const file = (...lines: string[]) => [headers['2'], ...lines, ''].join('\r\n');
  const outline = async (content: string | Uint8Array) => (await read(content)).map((row) => ('code' in row ? `${row.line} ${row.code}` : `${row.line} ${row.vendorContactId}`));

  it.each<[string, string | Uint8Array, string[]]>([
    ['none', file(janeLine, other), ['2 102284', '3 102285']],
    ['file-truncated-last-row', file(janeLine, other).slice(0, -40), ['2 102284', '3 row-truncated']],
    ['file-truncated-last-row, within a quote', `${file(other)}${janeLine.slice(0, 25)}`, ['2 102285', '3 row-truncated']],
    ['file-header-only', file(), []],
    ['newline-in-field', file(janeLine.replace('Apt 3', 'Apt 3\r\nSuite 2'), other), ['2 102284', '4 102285']],
    ['stray-quote', file(janeLine.replace('"12 Main St, Apt 3"', '"12" Oak"'), other), ['2 row-quote', '3 102285']],
    ['duplicate-id', file(janeLine, other, janeLine), ['2 102284', '3 102285', '4 102284']],
    ['wrong-club-row', file(janeLine.replace(',001,', ',999,'), other), ['2 row-wrong-club', '3 102285']],
    ['bad-date', file(janeLine.replace('7/8/2024', '31/31/2024'), other), ['2 row-bad-date', '3 102285']],
    ['bad-rows', file(janeLine.replace(',Smith', ''), other.slice(0, -1), other), ['2 row-field-count', '3 row-field-count', '4 102285']],
    ['utf8-bom', Buffer.from(`\ufeff${file(janeLine.replace('Jane', 'Zoë'), other)}`), ['2 102284', '3 102285']],
    ['null-date-1900', file(other.replace('6/8/2024,,', '6/8/2024,1/1/1900,1/1/1900')), ['2 102285']],
    ['blank lines', `\r\n${file(janeLine, '', other, '')}\r\n  `, ['3 102284', '5 102285']],
  ])('%s', async (_name, content, wanted) => expect(await outline(content)).toEqual(wanted));

  it('zip-zero-lost, trailing-space-code, unknown-membership-type and renamed-status are left to the report', async () => {
    const line = janeLine.replace('02134', '2134').replace('GOLD', 'GOLD ').replace('Active', 'Cancelled');
    expect(await readLine(line)).toEqual([{ ...good, raw: { ...jane, Zip: '2134', MemberStatus: 'Cancelled' } }]);
    expect(await readLine(janeLine.replace('GOLD', 'ZZZ9'))).toEqual([{ ...good, raw: { ...jane, Membership_Type: 'ZZZ9' } }]);
  });

  it('extra-column', async () => {
    expect(await read(`${headers['2'].replace('LastName', 'SimExtra,LastName')}\r\n${janeLine.replace('Jane,', 'Jane,extra,')}\r\n`)).toEqual([good]);
  });

  it.each([
    ['missing-column', `${headers['2'].replace('Membership_Type,', '')}\r\n${janeLine.replace('GOLD,', '')}\r\n`, 'The header lacks Membership_Type.'],
    ['file-zero-byte', '', 'The file is empty: it has no header.'],
    ['a mark alone', new Uint8Array([0xef, 0xbb, 0xbf]), 'The file is empty: it has no header.'],
    ['blank lines alone', '\r\n\r\n', 'The file is empty: it has no header.'],
    ['a header that ends in its middle', headers['2'], 'The header cannot be read: the file ends within it, without a line end.'],
    ['a header that is not decodable', Buffer.from(`${headers['2']}\u0081\r\n${janeLine}\r\n`, 'latin1'), 'The header cannot be read: bytes that are no characters in the encoding of the file.'],
    ['the wrong profile', `${headers['2'].replaceAll(',', '|')}\r\n`, 'The header lacks ID, FirstName, LastName, HomeClub, Membership_Type, MemberStatus.'],
  ])('%s: the file cannot be used', async (_name, content, message) => {
    await expect(read(content)).rejects.toThrow(new UnusableFile('file-no-header', message));
    await expect(read(content)).rejects.toMatchObject({ reason: 'file-no-header' });
  });
});

it('come in batches of 500 at most, in the order of their lines', async () => {
  const content = `${headers['2']}\n${Array.from({ length: 1_201 }, (_, at) => (at % 100 === 7 ? 'bad' : janeLine)).join('\n')}\n`;
  const batches: number[][] = [];
  for await (const batch of rows(piecesOf(content, 10_000), settings)) batches.push(batch.map(({ line }) => line));
  expect(batches.map(({ length }) => length)).toEqual([500, 500, 201]);
  expect(batches.flat()).toEqual(Array.from({ length: 1_201 }, (_, at) => at + 2));
});

it('defaults are those of the settings', async () => expect(await all(rows(piecesOf(`${headers['2']}\r\n${janeLine}\r\n`), { homeClub: '1' }))).toEqual([good]));
