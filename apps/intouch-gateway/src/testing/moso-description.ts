import type { SettingDescription, VendorDescribed } from '@intouch/contracts';
import { competeDescription } from './compete-description.js';

const text = (name: string, more: Partial<SettingDescription> = {}): SettingDescription => ({ name, kind: 'text', description: '', secret: false, required: false, default: null, ...more });
const whenSftp = { requiredForInbound: true, requiredWhen: { setting: 'dropUrl', begins: 'sftp://' } } as const;

/** A description of a vendor whose records come in files: enough of MoSoClub's page to meet every rule that Compete's has not. */
export const mosoDescription: VendorDescribed = {
  ...competeDescription,
  vendor: 'moso',
  title: 'MoSoClub',
  settings: [
    text('baseUrl', { required: true, min: 1, max: 200 }),
    text('fileCode', { pattern: '[A-Z0-9]{1,10}', patternWords: '1 to 10 capital letters or digits', defaultFrom: 'homeClub', uniqueInAccount: true, uniqueAmong: ['dropUrl', 'dropUser'] }),
    text('homeClub', { required: true, pattern: '[A-Z0-9]{1,3}', patternWords: '1 to 3 capital letters or digits', uniqueInAccount: true }),
    {
      ...text('membershipTypes', { required: true }), kind: 'table',
      columns: [
        { name: 'code', description: '', pattern: '[A-Z0-9]{1,6}', patternWords: '1 to 6 letters or digits', unique: true },
        { name: 'status', description: '', oneOf: ['LEAD', 'MEMBER', 'IGNORE'] },
      ],
    },
    text('defaultLeadType', { required: true, inTable: { setting: 'membershipTypes', column: 'code', where: { status: 'LEAD' } } }),
    { ...text('refAgreementId', { required: true }), kind: 'integer', min: 1 },
    { ...text('memberRefAgreementId', { defaultFrom: 'refAgreementId' }), kind: 'integer', min: 1 },
    { ...text('memberStatusMap', { default: {} }), kind: 'text-map', oneOf: ['Active', 'Terminated'] },
    text('dropUrl', { requiredForInbound: true, pattern: '(?:sftp|file)://[^\\s]*', insecure: ['file://'] }),
    text('dropUser', whenSftp),
    text('dropPassword', { secret: true, ...whenSftp, or: 'dropPrivateKey' }),
    text('dropPrivateKey', { secret: true, ...whenSftp, or: 'dropPassword' }),
  ],
  account: ['baseUrl'],
  switches: ['insertLead', 'convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'],
  defaults: { ...competeDescription.defaults, insertLead: true, convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true },
  schedule: { accepted: true, default: null, sync: true },
  files: true,
};

/** A body of `PUT …/integrations/moso` that is right. */
export function mosoBody(homeClub: string, settings: object = {}, more: object = {}): object {
  return {
    settings: {
      baseUrl: 'https://north.example', homeClub, defaultLeadType: 'GUEST', refAgreementId: 11, dropUrl: 'sftp://drop.example/', dropUser: 'drop',
      membershipTypes: [{ code: 'GUEST', status: 'LEAD' }, { code: 'GOLD', status: 'MEMBER' }], ...settings,
    },
    credentials: { dropPassword: 'secret-key' },
    ...more,
  };
}
