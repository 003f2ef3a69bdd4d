import { ChangeStore } from './change.store.js';
import { ClubStore } from './club.store.js';
import { ContactStore } from './contact.store.js';
import { DeliveryStore } from './delivery.store.js';
import { FileStore } from './file.store.js';
import { IntegrationStore } from './integration.store.js';
import { KeyStore } from './key.store.js';
import { LinkStore } from './link.store.js';
import { LogStore } from './log.store.js';
import { LookupStore } from './lookup.store.js';
import { ReviewStore } from './review.store.js';
import { RunStore } from './run.store.js';
import { WaitingStore } from './waiting.store.js';
import { WebhookStore } from './webhook.store.js';

/** What the gateway keeps. */
export const stores = [
  ChangeStore, ClubStore, ContactStore, DeliveryStore, FileStore, IntegrationStore, KeyStore, LinkStore, LogStore, LookupStore, ReviewStore, RunStore, WaitingStore,
  WebhookStore,
];
