import { runConnector } from '@intouch/connector-kit';
import { salesforce } from './connector.js';

runConnector(salesforce);
