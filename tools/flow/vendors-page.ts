import { inboundOptions, type SettingColumn, type SettingDescription, type VendorDescribed } from '@intouch/contracts';

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
  return ['| vendor | out | in | staff | lead sources |', '|---|---|---|---|---|', ...vendors.map((it) => `| ${it.title} (\`${it.vendor}\`) | ${outbound(it)} | ${inbound(it)} | ${it.staff ?? '-'} | ${it.leadSources ?? '-'} |`)].join('\n');
}

function outbound({ alwaysSends, switches, settings }: VendorDescribed): string {
  return [
    `leads, real time${alwaysSends ? '' : ', or by hand alone'}`,
    ...(switches.includes('archiveLead') ? ['archived ones are deleted'] : []),
    ...(settings.some(({ kind: name }) => name === 'assignment-rules') ? ['owners by rules'] : []),
  ].join('; ');
}

function inbound({ inbound: reads, switches, schedule, files }: VendorDescribed): string {
  if (!reads) return 'nothing: one way';
  const what = inboundOptions.filter((name) => switches.includes(name)).map((name) => inWords[name]);
  const when = files ? 'from files, and on demand' : schedule.default === '0 * * * *' ? 'hourly and on demand' : 'on demand';
  return `${when}: ${what.join(', ')}`;
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

function kind(setting: SettingDescription): string {
  const { keys, nullable, columns, inTable, uniqueInAccount, uniqueAmong, togetherWith } = setting;
  return [
    values(setting),
    ...(columns ? [`rows of ${columns.map(column).join(' and ')}`] : []),
    ...(keys ? [`only ${named(keys)}`] : []),
    ...(nullable ? ['or null'] : []),
    ...(inTable ? [inWordsOf(inTable)] : []),
    ...(uniqueInAccount ? ['unique in the account'] : []),
    ...(uniqueAmong ? [`unique among clubs with the same ${named(uniqueAmong, ' and ')}`] : []),
    ...(togetherWith ? [`together with \`${togetherWith}\``] : []),
    ...need(setting),
  ].join(', ').replaceAll('|', '\\|');
}

function values({ kind: name, oneOf, min, max, patternWords }: SettingDescription): string {
  const range = min !== undefined && max !== undefined ? ` ${min} to ${max}` : max !== undefined ? ` up to ${max}` : '';
  if (name === 'assignment-rules') return 'list of [assignment rules](../libs/assignment/README.md)';
  if (oneOf) return `${name === 'text-map' ? 'text-map of ' : ''}${named(oneOf, ' or ')}`;
  return patternWords ?? `${name}${name === 'text' && range ? `,${range} characters` : range}`;
}

function column({ name, oneOf, patternWords, unique }: SettingColumn): string {
  const means = [...(oneOf ? [named(oneOf, ' or ')] : patternWords ? [patternWords] : []), ...(unique ? ['unique'] : [])];
  return `\`${name}\`${means.length > 0 ? ` (${means.join(', ')})` : ''}`;
}

/** When a setting must be given, and what will do instead. */
function need({ requiredForInbound, requiredWhen, or }: SettingDescription): string[] {
  const where = requiredWhen && `\`${requiredWhen.setting}\` ${requiredWhen.is === undefined ? `begins with \`${requiredWhen.begins}\`` : `is \`${requiredWhen.is}\``}`;
  const reasons = [...(requiredForInbound ? ['while an inbound option is on'] : []), ...(where ? [requiredForInbound ? where : `where ${where}`] : [])];
  return reasons.length === 0 ? [] : [`required ${reasons.join(' and ')}${or ? `, or \`${or}\` instead` : ''}`];
}

function inWordsOf({ setting, column: name, where }: NonNullable<SettingDescription['inTable']>): string {
  const besides = Object.entries(where).map(([key, text]) => `\`${key}\` is \`${text}\``);
  return `a \`${name}\` of \`${setting}\`${besides.length > 0 ? ` whose ${besides.join(' and ')}` : ''}`;
}

function fallback({ required, default: value, defaultFrom }: SettingDescription): string {
  if (defaultFrom) return `that of \`${defaultFrom}\``;
  if (required && (value === null || value === undefined)) return 'required';
  return value === null || value === undefined ? '-' : `\`${typeof value === 'object' ? JSON.stringify(value) : String(value)}\``;
}

function named(names: readonly string[], between = ', '): string {
  return names.map((name) => `\`${name}\``).join(between);
}
