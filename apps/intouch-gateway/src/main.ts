import { runService } from '@intouch/service';
import { gatewayConfig } from './config.js';
import { defineGateway } from './intouch-gateway.js';

runService(() => defineGateway(gatewayConfig(process.env)));
