import { runConnector } from '@intouch/connector-kit';
import { abc } from './connector.js';

runConnector(abc);
