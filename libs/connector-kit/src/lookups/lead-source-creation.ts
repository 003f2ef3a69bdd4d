import { Inject, Injectable } from '@nestjs/common';
import type { AnyConnector, VendorLookup } from '../define-connector.js';
import { leaseMsOf } from '../delivery/sending.js';
import { Rejected, Unavailable } from '../errors.js';
import type { Integration } from '../store/integration.store.js';
import { LeadSourceCreationStore } from '../store/lead-source-creation.store.js';
import { LookupStore, type Lookup } from '../store/lookup.store.js';
import { CONNECTOR } from '../tokens.js';
import { CreateTurns } from '../wire/create-turn.js';
import { matchLookups, type LookupResult, type MatchRules } from './match-lookups.js';

export interface Creations {
  readonly own: readonly Lookup[];
  readonly results: ReadonlyMap<string, LookupResult>;
  /** What stopped it on the way; what is in `results` holds all the same. */
  readonly stoppedBy: Error | null;
}

/**
 * Creates the lead sources that the vendor lacks, each once for the account, whatever the number of clubs and instances:
 * one account at a time, by a list read in the turn, and written down before the call like every create.
 */
@Injectable()
export class LeadSourceCreation {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(LookupStore) private readonly lookups: LookupStore,
    @Inject(LeadSourceCreationStore) private readonly creations: LeadSourceCreationStore,
    @Inject(CreateTurns) private readonly turns: CreateTurns,
  ) {}

  createMissing(integration: Integration, client: unknown, rules: MatchRules): Promise<Creations> {
    return this.turns.run(integration.account, async () => {
      const own = await this.lookups.ofKind(integration.clubId, 'lead-sources');
      let theirs = [...(await this.list(client))];
      const made = new Map<string, string>();
      const notMade = new Map<string, LookupResult>();
      let stoppedBy: Error | null = null;
      for (;;) {
        const results = new Map([...matchLookups(own, theirs, rules), ...notMade]);
        const next = stoppedBy ? undefined : own.find(({ id }) => results.get(id)!.missing);
        if (!next) {
          for (const [id, vendorId] of made) {
            const result = results.get(id)!;
            if (result.vendorId === vendorId) results.set(id, { ...result, status: 'created', detail: `Created at ${rules.title}.` });
          }
          // What was stopped on the way stays to be looked for.
          if (stoppedBy) for (const { id } of own) if (results.get(id)!.missing) results.delete(id);
          return { own, results, stoppedBy };
        }
        try {
          const outcome = await this.createOne(integration, client, next, rules);
          if ('status' in outcome) notMade.set(next.id, outcome);
          else {
            made.set(next.id, outcome.vendorId);
            // Somebody else may have added the same right before: then all clubs take the first.
            const fresh = await this.list(client).catch(() => []);
            theirs = fresh.some(({ vendorId }) => vendorId === outcome.vendorId) ? [...fresh] : [...theirs, outcome];
          }
        } catch (error) {
          stoppedBy = error as Error;
        }
      }
    });
  }

  private async createOne(integration: Integration, client: unknown, { clubId, name, email }: Lookup, rules: MatchRules): Promise<VendorLookup | LookupResult> {
    const { account } = integration;
    const key = rules.keyOf({ name, email })!;
    const delayMs = Number(integration.settings['reconcileDelayMs'] ?? 30_000);
    const later = async (ms: number): Promise<LookupResult> => {
      await this.lookups.due([clubId], ms);
      return { vendorId: null, status: 'not-found', detail: `Being created at ${rules.title}; looked for again in a moment.` };
    };
    const waitMs = await this.creations.begin(account, key, leaseMsOf(integration) + delayMs);
    if (waitMs > 0) return later(waitMs);
    try {
      const created = await this.connector.lookups!.creating!.leadSource(client, name);
      // Another club's list may lag behind: until then it waits rather than creates.
      await this.creations.unanswered(account, key, delayMs);
      return created;
    } catch (error) {
      if (error instanceof Unavailable && error.ambiguous) {
        await this.creations.unanswered(account, key, delayMs);
        const found = (await this.list(client).catch(() => [])).find((it) => it.active !== false && rules.keyOfTheirs(it) === key);
        return found ?? later(delayMs);
      }
      await this.creations.end(account, key);
      if (error instanceof Rejected) return { vendorId: null, status: 'not-found', detail: `${rules.title} does not take it: ${error.message}` };
      throw error;
    }
  }

  private async list(client: unknown): Promise<readonly VendorLookup[]> {
    return (await this.connector.lookups!.leadSources!(client)) ?? [];
  }
}
