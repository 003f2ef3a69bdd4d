import { inboundOptions, type SettingDescription, type VendorDescribed } from '@intouch/contracts';

/** What each switch brings, in the words of a club. */
const inWords: Readonly<Record<string, string>> = {
  insertLead: 'new leads', updateContact: 'changes of leads', convertLeadToMember: 'sales', insertMember: 'new members', convertMemberToFormerMember: 'lapses', deleteLead: 'deletions',
};

const begin = '<!-- vendors: generated from the connectors\' definitions by npm run docs -->';
const end = '<!-- vendors: end -->';

/** The README with its table of vendors as the connectors have it now. @throws {Error} where the marks of the table are missing */
export function withVendorTable(readme: string, vendors: readonly VendorDescribed[]): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md lacks the marks of the vendors' table: ${begin} … ${end}`);
  return `${readme.slice(0, from + begin.length)}\n${vendorTable(vendors)}\n${readme.slice(to)}`;
}

/** `docs/vendors.md`: what every vendor can do and needs. */
export function vendorsPage(vendors: readonly VendorDescribed[]): string {
  return [
    '# Vendors',
    '',
    '<!-- Generated from the connectors\' definitions: npm run docs -->',
    '',
    'What goes into `PUT /v1/clubs/{clubId}/integrations/{vendor}`: settings, credentials (marked *secret*) and options. A name that is not here is refused.',
    '',
    vendorTable(vendors),
    ...vendors.flatMap(vendorSection),
    '',
  ].join('\n');
}

function vendorTable(vendors: readonly VendorDescribed[]): string {
  return ['| vendor | out | in | staff | lead sources |', '|---|---|---|---|---|', ...vendors.map((it) => `| ${it.title} (\`${it.vendor}\`) | leads, real time | ${inbound(it)} | ${it.staff ?? '-'} | ${it.leadSources ?? '-'} |`)].join('\n');
}

function inbound({ inbound: reads, switches, schedule }: VendorDescribed): string {
  if (!reads) return 'nothing: one way';
  const what = inboundOptions.filter((name) => switches.includes(name)).map((name) => inWords[name]);
  return `${schedule.default === '0 * * * *' ? 'hourly and on demand' : 'on demand'}: ${what.join(', ')}`;
}

function vendorSection(it: VendorDescribed): string[] {
  return [
    '',
    `## ${it.title} (\`${it.vendor}\`)`,
    '',
    `Account: ${it.account.map((name) => `\`${name}\``).join(', ')}; integrations equal in all of them share throttle, breaker and suspension.`,
    `Schedule: ${it.schedule.accepted ? `\`${it.schedule.default ?? 'none'}\` unless told otherwise` : 'none, and none is taken'}.`,
    '',
    '| setting | kind | default | means |',
    '|---|---|---|---|',
    ...it.settings.map((setting) => `| \`${setting.name}\`${setting.secret ? ' *secret*' : ''} | ${kind(setting)} | ${fallback(setting)} | ${setting.description} |`),
    '',
    '| option | default |',
    '|---|---|',
    ...(it.alwaysSends ? ['| `createUpdateLead` | always on; pause the integration instead |'] : ['| `createUpdateLead` | `true` |']),
    ...it.switches.map((name) => `| \`${name}\` | \`${String(it.defaults[name as keyof typeof it.defaults])}\` |`),
    ...(it.inbound
      ? (['contactMethod', 'leadSource', 'autoMatchThroughTier', 'tiePolicy', 'birthDateVeto'] as const).map((name) => `| \`${name}\` | \`${String(it.defaults[name])}\` |`)
      : []),
  ];
}

function kind({ kind: name, oneOf, min, max, patternWords, keys, nullable, uniqueInAccount, togetherWith, requiredWhen }: SettingDescription): string {
  const range = min !== undefined && max !== undefined ? ` ${min} to ${max}` : max !== undefined ? ` up to ${max}` : '';
  return [
    oneOf ? oneOf.map((value) => `\`${value}\``).join(' or ') : patternWords ? patternWords : `${name}${name === 'text' && range ? `,${range} characters` : range}`,
    ...(keys ? [`only ${keys.map((key) => `\`${key}\``).join(', ')}`] : []),
    ...(nullable ? ['or null'] : []),
    ...(uniqueInAccount ? ['unique in the account'] : []),
    ...(togetherWith ? [`together with \`${togetherWith}\``] : []),
    ...(requiredWhen ? [`required where \`${requiredWhen.setting}\` is \`${requiredWhen.is}\``] : []),
  ].join(', ').replaceAll('|', '\\|');
}

function fallback({ required, default: value }: SettingDescription): string {
  if (required && (value === null || value === undefined)) return 'required';
  return value === null || value === undefined ? '-' : `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}
