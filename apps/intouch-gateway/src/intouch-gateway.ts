import type { NestExpressApplication } from '@nestjs/platform-express';
import { topics } from '@intouch/contracts';
import type { ServiceDefinition } from '@intouch/service';
import { Clubs } from './access/clubs.js';
import { Door } from './access/door.guard.js';
import { Keys } from './access/keys.js';
import { Reception } from './access/reception.js';
import { Answers } from './answers/answers.js';
import { Stopping } from './answers/stopping.js';
import { AnswersCame, ChangesCame, LogCame } from './answers/wake.js';
import { Acks } from './api/changes/acks.js';
import { ContactView } from './api/contacts/contact-view.js';
import { controllers } from './api/controllers.js';
import { Integrations } from './api/integrations/integrations.js';
import { IntegrationView } from './api/integrations/integration-view.js';
import { LinksByHand } from './api/lookups/links-by-hand.js';
import { RunsByHand } from './api/runs/runs-by-hand.js';
import { Settings, type GatewayConfig } from './config.js';
import { serveDocuments } from './documents/openapi.js';
import { Notes } from './feed/notes.js';
import { handlers } from './handlers/handlers.js';
import { Ingest } from './ingest/ingest.js';
import { ProblemFilter } from './problem/problem-filter.js';
import { GatewayTables1700000001000 } from './store/migrations/0001-gateway-tables.js';
import { RunsReviewsWebhook1700000002000 } from './store/migrations/0002-runs-reviews-webhook.js';
import { FilesAndDecidedRuns1700000003000 } from './store/migrations/0003-files-and-decided-runs.js';
import { stores } from './store/stores.js';
import { WebhookDeliverer } from './webhook/webhook-deliverer.js';
import { Webhook } from './webhook/webhook.js';

const {
  leadUpserted, memberUpserted, leadArchived, leadSendRequested, staffUpserted, leadSourceUpserted, clubConfigured, integrationConfigured,
  integrationCheckRequested, deliveryRetryRequested, syncDue, runDecided, matchResolved, contactLinkRequested, lookupsRequested,
} = topics;

/** Load balancers and InTouch keep their connections; closing one under a request costs a retry. */
const keepAliveMs = 65_000;

export function defineGateway(config: GatewayConfig): ServiceDefinition {
  return {
    name: 'intouch-gateway',
    config,
    migrations: [GatewayTables1700000001000, RunsReviewsWebhook1700000002000, FilesAndDecidedRuns1700000003000],
    handlers,
    publishes: [
      leadUpserted, memberUpserted, leadArchived, leadSendRequested, staffUpserted, leadSourceUpserted, clubConfigured, integrationConfigured,
      integrationCheckRequested, deliveryRetryRequested, syncDue, runDecided, matchResolved, contactLinkRequested, lookupsRequested,
    ],
    controllers,
    providers: [
      { provide: Settings, useValue: config },
      ...stores,
      Keys, Clubs, Reception, Door, ProblemFilter,
      Stopping, AnswersCame, ChangesCame, LogCame, Answers, Notes,
      Ingest, Integrations, IntegrationView, ContactView, LinksByHand, RunsByHand, Acks,
      Webhook, WebhookDeliverer,
    ],
    background: [Keys, Stopping, WebhookDeliverer],
    http: (app: NestExpressApplication) => {
      app.disable('x-powered-by');
      app.set('etag', false);
      app.use(app.get(Reception).receive);
      app.useGlobalGuards(app.get(Door));
      app.useGlobalFilters(app.get(ProblemFilter));
      serveDocuments(app);
      const server = app.getHttpServer() as { keepAliveTimeout: number };
      server.keepAliveTimeout = keepAliveMs;
    },
  };
}
