export * from './config.js';
export { CannotDecrypt, credentialKeys, CredentialVault, type CredentialKey } from './credential-vault.js';
export { HealthController } from './health.js';
export { ServiceLog, serviceLog } from './logger.js';
export { platformSettings, type PlatformConfig } from './platform-config.js';
export { runService, startService, type BackgroundWork, type RunningService, type ServiceDefinition } from './run-service.js';
export { isCron, latestSlot, nextSlot } from './slots.js';
