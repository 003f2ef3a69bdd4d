import { createAbc } from './abc/abc.js';
import { createCompete } from './compete/compete.js';
import { createMoso } from './moso/moso.js';
import { createParamount } from './paramount/paramount.js';
import { createSalesforce } from './salesforce/salesforce.js';
import { createSugarCrm } from './sugarcrm/sugarcrm.js';
import type { VendorFactory } from './vendor.js';

/** All vendors there are, by the name of the scripting interface. */
export const vendorNames = ['abc', 'compete', 'moso', 'paramount', 'sugarcrm', 'salesforce'] as const;
export type VendorName = (typeof vendorNames)[number];

/** A new one adds its folder and its line. */
export const twins: Readonly<Record<VendorName, VendorFactory>> = {
  abc: createAbc,
  compete: createCompete,
  moso: createMoso,
  paramount: createParamount,
  salesforce: createSalesforce,
  sugarcrm: createSugarCrm,
};
