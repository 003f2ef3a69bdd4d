import { defineConnector } from '@intouch/connector-kit';
import type { AbcClient } from './client.js';
import { findOwn } from './find-own.js';
import { createOnly, fit, markOf, report } from './mapper.js';
import { pullRecords } from './pull-records.js';
import { RestClient } from './rest-client.js';
import { settings } from './settings.js';
import { SoapClient } from './soap-client.js';

const dayMs = 24 * 3_600_000;

/** ABC DataTrak: leads out in real time; leads, sales, members and lapses in by the hour. REST, or SOAP for older clubs. */
export const abc = defineConnector({
  vendor: 'abc',
  title: 'ABC DataTrak',
  settings,
  account: ['baseUrl', 'soapBaseUrl', 'applicationId', 'applicationKey'],
  switches: ['insertLead', 'updateContact', 'convertLeadToMember', 'insertMember', 'primaryOnly', 'convertMemberToFormerMember'],
  alwaysSends: true,
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  lookupWords: { staff: 'linked by e-mail address, never created', leadSources: 'linked to campaigns by name, never created; with SOAP by hand' },

  open: (access): AbcClient => (access.settings['protocol'] === 'soap' ? new SoapClient(access) : new RestClient(access)),

  async check(client, { club }) {
    const { timeZone } = await client.check();
    if (timeZone === null || sameZone(timeZone, club.timeZone)) return [];
    const detail = `ABC has the club in ${timeZone}, InTouch in ${club.timeZone}.`;
    return [{ code: 'time-zone-differs', detail, howToFix: 'Correct the one that is wrong: dates of the club are taken by InTouch\'s.', harmless: true }];
  },

  reference: { everyMs: dayMs, read: (client) => client.club() },

  outbound: {
    sends: (contact) => contact.status === 'LEAD',
    fit,
    createOnly,
    oneCreateAtATime: false,
    looksAtOnce: true,
    async create(client, intent, facts) {
      return { vendorContactId: await client.create(intent.content, facts) };
    },
    settle: findOwn,
    async update(client, vendorContactId, changes, content, facts) {
      await client.update(vendorContactId, changes, content, facts);
      return [];
    },
  },

  inbound: { pull: pullRecords, markOf, report },

  lookups: {
    staff: (client) => client.employees(),
    leadSources: (client) => client.campaigns(),
  },
});

/** Zones have several names; what counts is that the clocks agree all year. */
function sameZone(one: string, other: string): boolean {
  const clock = (timeZone: string, at: Date): string => new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
  try {
    return ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].every((at) => clock(one, new Date(at)) === clock(other, new Date(at)));
  } catch {
    return false;
  }
}
