import { topics, type Topic } from '@intouch/contracts';
import type { HandlerFlow, ServiceFlow } from './services.js';

/** All connectors run the same handlers: one box in the picture, one word in the table. */
const connectors = 'connectors';
const page: readonly Topic[] = Object.values(topics);

/** `docs/flow.md`: who tells whom what, and why. Depends on nothing but its argument and the page of topics. */
export function flowPage(services: readonly ServiceFlow[]): string {
  const parties = partiesOf(services);
  const vendors = services.map(({ name }) => name).filter((name) => name.startsWith('connector-'));
  return [
    '# The flow',
    '',
    '<!-- Generated from the `@On` decorators and the services\' definitions: npm run docs -->',
    '',
    'Services share nothing but topics. An arrow is what the one tells the other; its words are the topics.',
    `**${connectors}** stands for ${vendors.map((name) => `\`${name}\``).join(', ')}: all run the handlers of \`libs/connector-kit\`, each in a consumer group of its own.`,
    '',
    '```mermaid',
    'flowchart LR',
    ...parties.map((party) => `  ${nodeId(party.name)}["${party.name}"]`),
    ...arrows(parties),
    '```',
    '',
    '## Topics',
    '',
    'A handler gets one topic\'s messages in batches, in the order of their key, and returns what is to be published; the transport does the rest.',
    '*Caught up with*: before it decides, the service has consumed those topics to the end they have at that moment.',
    '',
    '| topic | key | from | to | handler | caught up with | why |',
    '|---|---|---|---|---|---|---|',
    ...page.flatMap((topic) => rowsOf(topic, parties)),
    '',
    `Compacted, the newest message per key kept for ever: ${list(page.filter(({ compacted }) => compacted).map(({ name }) => name))}.`,
    'A message that can never be applied goes to `dead.<service>` with its reason; its neighbours go on.',
    '',
    '## What a handler may answer with',
    '',
    '| service | handler | emits |',
    '|---|---|---|',
    ...parties.flatMap(({ name, handlers }) =>
      handlers
        .filter(({ emits }) => emits.length > 0)
        .map((handler) => `| ${name} | \`${handler.name}\` | ${list(handler.emits.map((topic) => topic.name))} |`),
    ),
    '',
    'Outside of handlers (HTTP calls, the clock, work at a vendor):',
    '',
    '| service | publishes |',
    '|---|---|',
    ...parties.filter(({ publishes }) => publishes.length > 0).map(({ name, publishes }) => `| ${name} | ${list(publishes)} |`),
    '',
  ].join('\n');
}

/** Topics that nobody tells, or that nobody listens to, in words; empty in a ring that is closed. */
export function looseEnds(services: readonly ServiceFlow[]): string[] {
  return page.flatMap(({ name }) => {
    const told = services.some((service) => tells(service, name));
    const heard = services.some((service) => listeners(service, name).length > 0);
    return [...(told ? [] : [`nobody publishes ${name}`]), ...(heard ? [] : [`nobody consumes ${name}`])];
  });
}

function partiesOf(services: readonly ServiceFlow[]): ServiceFlow[] {
  const connector = services.find(({ name }) => name.startsWith('connector-'));
  const others = services.filter(({ name }) => !name.startsWith('connector-'));
  return [...others, ...(connector ? [{ ...connector, name: connectors }] : [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const tells = ({ publishes, handlers }: ServiceFlow, topic: string): boolean =>
  publishes.includes(topic) || handlers.some(({ emits }) => emits.some(({ name }) => name === topic));

const listeners = ({ handlers }: ServiceFlow, topic: string): HandlerFlow[] =>
  handlers.filter(({ topics: heard }) => heard.some(({ name }) => name === topic));

function arrows(parties: readonly ServiceFlow[]): string[] {
  return parties.flatMap((from) =>
    parties.flatMap((to) => {
      const told = page.map(({ name }) => name).filter((name) => tells(from, name) && listeners(to, name).length > 0);
      return told.length === 0 ? [] : [`  ${nodeId(from.name)} -->|"${told.join('<br/>')}"| ${nodeId(to.name)}`];
    }),
  );
}

function rowsOf(topic: Topic, parties: readonly ServiceFlow[]): string[] {
  const from = parties.filter((party) => tells(party, topic.name)).map(({ name }) => name).join(', ') || 'nobody yet';
  const heard = parties.flatMap((party) => listeners(party, topic.name).map((handler) => ({ party, handler })));
  const start = `| \`${topic.name}\` | ${topic.keyedBy} | ${from} |`;
  if (heard.length === 0) return [`${start} nobody yet | | | |`];
  return heard.map(({ party, handler }, index) => {
    const to = ` ${party.name} | \`${handler.name}\` | ${list(handler.after.map(({ name }) => name))} | ${handler.why ?? ''} |`;
    return `${index === 0 ? start : '| | | |'}${to}`;
  });
}

const nodeId = (name: string): string => name.replaceAll('-', '_');
const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
