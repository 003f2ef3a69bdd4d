export { BareStand } from './bare-stand.js';
export { ClubUnderTest, eventually, type PulledRun } from './club.js';
export { ConnectorUnderTest } from './connector-under-test.js';
export { describeConnector } from './describe-connector.js';
export type { ConnectorProfile } from './profile.js';
export { SandboxProcess, VendorScript, type VendorPerson, type VendorRequestSeen } from './sandbox-process.js';
export { Stand } from './stand.js';
