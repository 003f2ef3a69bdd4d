import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { factsOf, type SubscriptionFacts } from '@intouch/messaging';
import type { ServiceDefinition } from '@intouch/service';
import type { VendorDescribed } from '@intouch/contracts';
import { connectorService, describe, type AnyConnector } from '@intouch/connector-kit';

/** A handler as the documents tell of it. */
export interface HandlerFlow extends SubscriptionFacts {
  readonly name: string;
}

/** What one service takes from topics and gives to topics. */
export interface ServiceFlow {
  readonly name: string;
  /** Topics it publishes to outside of handlers. */
  readonly publishes: readonly string[];
  readonly handlers: readonly HandlerFlow[];
}

type Define = (config: unknown) => ServiceDefinition;

// A definition only lists its parts; nothing in it looks at a setting before the service starts.
const noConfig = {} as never;

/**
 * Every service below `apps/`, by name: an app whose `src/<app>.ts` exports a `define…` function, or whose
 * `src/connector.ts` exports a connector's definition. Apps with neither (sandbox, e2e) take no part in the ring.
 * @throws {Error} where such a file exports no definition, or a handler lacks `@On`
 */
export async function discoverServices(apps: string): Promise<ServiceFlow[]> {
  const definitions: ServiceDefinition[] = [];
  for (const app of readdirSync(apps).sort()) {
    const connector = join(apps, app, 'src/connector.ts');
    const service = join(apps, app, 'src', `${app}.ts`);
    if (existsSync(connector)) definitions.push(connectorService(await exported(connector, isConnector), noConfig));
    else if (existsSync(service)) definitions.push((await exported(service, isDefine))(noConfig));
  }
  return definitions.map(flowOf);
}

/** What every connector below `apps/` says of itself, by vendor. */
export async function discoverVendors(apps: string): Promise<VendorDescribed[]> {
  const files = readdirSync(apps).sort().map((app) => join(apps, app, 'src/connector.ts')).filter((file) => existsSync(file));
  return Promise.all(files.map(async (file) => describe(await exported(file, isConnector))));
}

export function flowOf({ name, publishes = [], handlers }: ServiceDefinition): ServiceFlow {
  return {
    name,
    publishes: publishes.map((topic) => topic.name),
    handlers: handlers.map((handler) => {
      const facts = factsOf(handler);
      if (!facts) throw new Error(`${handler.name}, a handler of ${name}, has no @On`);
      return { name: handler.name, ...facts };
    }),
  };
}

async function exported<T>(file: string, is: (name: string, value: unknown) => value is T): Promise<T> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(module)) if (is(name, value)) return value;
  throw new Error(`${file} exports no definition`);
}

function isDefine(name: string, value: unknown): value is Define {
  return typeof value === 'function' && /^define[A-Z]/.test(name);
}

function isConnector(_name: string, value: unknown): value is AnyConnector {
  return typeof value === 'object' && value !== null && 'vendor' in value && 'open' in value;
}
