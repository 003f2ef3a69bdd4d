import { runService } from '@intouch/service';
import { matcherConfig } from './config.js';
import { defineMatcher } from './matcher.js';

runService(() => defineMatcher(matcherConfig(process.env)));
