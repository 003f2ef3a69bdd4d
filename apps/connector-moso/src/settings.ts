import type { SettingDescription } from '@intouch/contracts';
import { address, reconcileDelayMs, setting, timeoutMs } from '@intouch/connector-kit';

const biggestId = 2_147_483_647;
// Codes are compared trimmed and in capitals.
const typeCode = { kind: 'text', pattern: '\\s*[A-Za-z0-9]{1,6}\\s*', patternWords: 'a code of 1 to 6 letters and digits' } as const;
const typeOf = (status: 'LEAD' | 'MEMBER') => ({ ...typeCode, inTable: { setting: 'membershipTypes', column: 'code', where: { status } } });
const sftpOnly = { requiredForInbound: true, requiredWhen: { setting: 'dropUrl', begins: 'sftp:' } } as const;
const agreement = { kind: 'integer', min: 1, max: biggestId } as const;

/** vendors/moso.md, section 2. */
export const settings: readonly SettingDescription[] = [
  address({ name: 'baseUrl', description: 'Address of the club\'s MoSoClub', required: true }),
  setting({ name: 'userId', kind: 'text', description: 'Login at MoSoClub', required: true, min: 1, max: 50 }),
  setting({ name: 'password', kind: 'text', description: 'Password of the login', required: true, secret: true, min: 1, max: 100 }),
  setting({ name: 'machineName', kind: 'text', description: 'Name the login goes by; used by nobody else, since a login ends the earlier one of its name', required: true, pattern: '[A-Za-z0-9-]{1,30}', patternWords: '1 to 30 letters, digits and hyphens' }),
  setting({ name: 'verifyTls', kind: 'boolean', description: 'The server\'s certificate is verified', default: true }),
  timeoutMs,
  reconcileDelayMs,
  setting({ name: 'externalIdField', kind: 'text', description: 'Field of a member that keeps InTouch\'s id', default: 'Salesperson3', oneOf: ['Salesperson3', 'none'] }),
  setting({
    name: 'membershipTypes', kind: 'table', description: 'What each code of Membership_Type means', required: true,
    columns: [
      { name: 'code', description: 'As MoSoClub spells it', pattern: '[A-Z0-9]{1,6}', patternWords: '1 to 6 letters and digits', unique: true },
      { name: 'status', description: 'What somebody of this type is', oneOf: ['LEAD', 'MEMBER', 'IGNORE'] },
    ],
  }),
  setting({ name: 'unmappedStatus', kind: 'text', description: 'What a code means that is not in membershipTypes', required: true, oneOf: ['LEAD', 'MEMBER'] }),
  setting({ name: 'defaultLeadType', description: 'Membership type of new leads', required: true, ...typeOf('LEAD') }),
  setting({ name: 'refAgreementId', description: 'Agreement Terms of that type', required: true, ...agreement }),
  setting({ name: 'refAgreementPriceId', description: 'Agreement Pricing Terms of that type', required: true, ...agreement }),
  setting({ name: 'defaultMemberType', description: 'Membership type of contacts that are members when first sent', required: true, ...typeOf('MEMBER') }),
  setting({ name: 'memberRefAgreementId', description: 'Agreement Terms of members; without it those of leads', ...agreement }),
  setting({ name: 'memberRefAgreementPriceId', description: 'Agreement Pricing Terms of members; without it those of leads', ...agreement }),
  setting({ name: 'memberStatusMap', kind: 'text-map', description: 'The club\'s own words for Active, InActive, Terminated, Frozen and Expired', default: {}, oneOf: ['Active', 'InActive', 'Terminated', 'Frozen', 'Expired'] }),
  setting({ name: 'salespersonMap', kind: 'text-map', description: 'Salesperson at MoSoClub, by InTouch\'s id of the staff member', default: {}, max: 20 }),
  setting({ name: 'sourceMap', kind: 'text-map', description: 'Source at MoSoClub, by InTouch\'s id of the lead source', default: {}, max: 20 }),
  setting({
    name: 'dropUrl', kind: 'text', description: 'Where MoSoClub puts its files', requiredForInbound: true, insecure: ['file://'], max: 500,
    pattern: 'sftp://[^\\s/?#@:]+(:\\d{1,5})?/|file:///[^\\s?#]*', patternWords: 'sftp://host[:port]/ or, where the deployment allows it, a file address',
  }),
  setting({ name: 'dropUser', kind: 'text', description: 'Login of the drop', ...sftpOnly, min: 1, max: 100 }),
  setting({ name: 'dropPassword', kind: 'text', description: 'Password of the drop, or dropPrivateKey', secret: true, ...sftpOnly, or: 'dropPrivateKey', min: 1, max: 200 }),
  setting({ name: 'dropPrivateKey', kind: 'text', description: 'Private key of the drop, or dropPassword', secret: true, min: 1, max: 20_000 }),
  setting({ name: 'dropHostKey', kind: 'text', description: 'Fingerprint of the drop\'s host key as OpenSSH prints it', ...sftpOnly, pattern: 'SHA256:[A-Za-z0-9+/]{43}', patternWords: 'SHA256: and 43 base64 characters' }),
  setting({ name: 'fileEncoding', kind: 'text', description: 'Encoding of the files', default: 'windows-1252', oneOf: ['windows-1252', 'utf-8'] }),
  setting({ name: 'fileProfile', kind: 'text', description: 'How the files separate their fields', default: 'comma', oneOf: ['comma', 'pipe'] }),
  setting({ name: 'stableSeconds', kind: 'integer', description: 'Seconds without change after which a file is whole', default: 120, min: 0, max: 3_600 }),
  setting({ name: 'pollSeconds', kind: 'integer', description: 'Seconds between two looks at the drop', default: 60, min: 1, max: 3_600 }),
  setting({ name: 'quarantineMinBad', kind: 'integer', description: 'Bad rows from which a file may be put aside as a whole', default: 3, min: 1, max: 1_000 }),
  setting({ name: 'quarantinePercent', kind: 'integer', description: 'Share of bad rows, percent, over which it is', default: 10, min: 0, max: 100 }),
  setting({ name: 'homeClub', kind: 'text', description: 'The club\'s code at MoSoClub', required: true, pattern: '[A-Z0-9]{1,3}', patternWords: '1 to 3 capital letters and digits', uniqueInAccount: true }),
  setting({ name: 'fileCode', kind: 'text', description: 'The club\'s code in names of files', defaultFrom: 'homeClub', pattern: '[A-Z0-9]{1,10}', patternWords: '1 to 10 capital letters and digits', uniqueInAccount: true, uniqueAmong: ['dropUrl', 'dropUser'] }),
  setting({ name: 'waiverSignedOn', kind: 'date', description: 'When the club signed the integration waiver' }),
];
