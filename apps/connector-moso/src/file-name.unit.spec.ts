import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { nameOf } from './file-name.js';

it.each([
  ['MOSO_001_202407081400.csv', { code: '001', stamp: '202407081400', suffix: '' }],
  ['MOSO_001_202407081400_2.csv', { code: '001', stamp: '202407081400', suffix: '2' }],
  ['MOSO_NORTH12345_202402292359_9.csv', { code: 'NORTH12345', stamp: '202402292359', suffix: '9' }],
])('%s', (name, said) => expect(nameOf(name)).toEqual(said));

it.each([
  'MOSO_001_202407081400.csv.done', 'MOSO_001_202407081400.csv.0f0f0f0f', 'moso_001_202407081400.csv', 'MOSO_001_202407081400.CSV', 'MOSO__202407081400.csv', 'MOSO_n_202407081400.csv',
  'MOSO_NORTH123456_202407081400.csv', 'MOSO_001_20240708140.csv', 'MOSO_001_2024070814000.csv', 'MOSO_001_202407081400_1.csv', 'MOSO_001_202407081400_10.csv', 'MOSO_001_202407081400_.csv',
  'MOSO_001_202407081400.csv\n', ' MOSO_001_202407081400.csv', 'in/MOSO_001_202407081400.csv', 'MOSO_001.csv', '', '.', '..',
  // No such day, no such time of day.
  'MOSO_001_202402301400.csv', 'MOSO_001_202302291400.csv', 'MOSO_001_202413011400.csv', 'MOSO_001_202400011400.csv', 'MOSO_001_202407002400.csv', 'MOSO_001_202407082400.csv', 'MOSO_001_202407081460.csv',
])('%j is no name of a file of MoSoClub', (name) => expect(nameOf(name)).toBeNull());
