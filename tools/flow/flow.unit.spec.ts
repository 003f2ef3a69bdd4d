import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type VendorDescribed } from '@intouch/contracts';
import { On } from '@intouch/messaging';
import { flowPage, looseEnds } from './flow-page.js';
import { stale } from './generated-files.js';
import { discoverServices, discoverVendors, flowOf, type ServiceFlow } from './services.js';
import { vendorsPage, withVendorTable } from './vendors-page.js';

const root = resolve(import.meta.dirname, '../..');

describe('docs/flow.md', () => {
  let services: ServiceFlow[];
  beforeAll(async () => {
    services = await discoverServices(join(root, 'apps'));
  });

  it('is up to date: if not, npm run docs', () => {
    expect(stale(root, new Map([['docs/flow.md', flowPage(services)]]))).toEqual([]);
  });

  it('shows a ring without loose ends', () => {
    expect(looseEnds(services)).toEqual([]);
  });

  it('says of every handler why it is there', () => {
    const silent = services.flatMap(({ name, handlers }) => handlers.filter(({ why }) => !why).map((handler) => `${name}: ${handler.name}`));
    expect(silent).toEqual([]);
  });
});

describe('what is said of the vendors', () => {
  it('is what their connectors say of themselves: if not, npm run docs', async () => {
    const vendors = await discoverVendors(join(root, 'apps'));
    expect(vendors.map(({ vendor }) => vendor)).toEqual(expect.arrayContaining(['abc', 'compete', 'paramount']));
    const readme = withVendorTable(readFileSync(join(root, 'README.md'), 'utf8'), vendors);
    expect(stale(root, new Map([['docs/vendors.md', vendorsPage(vendors)], ['README.md', readme]]))).toEqual([]);
    for (const { title, settings } of vendors) {
      expect(readme).toContain(title);
      for (const { name } of settings) expect(vendorsPage(vendors)).toContain(`| \`${name}\``);
    }
  });

  it('is said in words, whatever a setting is about', () => {
    const setting = (name: string, more: object = {}) => ({ name, kind: 'text' as const, description: 'so', secret: false, required: false, default: null, ...more });
    const described = {
      vendor: 'moso', title: 'MoSoClub', files: true, inbound: true, alwaysSends: true, account: ['baseUrl'], switches: ['insertLead'], staff: null, leadSources: null,
      schedule: { accepted: false, default: null, sync: true }, defaults: { insertLead: true },
      settings: [
        setting('types', { kind: 'table', required: true, columns: [{ name: 'code', description: '', patternWords: '1 to 6 letters', unique: true }, { name: 'status', description: '', oneOf: ['LEAD', 'MEMBER'] }] }),
        setting('leadType', { required: true, inTable: { setting: 'types', column: 'code', where: { status: 'LEAD' } } }),
        setting('statusMap', { kind: 'text-map', oneOf: ['Active', 'Frozen'], default: {} }),
        setting('rules', { kind: 'assignment-rules', default: [] }),
        setting('fileCode', { defaultFrom: 'homeClub', uniqueAmong: ['dropUrl', 'dropUser'] }),
        setting('dropUrl', { requiredForInbound: true }),
        setting('hostKey', { requiredWhen: { setting: 'dropUrl', begins: 'sftp://' } }),
        setting('password', { secret: true, requiredForInbound: true, requiredWhen: { setting: 'dropUrl', begins: 'sftp://' }, or: 'privateKey' }),
      ],
    } as unknown as VendorDescribed;
    const page = vendorsPage([described]);
    expect(page).toContain('| MoSoClub (`moso`) | leads, real time; owners by rules | from files, and on demand: new leads |');
    const crm = { ...described, alwaysSends: false, files: false, switches: ['archiveLead', 'updateContact'], settings: [] };
    expect(vendorsPage([crm])).toContain('| leads, real time, or by hand alone; archived ones are deleted | on demand: changes of leads |');
    for (const row of [
      '| `types` | table, rows of `code` (1 to 6 letters, unique) and `status` (`LEAD` or `MEMBER`) | required | so |',
      '| `leadType` | text, a `code` of `types` whose `status` is `LEAD` | required | so |',
      '| `statusMap` | text-map of `Active` or `Frozen` | `{}` | so |',
      '| `rules` | list of [assignment rules](../libs/assignment/README.md) | `[]` | so |',
      '| `fileCode` | text, unique among clubs with the same `dropUrl` and `dropUser` | that of `homeClub` | so |',
      '| `dropUrl` | text, required while an inbound option is on | - | so |',
      '| `hostKey` | text, required where `dropUrl` begins with `sftp://` | - | so |',
      '| `password` *secret* | text, required while an inbound option is on and `dropUrl` begins with `sftp://`, or `privateKey` instead | - | so |',
    ]) expect(page).toContain(row);
  });

  it('is refused a README without a place for it', () => expect(() => withVendorTable('# README', [])).toThrow('lacks the marks'));
});

describe('the page of the flow', () => {
  @On(topics.syncDue, { emits: [topics.contactReported], after: [topics.clubConfigured], why: 'the hour has come' })
  class PullOnSyncDue {
    async handle(): Promise<void> {}
  }
  const definition = { config: {} as never, migrations: [] };
  const clock = flowOf({ ...definition, name: 'clock', publishes: [topics.syncDue], handlers: [] });
  const connector = (vendor: string): ServiceFlow => flowOf({ ...definition, name: `connector-${vendor}`, handlers: [PullOnSyncDue] });

  it('has one arrow per pair of services, and one box for all connectors', () => {
    const page = flowPage([clock, connector('abc'), connector('moso')]);
    expect(page).toContain('  clock -->|"sync.due"| connectors');
    expect(page).toContain('`connector-abc`, `connector-moso`');
  });

  it('names topic, key, sender, receiver, handler, what is waited for, and why', () => {
    const page = flowPage([clock, connector('abc')]);
    expect(page).toContain('| `sync.due` | club:vendor | clock | connectors | `PullOnSyncDue` | `club.configured` | the hour has come |');
    expect(page).toContain('| connectors | `PullOnSyncDue` | `contact.reported` |');
  });

  it('does not depend on the order in which services were found', () => {
    expect(flowPage([clock, connector('abc')])).toBe(flowPage([connector('abc'), clock]));
  });

  it('tells what nobody publishes and what nobody consumes', () => {
    const ends = looseEnds([clock, connector('abc')]);
    expect(ends).not.toContain('nobody publishes sync.due');
    expect(ends).toContain('nobody consumes contact.reported');
    expect(ends).toContain('nobody publishes club.configured');
  });

  it('refuses a handler without @On', () => {
    class Silent {}
    expect(() => flowOf({ ...definition, name: 'x', handlers: [Silent] })).toThrow('Silent, a handler of x, has no @On');
  });
});
