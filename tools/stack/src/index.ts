export { eventually } from './eventually.js';
export { freePort } from './processes/free-port.js';
export { MariaDbServer } from './servers/mariadb-server.js';
export { GivenServer, type Server } from './servers/server.js';
export { discoverServices, service, type ServiceDefinition } from './services/service-definition.js';
export { startServers, type Servers, type ServersOptions } from './start-servers.js';
export { startStack, type Stack, type StackOptions } from './start-stack.js';
