import type { Stack } from '@intouch/stack';
import type { InstantVendor } from './instant-vendor.js';

/** The system under measurement, set up through its public API. */
export class System {
  constructor(
    readonly stack: Stack,
    readonly vendor: InstantVendor,
  ) {}

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.stack.gatewayUrl}${path}`, {
      method,
      headers: { authorization: 'Bearer dev-key', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** A club whose leads go to the instant vendor, at Compete's club `number`. */
  async club(clubId: string, number: number): Promise<void> {
    await this.call('PUT', `/v1/clubs/${clubId}`, { clientId: 'bench', name: 'Bench', timeZone: 'America/New_York' });
    await this.call('PUT', `/v1/clubs/${clubId}/integrations/compete`, {
      enabled: true,
      settings: { companyId: '1', domain: '127.0.0.1', port: this.vendor.port, scheme: 'http', competeClubId: number, requestsPerMinute: 60_000, maxConcurrent: 8 },
      credentials: { apiKey: 'bench' },
    });
  }
}

export function lead(lastName: string): Record<string, unknown> {
  return {
    status: 'LEAD', firstName: 'Bench', lastName, email: `${lastName.toLowerCase()}@example.com`, mobile: '+1 614 200 1000',
    street: '12 Main St', city: 'Columbus', state: 'OH', zip: '43004', updatedAt: '2026-01-01T00:00:00Z',
  };
}

/** The value below which `share` (0 to 1) of the numbers lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
