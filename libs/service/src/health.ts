import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { KafkaPort, KafkaTransport, Outbox } from '@intouch/messaging';
import { Database } from '@intouch/postgres';

/** Consumers that have not even asked the broker for this long are stuck, though the process is up. */
const stuckAfterMs = 60_000;

@Controller()
export class HealthController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KafkaPort) private readonly kafka: KafkaPort,
    @Inject(KafkaTransport) private readonly transport: KafkaTransport,
    @Inject(Registry) private readonly metrics: Registry,
  ) {}

  /** Whether this process is worth keeping: judged by progress, not by being up. */
  @Get('health/live')
  live(@Res() response: Response): void {
    const progressing = this.transport.progressing(stuckAfterMs);
    response.status(progressing ? 200 : 503).json({ status: progressing ? 'ok' : 'stuck' });
  }

  /** Whether it can do its work now. */
  @Get('health/ready')
  async ready(@Res() response: Response): Promise<void> {
    const [postgres, kafka] = await Promise.all([
      within(2_000, this.database.rows('SELECT 1').then(() => true, () => false)),
      within(2_000, this.kafka.reachable()),
    ]);
    const consumers = this.transport.progressing(stuckAfterMs);
    const ready = postgres && kafka && consumers;
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', postgres, kafka, consumers });
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  async scrape(@Res() response: Response): Promise<void> {
    response.type('text/plain; version=0.0.4').send(await this.metrics.metrics());
  }
}

async function within(ms: number, check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  return Promise.race([check, late]).finally(() => clearTimeout(timer));
}

export interface ServiceMetrics {
  readonly registry: Registry;
  readonly counted: (topic: string, what: 'applied' | 'dead', n: number) => void;
  watchOutbox(outbox: Outbox): void;
}

export function serviceMetrics(service: string): ServiceMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const messages = new Counter({
    name: 'connector_messages_total',
    help: 'Messages applied, or sent to the dead-letter topic',
    labelNames: ['topic', 'outcome'],
    registers: [registry],
  });
  return {
    registry,
    counted: (topic, what, n) => n > 0 && messages.inc({ topic, outcome: what }, n),
    watchOutbox(outbox) {
      new Gauge({
        name: 'connector_outbox_records',
        help: 'Events written down and not yet acknowledged by the broker',
        registers: [registry],
        async collect() {
          await outbox.size().then((size) => this.set(size), () => undefined);
        },
      });
    },
  };
}
