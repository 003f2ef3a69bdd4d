import { Inject, Injectable } from '@nestjs/common';
import { chooseRule, readRules, type AssignmentRule } from '@intouch/assignment';
import type { AnyConnector, LinkedLookup, VendorLookup, Warning } from '../define-connector.js';
import { Unavailable } from '../errors.js';
import { LookupMatching } from '../lookups/lookup-matching.js';
import { VendorUserStore } from '../store/vendor-user.store.js';
import { CONNECTOR } from '../tokens.js';
import { resolveAssignee, ruleNamed, unlinkedAssignee } from './assignees.js';
import { originOf, type Assigned, type Job } from './sending.js';

/** The vendor has no list yet; a lead that needs one does not wait for long. */
const againMs = 5_000;

/**
 * Who owns a lead at a vendor whose settings have assignment rules: the first rule that holds, else the linked owner, else the
 * fallback. Chosen for a new record and by hand; later only when attributes or owner changed, so that what the vendor's own
 * people reassigned stays.
 */
@Injectable()
export class Assignment {
  constructor(
    @Inject(CONNECTOR) private readonly connector: AnyConnector,
    @Inject(VendorUserStore) private readonly users: VendorUserStore,
    @Inject(LookupMatching) private readonly matching: LookupMatching,
  ) {}

  /** null: this vendor has no such rules. `own`: InTouch's owner and whom it is linked to. */
  async ownerOf(job: Job, own: LinkedLookup | null): Promise<Assigned | null> {
    const { assignment, title } = this.connector;
    if (!assignment) return null;
    const how = assignment === true ? {} : assignment;
    const { claim, integration: { settings }, link } = job;
    if (link && !claim.byHand && !this.hasChanged(job, own)) return { owner: as(String(claim.delivered['ownerStaffId'] ?? ''), 'as sent last'), why: null, warnings: [] };
    const rules = rulesOf(settings['assignmentRules']);
    const fallback = typeof settings['fallbackOwner'] === 'string' ? settings['fallbackOwner'].trim() : '';
    const rule = chooseRule(rules, claim.contact.attributes ?? {});
    if (!rule && !fallback) return byOwner(own, []);
    const users = await this.usersOf(job);
    const chosen = rule ? resolveAssignee(users, rule.assignTo, how) : null;
    if (rule && chosen) return { owner: as(chosen.vendorId, chosen.name), why: `Owner by rule "${rule.name}": ${chosen.name}.`, warnings: [] };
    const warnings: Warning[] = rule ? [about(unlinkedAssignee(rule.assignTo, ruleNamed(rule.name), title))] : [];
    if (own?.vendorId || !fallback) return byOwner(own, warnings);
    const last = resolveAssignee(users, fallback, how);
    if (last) return { owner: as(last.vendorId, last.name), why: `Owner by fallback: ${last.name}.`, warnings };
    return byOwner(own, [...warnings, about(unlinkedAssignee(fallback, 'fallbackOwner', title))]);
  }

  /** The owner was linked since counts too: then it differs from what went out. */
  private hasChanged({ claim }: Job, own: LinkedLookup | null): boolean {
    const { ownerStaffId, attributes } = originOf(claim);
    const { ownerStaffId: ownerBefore = null, attributes: attributesBefore } = claim.deliveredOrigin;
    const linkedSince = own?.vendorId != null && (claim.delivered['ownerStaffId'] ?? null) === null;
    return ownerStaffId !== ownerBefore || attributes !== attributesBefore || linkedSince;
  }

  private async usersOf({ claim, integration }: Job): Promise<readonly VendorLookup[]> {
    const known = await this.users.of(claim.clubId);
    if (known) return known;
    await this.matching.match(integration);
    const users = await this.users.of(claim.clubId);
    if (!users) throw new Unavailable('the list of users is not known yet', false, againMs);
    return users;
  }
}

const read = new WeakMap<object, readonly AssignmentRule[]>();

/** Validated when the integration was saved; read once for all deliveries that came with the same settings. */
function rulesOf(given: unknown): readonly AssignmentRule[] {
  if (typeof given !== 'object' || given === null) return [];
  const known = read.get(given) ?? readRules(given).rules ?? [];
  read.set(given, known);
  return known;
}

function byOwner(own: LinkedLookup | null, warnings: readonly Warning[]): Assigned {
  return { owner: own, why: own?.vendorId ? `Owner as in InTouch: ${own.name}.` : 'No owner: none.', warnings };
}

function as(vendorId: string, name: string): LinkedLookup | null {
  return vendorId === '' ? null : { id: vendorId, name, vendorId, status: 'matched' };
}

function about(finding: Warning): Warning {
  return { ...finding, key: 'ownerStaffId' };
}
