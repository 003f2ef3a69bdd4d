import { describe, expect, it } from '@jest/globals';
import { startSandbox } from './start-sandbox.js';
import { credentials } from './testing/played-sandbox.js';
import { until } from './testing/until.js';

describe('starting and ending the sandbox', () => {
  it('listens on a free port of this machine only, and says when a port is taken', async () => {
    const first = await startSandbox();
    expect(first.url).toBe(`http://127.0.0.1:${first.port}`);
    await expect(startSandbox({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    const second = await startSandbox({ port: first.port });
    await second.close();
  });

  it('breaks off what a hazard holds open, and ends at once', async () => {
    const sandbox = await startSandbox({ gatewayUrl: 'http://127.0.0.1:1' });
    const scripts = `${sandbox.url}/__sandbox/compete`;
    await fetch(`${scripts}/hazards`, { method: 'POST', body: '{"name":"timeout-before-commit"}' });
    const held = fetch(`${sandbox.url}/api/v3/club/getactiveclubs`, { headers: credentials }).then(() => 'answered', () => 'broken off');
    await until(async () => ((await (await fetch(`${scripts}/requests`)).json()) as { requests: unknown[] }).requests.length === 1);
    const began = performance.now();
    await sandbox.close();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await held).toBe('broken off');
  });
});
