import { readConfig } from './config.js';
import { startSandbox, type Sandbox } from './start-sandbox.js';

const config = readConfig();
const sandbox = await startSandbox(config).catch((error: unknown) => {
  if (!config.portMayMove || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  return startSandbox({ ...config, port: 0 });
});
console.log(`sandbox listening on ${sandbox.url}`);

const end = (running: Sandbox) => () => void running.close().then(() => process.exit(0));
process.once('SIGTERM', end(sandbox));
process.once('SIGINT', end(sandbox));
process.once('disconnect', end(sandbox));
