import { runConnector } from '@intouch/connector-kit';
import { paramount } from './connector.js';

runConnector(paramount);
