import { describe, expect, it } from '@jest/globals';
import { RequestLog } from './request-log.js';

describe('the request log', () => {
  it('keeps the newest, in order', () => {
    const log = new RequestLog({ headers: [] }, 3);
    const request = { method: 'GET', path: '/', search: '', headers: {}, body: '' };
    for (let n = 0; n < 5; n++) log.add(request, n % 2 === 0 ? 'even' : 'odd', null, [], 0);
    expect(log.list(null).map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(log.list('odd').map(({ seq }) => seq)).toEqual([4]);
  });
});
