import { expect, it } from '@jest/globals';
import { readBack } from './read-back.js';
import { lead, settings } from './testing/facts.js';

const of = (sent: Record<string, string>, read: Record<string, string>) => readBack(sent, lead({}, read), { ...settings, attributeFields: { 'form.goal': 'goal_c' } });

it.each([
  [{ first_name: 'JANE', last_name: 'o\'brien', email1: 'Jane@Example.com', assigned_user_id: 'A-1' }, { assigned_user_id: 'a-1' }],
  [{ description: 'one\ntwo' }, { description: 'one\r\ntwo' }],
  [{ primary_address_city: '' }, {}],
  [{ primary_address_city: 'Boston' }, { primary_address_city: ' Boston  ' }],
])('%j is stored as it was sent: %j', (sent, read) => expect(of(sent, read)).toEqual({ warnings: [], stored: {} }));

it('what is stored otherwise is named, and counts as delivered', () => {
  const sent = { primary_address_city: 'Köln', email1: 'new@example.com', birthdate: '1990-04-02', goal_c: 'strength', account_name: 'south', primary_address_state: '' };
  const { warnings, stored } = of(sent, { primary_address_city: 'köln', primary_address_state: 'OH', birthdate: '' });
  expect(stored).toEqual({ city: 'köln', email: 'jane@example.com', birthDate: '', 'attributes.form.goal': null, state: 'OH' });
  expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['stored-differently']));
  expect(warnings.map(({ detail }) => detail.split(' ')[0])).toEqual(['primary_address_city', 'email1', 'birthdate', 'goal_c', 'account_name', 'primary_address_state']);
});
