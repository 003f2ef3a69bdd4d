import type { DeliveryStateName } from '@intouch/contracts';
import type { KeptContact } from '../../store/contact.store.js';
import type { KeptDelivery } from '../../store/delivery.store.js';
import type { StoredIntegration } from '../../store/integration.store.js';

/**
 * How a contact stands at a vendor: what the connector told last, and what it cannot have told yet. A lead saved since
 * is on its way; what is on its way waits while the integration is paused or refused by the vendor.
 */
export function deliveryAsSeen(contact: KeptContact, integration: StoredIntegration, told: KeptDelivery | undefined): KeptDelivery {
  const { vendor } = integration;
  const goesOut = contact.contact?.status === 'LEAD' && !contact.archived && integration.options.createUpdateLead;
  // What was saved before the integration was set up goes on its next save.
  const delivery: KeptDelivery = told ?? {
    vendor,
    state: goesOut && contact.receivedAt >= integration.createdAt ? 'pending' : 'not-sent',
    desiredVersion: contact.version,
    deliveredVersion: null,
    attempts: 0,
    nextAttemptAt: null,
    lastError: null,
  };
  const isNewer = told?.desiredVersion != null && contact.version > told.desiredVersion && told.state !== 'closed';
  const state = goesOut && isNewer ? 'pending' : delivery.state;
  return { ...delivery, desiredVersion: isNewer ? contact.version : delivery.desiredVersion, state: whileHeld(state, integration) };
}

function whileHeld(state: DeliveryStateName, { suspended, paused }: StoredIntegration): DeliveryStateName {
  if (state !== 'pending') return state;
  if (suspended) return 'suspended';
  return paused ? 'held' : 'pending';
}
