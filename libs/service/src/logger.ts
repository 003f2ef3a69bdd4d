import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Log } from '@intouch/messaging';

/** Injection token of the service's log. JSON lines on stdout; no personal data, no credentials. */
export abstract class ServiceLog implements Log {
  abstract debug(facts: object, words: string): void;
  abstract info(facts: object, words: string): void;
  abstract warn(facts: object, words: string): void;
  abstract error(facts: object, words: string): void;
}

export function serviceLog(service: string, level: string): ServiceLog {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // A second line of defence: nothing of the kind should be passed in at all.
    redact: { paths: ['credentials', '*.credentials', 'apiKey', '*.apiKey', 'password', '*.password', 'authorization', '*.authorization'], censor: '***' },
  }) as Logger as unknown as ServiceLog;
}

/** Nest's own messages, on the same log. */
export function nestLogger(log: ServiceLog): LoggerService {
  const words = (message: unknown): string => (message instanceof Error ? message.message : String(message));
  return {
    log: (message: unknown, context?: string) => log.debug({ context }, words(message)),
    debug: (message: unknown, context?: string) => log.debug({ context }, words(message)),
    verbose: (message: unknown, context?: string) => log.debug({ context }, words(message)),
    warn: (message: unknown, context?: string) => log.warn({ context }, words(message)),
    error: (message: unknown, stack?: string) => log.error({ stack }, words(message)),
    fatal: (message: unknown, stack?: string) => log.error({ stack }, words(message)),
  };
}
