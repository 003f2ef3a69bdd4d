import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

const body = (status: number, title: string): string => JSON.stringify({ type: 'about:blank', title, status, detail: 'The service waits for its database or its broker.' });

/**
 * Answers on the service's port while database or broker are away: alive, not ready, and everybody else is told to come
 * again. Without it a service that waits would look dead and be killed for it.
 */
export class WaitingRoom {
  private constructor(private readonly server: Server) {}

  /** Port 0 (tests) has nobody who would ask. */
  static async open(port: number, host: string): Promise<WaitingRoom | null> {
    if (port === 0) return null;
    const server = createServer((request, response) => {
      const alive = request.url === '/health/live';
      response.writeHead(alive ? 200 : 503, { 'content-type': 'application/problem+json', 'retry-after': '2', connection: 'close' });
      response.end(alive ? JSON.stringify({ status: 'waiting' }) : body(503, 'Service Unavailable'));
    });
    server.listen(port, host);
    await once(server, 'listening');
    return new WaitingRoom(server);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
