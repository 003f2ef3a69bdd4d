import { request } from 'node:http';

/**
 * Whether a Docker engine answers at DOCKER_HOST (`unix://…` or `tcp://host:port`), or at its usual socket.
 * The command `docker` alone proves nothing: it is often installed where no engine runs.
 */
export function dockerAnswers(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  let target: object;
  try {
    const url = new URL(host);
    target = url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port || 2375 };
  } catch {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.once('error', () => resolve(false));
    ping.once('timeout', () => ping.destroy(new Error('no answer')));
    ping.end();
  });
}
