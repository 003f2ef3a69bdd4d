import { describe, expect, it } from '@jest/globals';
import { changesSince, usersAfter } from '../../../testing/salesforce-calls.js';
import { parseQuery } from './soql.js';
import { tokensOf } from './tokens.js';

const stamp = '2026-11-22T02:00:00Z';
const feed = changesSince(stamp);
const users = usersAfter();

describe('the queries that Salesforce knows here', () => {
  it('are the change feed', () => {
    expect(parseQuery(changesSince(stamp, { id: '00QSIM000000001', custom: ['InTouch_Club__c', 'Goal__c'], limit: 200 }))).toMatchObject({
      from: 'Lead', after: { stamp: Date.parse(stamp) / 1000, id: '00QSIM000000001' }, limit: 200,
      fields: expect.arrayContaining(['Id', 'IsDeleted', 'InTouch_Id__c', 'InTouch_Club__c', 'Goal__c', 'SystemModstamp']),
    });
    expect(parseQuery(changesSince(stamp, { custom: [] })).fields).not.toContain('InTouch_Club__c');
    expect(parseQuery(feed.replace(' State,', ' StateCode,').replace(' Country,', ' CountryCode,')).fields).toEqual(expect.arrayContaining(['StateCode', 'CountryCode']));
  });

  it('are the list of users', () => {
    expect(parseQuery(users)).toEqual({ from: 'User', fields: ['Id', 'FirstName', 'LastName', 'Email', 'IsActive'], afterId: null, limit: 2000 });
    expect(parseQuery(usersAfter('005SIM000000003YBA', 1))).toMatchObject({ afterId: '005SIM000000003YBA', limit: 1 });
  });

  it('have white space where they like', () => {
    const wide = feed.replaceAll(/([(),=>])/g, '\n $1\t').replaceAll(' ', '   ');
    expect(parseQuery(` ${wide}\r\n`)).toEqual(parseQuery(feed));
    expect(parseQuery(feed.replaceAll(', ', ',').replaceAll(' > ', '>').replaceAll(' = ', '='))).toEqual(parseQuery(feed));
  });

  it('have stamps in any zone', () => {
    expect(parseQuery(changesSince('2026-11-22T03:00:00.000+01:00'))).toMatchObject({ after: { stamp: Date.parse(stamp) / 1000 } });
  });

  it.each([
    ['', "unexpected token: '<EOF>'"],
    ['SELECT Id FROM Lead', "unexpected token: 'FROM'"],
    ['SELECT FirstName FROM Lead', "unexpected token: 'FirstName'"],
    [feed.replace('SELECT', 'select'), "unexpected token: 'select'"],
    [feed.replace(', FirstName', ''), "unexpected token: 'LastName'"],
    [feed.replace('FirstName, LastName', 'LastName, FirstName'), "unexpected token: 'LastName'"],
    [feed.replace('InTouch_Club__c', 'Website'), "unexpected token: 'Website'"],
    [feed.replace('InTouch_Club__c', 'Goal__c, Goal__c'), 'duplicate field selected: Goal__c'],
    [feed.replace('InTouch_Club__c', 'InTouch_Id__c'), 'duplicate field selected: InTouch_Id__c'],
    [feed.replace('InTouch_Id__c, ', ''), "unexpected token: 'InTouch_Club__c'"],
    [feed.replace('FROM Lead', 'FROM Contact'), "unexpected token: 'Contact'"],
    [feed.replace('> 2026', '>= 2026'), "unexpected token: '='"],
    [feed.replace(`> ${stamp}`, `> '${stamp}'`), `unexpected token: '${stamp}'`],
    [feed.replace(`> ${stamp}`, '> 2026-11-22'), "unexpected token: '2'"],
    [feed.replace(`= ${stamp}`, '= 2026-11-22T02:00:01Z'), 'the two stamps must be the same'],
    [feed.replace("'000000000000000'", '000000000000000'), "unexpected token: '000000000000000'"],
    [feed.replace(' ASC, Id ASC', ''), "unexpected token: 'LIMIT'"],
    [feed.replace('LIMIT 2000', 'LIMIT 2001'), 'LIMIT must be 1 to 2000'],
    [feed.replace('LIMIT 2000', 'LIMIT 0'), 'LIMIT must be 1 to 2000'],
    [feed.replace(' LIMIT 2000', ''), "unexpected token: '<EOF>'"],
    [`${feed} OFFSET 5`, "unexpected token: 'OFFSET'"],
    [`${feed};`, "unexpected token: ';'"],
    [users.replace("'Standard'", "'Guest'"), 'unexpected user type'],
    [users.replace("'Standard'", "'Standard"), 'Bind variables or unterminated string'],
    [users.replace(', IsActive', ''), "unexpected token: 'FROM'"],
    [users.replace(' ORDER', ' AND IsActive = true ORDER'), "unexpected token: 'IsActive'"],
  ])('and no others: %.400s', (query, message) => expect(() => parseQuery(query)).toThrow(message));

  it('take escapes in a text for what they mean', () => {
    expect(tokensOf(String.raw`'O\'Brien \\ \n\x'`)[0]).toEqual({ kind: 'text', value: "O'Brien \\ \nx", at: 0 });
  });
});
