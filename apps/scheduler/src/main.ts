import { runService } from '@intouch/service';
import { readSchedulerConfig } from './config.js';
import { defineScheduler } from './scheduler.js';

runService(() => defineScheduler(readSchedulerConfig()));
