import { describe, expect, it } from '@jest/globals';
import { redaction } from './redaction.js';

const shown = (body: string) => redaction.text!(body);
const form = (data: unknown) => new URLSearchParams({ method: 'm', rest_data: JSON.stringify(data) }).toString();

describe('credentials in the log', () => {
  it('are hidden in a form, whoever has encoded it', () => {
    const login = { user_auth: { user_name: 'sim-user', password: '0a"b\\%22c' }, application: 'x' };
    expect(shown(form(login))).toBe(form({ ...login, user_auth: { user_name: 'sim-user', password: '***' } }).replaceAll('%2A', '*'));
    expect(shown(`rest_data=${encodeURIComponent(JSON.stringify({ session: 'mine', module_name: 'Leads' }))}`)).toContain('%22session%22%3A%22***%22%2C%22module_name%22');
    expect(shown('rest_data={"session": "mine","id":"1"}')).toBe('rest_data={"session": "***","id":"1"}');
  });

  it('are hidden in JSON, and as what the twin gave out wherever it stands', () => {
    const body = JSON.stringify({ grant_type: 'password', username: 'u', password: 'p "q"', client_secret: 's', refresh_token: 'simrefresh-0001' });
    expect(JSON.parse(shown(body))).toEqual({ grant_type: 'password', username: 'u', password: '***', client_secret: '***', refresh_token: '***' });
    expect(shown(form(['simsession0000000000000001', 'Leads']))).not.toContain('simsession');
    expect(shown('{"password":"cut sho')).toBe('{"password":"***');
  });

  it('are all that is hidden', () => {
    const body = form({ name_value_list: [{ name: 'last_name', value: 'session "password"' }] });
    expect(shown(body)).toBe(body);
  });
});
