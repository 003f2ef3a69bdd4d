import { ChangesController } from './changes/changes.controller.js';
import { WebhookController } from './changes/webhook.controller.js';
import { ClubsController } from './clubs/clubs.controller.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { FilesController } from './files/files.controller.js';
import { IntegrationsController } from './integrations/integrations.controller.js';
import { LogController } from './log/log.controller.js';
import { LinksController } from './lookups/links.controller.js';
import { LookupsController } from './lookups/lookups.controller.js';
import { ParkedController } from './parked/parked.controller.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { RunsController } from './runs/runs.controller.js';
import { SyncController } from './runs/sync.controller.js';
import { StaffController } from './staff/staff.controller.js';

/** The HTTP API, one subject per file. */
export const controllers = [
  ClubsController, ContactsController, StaffController, LookupsController, LinksController, IntegrationsController, SyncController, FilesController,
  RunsController, ChangesController, WebhookController, LogController, ParkedController, ReviewsController,
];
