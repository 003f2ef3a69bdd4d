import { describeEveryConnector } from './every-connector.js';

await describeEveryConnector(1, 2);
