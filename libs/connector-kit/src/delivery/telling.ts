import type { AnyConnector, Warning } from '../define-connector.js';
import type { ClaimedDelivery } from '../store/delivery.store.js';
import { originOf } from './sending.js';

/** What makes two warnings the same: a new value is a new warning. */
export function telling({ code, key, detail }: Warning): string {
  return `${code}:${key ?? ''}:${detail}`;
}

/** Those that the log does not have yet. */
export function news(warnings: readonly Warning[], told: readonly string[]): Warning[] {
  return warnings.filter((it) => !told.includes(telling(it)));
}

/** Owner or lead source changed in InTouch after the create, where the vendor takes them only then. */
export function originWarnings({ title, outbound }: AnyConnector, claim: ClaimedDelivery): Warning[] {
  const now = originOf(claim);
  return Object.entries(outbound.createOnly).flatMap(([key, code]) => {
    const before = claim.deliveredOrigin[key];
    if (code === null || before === undefined || before === now[key]) return [];
    const what = key === 'ownerStaffId' ? 'The owner' : 'The lead source';
    return [{ code, key, detail: `${what} changed in InTouch, but ${title} takes it only when the record is created.`, howToFix: `Change it at ${title} by hand.` }];
  });
}
