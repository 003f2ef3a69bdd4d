import { expect, it } from '@jest/globals';
import { leadId } from './lead-id.js';

it.each([
  ['c1', 'lead-9', 0, '96fc1593-82bd-5430-ad00-a8c28d536462'], ['c1', 'lead-9', 1, 'e37033f3-9c2f-51cf-a24e-90e346f32ebd'],
])('%s, %s, generation %i, as on the page', (clubId, contactId, generation, id) => expect(leadId({ clubId, contactId, generation })).toBe(id));
