import { expect, it } from '@jest/globals';
import type { ContactSnapshot } from '@intouch/contracts';
import type { KeptContact } from '../../store/contact.store.js';
import type { KeptDelivery } from '../../store/delivery.store.js';
import type { StoredIntegration } from '../../store/integration.store.js';
import { deliveryAsSeen } from './delivery-as-seen.js';

const lead: KeptContact = { contact: { status: 'LEAD' } as ContactSnapshot, archived: false, version: 'B', receivedAt: new Date(2_000) };
const integration = { vendor: 'compete', paused: false, suspended: false, createdAt: new Date(1_000), options: { createUpdateLead: true } } as StoredIntegration;
const told: KeptDelivery = { vendor: 'compete', state: 'delivered', desiredVersion: 'B', deliveredVersion: 'B', attempts: 1, nextAttemptAt: null, lastError: null };
const seen = (contact: KeptContact, of: Partial<StoredIntegration> = {}, by?: KeptDelivery): string => deliveryAsSeen(contact, { ...integration, ...of }, by).state;

it('shows a lead on its way before the connector has told anything', () => {
  expect(seen(lead)).toBe('pending');
  expect(seen({ ...lead, receivedAt: new Date(0) })).toBe('not-sent');
  expect(seen({ ...lead, contact: { status: 'MEMBER' } as ContactSnapshot })).toBe('not-sent');
  expect(seen(lead, { options: { createUpdateLead: false } as StoredIntegration['options'] })).toBe('not-sent');
});

it('shows what was told, until a newer version is known', () => {
  expect(seen(lead, {}, told)).toBe('delivered');
  expect(seen({ ...lead, version: 'C' }, {}, told)).toBe('pending');
  expect(seen({ ...lead, version: 'C' }, {}, { ...told, state: 'closed' })).toBe('closed');
});

it('shows what holds it', () => {
  expect(seen(lead, { paused: true })).toBe('held');
  expect(seen(lead, { paused: true, suspended: true })).toBe('suspended');
  expect(seen(lead, { paused: true }, told)).toBe('delivered');
});
