import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

const form = {
  Status: 200, Message: null,
  Result: [{ FieldName: 'CategoryID', Required: true, MaximumLength: 0, Values: [{ Id: 2, Value: 'Prospect' }] }],
};

/** A Compete that does nothing but answer at once: what is measured is the way to it. */
export class InstantVendor {
  private readonly server: Server;
  private nextNumber = 500_100;
  /** When the create of each last name arrived, by `performance.now()`. */
  readonly arrived = new Map<string, number>();
  private onArrival: (() => void) | undefined;

  private constructor() {
    this.server = createServer((request, response) => {
      const answer = (body: object): void => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(body));
      };
      if (request.method === 'GET') {
        if (request.url!.includes('getnextprospectmemberid')) return answer({ Status: 200, Message: null, Result: { BarcodeId: String(this.nextNumber) } });
        return answer(request.url!.includes('getfields') ? form : { Status: 200, Message: null, Result: [] });
      }
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const { LastName, MemberId } = JSON.parse(text) as { LastName: string; MemberId: string };
        this.arrived.set(LastName, performance.now());
        this.nextNumber += 1;
        answer({ Successful: true, CustomerId: this.nextNumber, MemberId });
        this.onArrival?.();
      });
    });
  }

  static async start(): Promise<InstantVendor> {
    const vendor = new InstantVendor();
    vendor.server.listen(0, '127.0.0.1');
    await once(vendor.server, 'listening');
    return vendor;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Resolves once `done` holds after some arrival. */
  async until(done: () => boolean): Promise<void> {
    if (done()) return;
    await new Promise<void>((resolve) => {
      this.onArrival = () => {
        if (!done()) return;
        this.onArrival = undefined;
        resolve();
      };
    });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
