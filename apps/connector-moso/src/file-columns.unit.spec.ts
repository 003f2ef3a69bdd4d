import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { UnusableFile } from '@intouch/connector-kit';
import { columnsOf } from './file-columns.js';
import { headers } from './testing/file-bytes.js';

const header = (text: string) => columnsOf({ line: 1, fields: text.split(',') });
const least = 'ID,FirstName,LastName,HomeClub,Membership_Type,MemberStatus';
const places = (text: string) => Object.fromEntries(header(text).known.map(({ name, at }) => [name, at]));

describe('columns', () => {
  it.each([['2', 19], ['2.5', 21], ['3', 21]] as const)('of version %s', (version, width) => {
    const { known, width: found } = header(headers[version]);
    expect(found).toBe(width);
    const names = headers[version].split(',');
    expect(known.map(({ name }) => name).sort()).toEqual(names.filter((name) => !/^Ref|^Source|^Sales/.test(name)).sort());
    expect(known.every(({ name, at }) => names[at] === name)).toBe(true);
    expect(known.flatMap(({ name, isDate }) => (isDate ? name : []))).toEqual(['EnteredDate', 'MSDate', 'TermDate']);
  });

  it('are found by name, trimmed and in any case', () => {
    expect(places(' memberstatus ,MEMBERSHIP_TYPE,homeclub,lastname,firstname,\tid')).toEqual({ ID: 5, FirstName: 4, LastName: 3, HomeClub: 2, Membership_Type: 1, MemberStatus: 0 });
  });

  it('that are unknown, or have no name, only count', () => {
    expect(header(`SimExtra,${least},,__proto__`)).toMatchObject({ width: 9 });
    expect(places(`SimExtra,${least},,__proto__`)).toEqual({ ID: 1, FirstName: 2, LastName: 3, HomeClub: 4, Membership_Type: 5, MemberStatus: 6 });
  });

  it('of the same name: the first counts', () => expect(places(`${least},Zip,ID,ZIP`)).toMatchObject({ ID: 0, Zip: 6 }));
});

describe('a file without a header', () => {
  const problem = (made: () => unknown): unknown => {
    try {
      return made();
    } catch (error) {
      return error instanceof UnusableFile ? [error.reason, error.message] : error;
    }
  };
  it('is empty', () => expect(problem(() => columnsOf(undefined))).toEqual(['file-no-header', 'The file is empty: it has no header.']));
  it('cannot be read', () => expect(problem(() => columnsOf({ line: 1, code: 'row-truncated', message: 'no line end' }))).toEqual(['file-no-header', 'The header cannot be read: no line end.']));
  it('names the columns that are missing', () => {
    expect(problem(() => header(least.replace('Membership_Type,', '')))).toEqual(['file-no-header', 'The header lacks Membership_Type.']);
    expect(problem(() => header('FirstName,LastName'))).toEqual(['file-no-header', 'The header lacks ID, HomeClub, Membership_Type, MemberStatus.']);
    expect(problem(() => header(least.replaceAll(',', '|')))).toEqual(['file-no-header', 'The header lacks ID, FirstName, LastName, HomeClub, Membership_Type, MemberStatus.']);
  });
});
