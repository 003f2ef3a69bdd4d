/** Stops what `global-setup.mjs` started. Where this is never reached, the launcher's warden does it. */
export default async function globalTeardown() {
  await globalThis.stopTestServers?.();
}
