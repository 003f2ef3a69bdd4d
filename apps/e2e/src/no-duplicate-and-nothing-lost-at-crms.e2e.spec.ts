import { underFire } from './under-fire.js';
import { crms } from './vendors.js';

underFire(crms);
