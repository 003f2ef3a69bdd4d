import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Unavailable, type VendorAnswer } from '@intouch/connector-kit';
import type { ParamountClient } from './client.js';
import { bad, clientOf, fault, good, result, text } from './testing/scripted-client.js';

const jane = { ExternalRef: 'lead-1', FirstName: 'Jane', LastName: 'Doe' };
interface Call {
  readonly operation: string;
  /** A lost answer leaves it open whether something new was stored. */
  readonly ambiguous: boolean;
  readonly make: (client: ParamountClient) => Promise<unknown>;
}
const calls: readonly Call[] = [
  { operation: 'GetStaff', ambiguous: false, make: (client) => client.activeStaff() },
  { operation: 'GetLeadSources', ambiguous: false, make: (client) => client.leadSources() },
  { operation: 'AddLeadSource', ambiguous: true, make: (client) => client.addLeadSource('Radio') },
  { operation: 'SaveProspect', ambiguous: true, make: (client) => client.saveProspect({ ProspectId: '0', ...jane }) },
  { operation: 'SaveProspect', ambiguous: false, make: (client) => client.saveProspect({ ProspectId: '5001', ...jane }) },
  { operation: 'FindProspect', ambiguous: false, make: (client) => client.findProspects('lead-1') },
];

describe('the catalogue of errors', () => {
  type Answering = (operation: string) => VendorAnswer;
  it.each<[string, Answering, object]>([
    ['100', (of) => bad(of, '100', 'Login failed'), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused', message: 'Login failed' }],
    ['110', (of) => bad(of, '110', 'Club 1001 is not enabled for this login'), { name: 'Unauthorized', scope: 'club', code: 'club-refused' }],
    ['200', (of) => bad(of, '200', 'LastName: maximum length is 20'), { name: 'Rejected', code: 'vendor-refused', message: 'LastName: maximum length is 20', field: 'LastName' }],
    ['200 of a whole record', (of) => bad(of, '200', 'Contact: one of Email, HomePhone, WorkPhone, MobilePhone is required'), { name: 'Rejected', field: 'Contact' }],
    ['200 without a field', (of) => bad(of, '200', 'No more today'), { name: 'Rejected', code: 'vendor-refused', field: undefined }],
    ['210', (of) => bad(of, '210', 'Staff 11 not found'), { name: 'LinkRefused', lookup: 'staff', code: 'vendor-refused' }],
    ['211', (of) => bad(of, '211', 'Lead source 21 not found'), { name: 'LinkRefused', lookup: 'lead-sources' }],
    ['300', (of) => bad(of, '300', 'Prospect 5001 not found'), { name: 'Gone', reason: 'deleted' }],
    ['310', (of) => bad(of, '310', 'Prospect 5001 is a member and read only'), { name: 'Gone', reason: 'converted' }],
    ['900', (of) => bad(of, '900', 'Server busy, try again later'), { name: 'Throttled', retryAfterSeconds: 15 }],
    ['another code', (of) => bad(of, '777', 'Who knows'), { name: 'Rejected', code: 'vendor-refused', message: 'Who knows' }],
    ['a code that is called a success', (of) => result(of, '<Success>true</Success><ErrorCode>777</ErrorCode>'), { name: 'Rejected', message: expect.stringContaining('777') }],
    ['no success, and no code', (of) => bad(of, '0', ''), { name: 'Rejected', code: 'vendor-refused' }],
    ['429 without a time', () => text(429, ''), { name: 'Throttled', retryAfterSeconds: 15 }],
    ['429 with one', () => text(429, '', { 'retry-after': '7' }), { name: 'Throttled', retryAfterSeconds: 7 }],
    ['401', () => text(401, ''), { name: 'Unauthorized', scope: 'integration', code: 'credentials-refused' }],
    ['403', () => text(403, ''), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['404', () => text(404, '<html>'), { name: 'Unauthorized', scope: 'integration', code: 'access-refused' }],
    ['500, our fault', () => fault(500, 'Client'), { name: 'Rejected', code: 'vendor-fault', message: 'Request could not be read' }],
    ['503', () => text(503, 'Nightly billing in progress'), { name: 'Unavailable', ambiguous: false, longestWaitMs: 600_000 }],
  ])('%s', async (_name, answer, wanted) => {
    for (const { operation, make } of calls) await expect(make(clientOf(answer(operation)).client)).rejects.toMatchObject(wanted);
  });

  it.each<[string, Answering]>([
    ['500, its own fault', () => fault(500, 'Server', 'Internal error')],
    ['500 without a fault', () => text(500, 'oops')],
    ['500 with a result', (of) => ({ ...good(of, ''), status: 500 })],
    ['502', () => text(502, '')],
    ['502 with a fault of a gateway', () => fault(502, 'Client')],
    ['504', () => text(504, '')],
    ['a login page', () => text(200, '<html><body>Please sign in</body></html>')],
    ['nothing', () => text(200, '')],
    ['a body cut in two', (of) => text(200, good(of, '').text.slice(0, 200))],
    ['an answer to something else', () => good('GetClubs', '')],
    ['a result that says nothing', (of) => result(of, '')],
    ['a result without its data', (of) => good(of, '')],
  ])('%s: ambiguous only where something new may be stored', async (_name, answer) => {
    for (const { operation, ambiguous, make } of calls) await expect(make(clientOf(answer(operation)).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous });
  });

  it.each(['<ProspectId>0</ProspectId>', '<ProspectId/>', '<ProspectId xsi:nil="true"/>', '<ProspectId>-1</ProspectId>'])('success with %s is none', async (data) => {
    const answer = good('SaveProspect', data);
    await expect(calls[3]!.make(clientOf(answer).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
    await expect(calls[2]!.make(clientOf(good('AddLeadSource', data.replaceAll('ProspectId', 'LeadSourceId'))).client)).rejects.toMatchObject({ name: 'Unavailable', ambiguous: true });
  });

  it('hands a lost connection on, and says what it would leave open', async () => {
    for (const { ambiguous, make } of calls) {
      const lost = new Unavailable('lost', ambiguous);
      const { client, http } = clientOf(lost);
      await expect(make(client)).rejects.toBe(lost);
      expect(http.sent).toMatchObject([{ ambiguous }]);
    }
  });
});
