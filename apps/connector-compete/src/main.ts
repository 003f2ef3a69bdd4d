import { runConnector } from '@intouch/connector-kit';
import { compete } from './connector.js';

runConnector(compete);
