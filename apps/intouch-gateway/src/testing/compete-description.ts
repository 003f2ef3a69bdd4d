import type { VendorDescribed } from '@intouch/contracts';

/** A description as a connector tells it: enough of Compete's page to meet every kind of rule. */
export const competeDescription: VendorDescribed = {
  vendor: 'compete',
  title: 'Jonas Compete',
  settings: [
    { name: 'companyId', kind: 'text', description: '', secret: false, required: true, default: null, pattern: '\\d{1,10}', patternWords: '1 to 10 digits' },
    { name: 'domain', kind: 'text', description: '', secret: false, required: true, default: null, min: 1, max: 253 },
    { name: 'port', kind: 'integer', description: '', secret: false, required: false, default: 8250, min: 1, max: 65_535 },
    { name: 'scheme', kind: 'text', description: '', secret: false, required: false, default: 'https', oneOf: ['https', 'http'], insecure: ['http'] },
    { name: 'apiKey', kind: 'text', description: '', secret: true, required: true, default: null, min: 1, max: 200, pattern: '[\\x21-\\x7e]+', patternWords: 'visible ASCII' },
    { name: 'fullSweepHour', kind: 'integer', description: '', secret: false, required: false, default: 3, nullable: true, min: 0, max: 23 },
    { name: 'syncEmail', kind: 'boolean', description: '', secret: false, required: false, default: true },
    { name: 'competeClubId', kind: 'integer', description: '', secret: false, required: true, default: null, min: 0, max: 99_999, uniqueInAccount: true },
    { name: 'requiredDefaults', kind: 'text-map', description: '', secret: false, required: false, default: {} },
    { name: 'waiverSignedOn', kind: 'date', description: '', secret: false, required: false, default: null },
    { name: 'noteEmployeeId', kind: 'integer', description: '', secret: false, required: false, default: null, min: 0, togetherWith: 'noteActionId' },
    { name: 'noteActionId', kind: 'integer', description: '', secret: false, required: false, default: null, min: 0, togetherWith: 'noteEmployeeId' },
  ],
  account: ['companyId', 'domain', 'port', 'scheme', 'apiKey'],
  switches: ['convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'],
  alwaysSends: true,
  inbound: true,
  defaults: {
    createUpdateLead: true, archiveLead: false, insertLead: false, convertLeadToMember: false, insertMember: false, convertMemberToFormerMember: false,
    updateContact: false, deleteLead: false, primaryOnly: false, autoMatchThroughTier: 6, tiePolicy: 'review', birthDateVeto: true, contactMethod: 'Import', leadSource: 'Import',
  },
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  staff: 'matched by e-mail',
  leadSources: 'matched by name',
};

/** A body of `PUT …/integrations/compete` that is right. */
export function competeBody(competeClubId: number, more: object = {}): object {
  return { enabled: true, settings: { companyId: '10', domain: 'compete.example', competeClubId }, credentials: { apiKey: 'secret-key' }, ...more };
}
