import { describeEveryConnector } from './every-connector.js';

await describeEveryConnector(2, 2);
