import { runConnector } from '@intouch/connector-kit';
import { moso } from './connector.js';

runConnector(moso);
