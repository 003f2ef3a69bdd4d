import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, noContent } from './http/answer.js';
import { notFound } from './http/problem.js';
import { readRequest } from './http/request.js';
import { Router } from './http/router.js';
import { send } from './http/send.js';
import { InTouch } from './intouch/intouch.js';
import { addInTouchRoutes } from './intouch/routes.js';
import { readInstant } from './scripting/clock.js';
import { addScriptingRoutes, readReset } from './scripting/scripting-routes.js';
import { Stage } from './scripting/stage.js';
import { twins } from './vendors/registry.js';

export interface SandboxOptions {
  /** Default 0: any free port. Always on 127.0.0.1. */
  readonly port?: number;
  /** Default 0: any free port. */
  readonly sftpPort?: number;
  /** True: should that one be taken, any free port does. */
  readonly sftpPortMayMove?: boolean;
  /** Origin of the gateway; null: InTouch follows and publishes nothing. */
  readonly gatewayUrl?: string | null;
  readonly gatewayKey?: string;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Ends it at once: connections held open by hazards are broken. */
  close(): Promise<void>;
}

/** Starts InTouch and all twins, each with its fixture `default`. Rejects when a port is taken (`EADDRINUSE`). */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  let url = '';
  const surroundings = { origin: () => url, sftpPort: options.sftpPort ?? 0, sftpPortMayMove: options.sftpPortMayMove ?? false };
  const stages = Object.entries(twins).map(([name, factory]) => new Stage(name, factory, surroundings));
  const inTouch = new InTouch(options.gatewayUrl ?? null, options.gatewayKey ?? 'dev-key');
  const router = scriptingRouter(stages, inTouch);

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    if (request.path.startsWith('/__sandbox/')) {
      send(response, await router.answer(request));
      return;
    }
    const stage = stages.find(({ vendor }) => vendor.owns(request.path));
    if (stage === undefined) send(response, notFound(`No vendor answers at ${request.path}.`).answer());
    else await stage.play(request, response);
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      // A caller that hung up is no fault of ours.
      if (incoming.destroyed && !incoming.complete) return;
      console.error('sandbox: could not answer', incoming.method, incoming.url, error);
      send(response, json(500, { error: 'The sandbox itself failed; its own log says why.' }));
    });
  });
  // Longer than any client keeps a connection: closing first would look like an outage nobody scripted.
  server.keepAliveTimeout = 3_600_000;

  await Promise.all(stages.map(({ vendor }) => vendor.reset('default')));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await Promise.all([closed, inTouch.close(), ...stages.map(({ vendor }) => vendor.close?.())]);
  };
  try {
    await Promise.all(stages.map(({ vendor }) => vendor.open?.()));
  } catch (error) {
    await close();
    throw error;
  }
  inTouch.resume();
  return { url, port, close };
}

function scriptingRouter(stages: readonly Stage[], inTouch: InTouch): Router {
  const router = new Router().on('POST /__sandbox/reset', async (call) => {
    const { fixture, now } = readReset(call.body());
    readInstant(now);
    await Promise.all(stages.map((stage) => stage.reset(fixture, now)));
    inTouch.reset();
    return noContent;
  });
  addInTouchRoutes(router, inTouch);
  for (const stage of stages) addScriptingRoutes(router, stage);
  return router;
}
