import { underFire } from './under-fire.js';
import { clubSystems } from './vendors.js';

underFire(clubSystems);
