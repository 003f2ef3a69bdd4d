import { defineConnector } from '@intouch/connector-kit';
import { MosoClient } from './client.js';
import { files } from './file-feed.js';
import { findOwn } from './find-own.js';
import { changedMember, createOnly, fit, newMember } from './mapper.js';
import { wrongDefaultType } from './membership-types.js';
import { report } from './report.js';
import { settings } from './settings.js';

/** Motionsoft MoSoClub: leads out in real time, and members that InTouch has first; sales, members, leads and lapses in by file, four times a day. */
export const moso = defineConnector({
  vendor: 'moso',
  title: 'MoSoClub',
  settings,
  account: ['baseUrl', 'userId', 'password', 'machineName'],
  switches: ['insertLead', 'convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'],
  defaults: { insertLead: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true },
  alwaysSends: true,
  // Files are read when they lie there.
  schedule: { accepted: false, default: null, sync: true },
  lookupWords: { staff: 'by the hand-kept table `salespersonMap`', leadSources: 'by the hand-kept table `sourceMap`' },
  // The vendor asks for one call at a time, whichever club or instance it comes from.
  callLimits: { sharedByInstances: true, atOnce: 1 },

  open: (access) => new MosoClient(access),

  async check(client, { settings: own }) {
    await client.prove();
    return (['LEAD', 'MEMBER'] as const).flatMap((status) => wrongDefaultType(own, status) ?? []);
  },

  outbound: {
    // A member is created where InTouch has it first; a record that is there is a lead's or the club's own.
    sends: ({ status }, linked) => status === 'LEAD' || (status === 'MEMBER' && !linked),
    fit,
    createOnly,
    oneCreateAtATime: false,
    looksAtOnce: true,
    async create(client, intent, facts) {
      return { vendorContactId: await client.addMember(newMember(intent.content, facts)) };
    },
    settle: findOwn,
    async update(client, vendorContactId, changes, _content, facts) {
      await client.updateMember(changedMember(vendorContactId, changes, facts));
      return [];
    },
  },

  inbound: { files, report },
});
