import { runConnector } from '@intouch/connector-kit';
import { sugarcrm } from './connector.js';

runConnector(sugarcrm);
