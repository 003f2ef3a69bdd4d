import { describe, expect, it } from '@jest/globals';
import { encode, readAttributes } from './cloud-events.js';
import { outgoing } from './message.js';
import { note, noteTopic } from './testing/note.js';

const topic = noteTopic();

describe('an encoded event', () => {
  it('is CloudEvents 1.0 in binary mode: attributes are headers, the value is the payload', () => {
    const record = encode(outgoing(topic, note('a', 1), { requestId: 'r-1', traceparent: '00-abc' }), 'matcher', 'e-1');
    expect(record).toMatchObject({ topic: topic.name, key: 'a', value: '{"key":"a","n":1}' });
    expect(record.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: 'e-1',
      ce_type: topic.name,
      ce_source: 'matcher',
      ce_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ce_requestid: 'r-1',
      traceparent: '00-abc',
    });
  });

  it('has an id of its own unless given one, and no header for what is not there', () => {
    const [one, two] = [encode(outgoing(topic, note('a', 1)), 's'), encode(outgoing(topic, note('a', 1)), 's')];
    expect(one.headers['ce_id']).not.toBe(two.headers['ce_id']);
    expect(Object.keys(one.headers)).not.toContain('ce_requestid');
    expect(Object.keys(one.headers)).not.toContain('traceparent');
  });
});

describe('the attributes of a record', () => {
  it('are read from bytes, text and repeated headers alike', () => {
    const headers = { ce_id: Buffer.from('e-1'), ce_time: ['2026-01-01T00:00:00Z', 'later'], ce_requestid: 'r', traceparent: [Buffer.from('t')] };
    expect(readAttributes(headers)).toEqual({ id: 'e-1', time: '2026-01-01T00:00:00Z', requestId: 'r', traceparent: 't' });
  });

  it('are absent where the header is missing, empty or has no value', () => {
    const nothing = { id: undefined, time: undefined, requestId: undefined, traceparent: undefined };
    expect(readAttributes(undefined)).toEqual(nothing);
    expect(readAttributes({ ce_id: null, ce_time: Buffer.from(''), ce_requestid: [], traceparent: undefined })).toEqual(nothing);
  });
});
