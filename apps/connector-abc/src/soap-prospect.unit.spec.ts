import { describe, expect, it } from '@jest/globals';
import { newProspect, wholeProspect, withoutRefused } from './soap-prospect.js';
import { campaign, employee, prospect, whole } from './testing/facts.js';

const named = { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown' };
const theirs = prospect('b1', {
  firstName: 'ANN', middleInitial: 'Q', addressLine1: '9 Oak St', city: 'Little Rock', state: 'AR', postalCode: '72201', primaryPhone: '(501) 555-0199', birthDate: '1991-01-01', gender: 'Female',
}, { agreement: { salesPersonId: 'e5', campaignId: 'c2', beginDate: '2024-07-08' } });

it('a new prospect has the order of the table', () => {
  expect(JSON.stringify(newProspect('9003', whole))).toBe(JSON.stringify({
    clubNumber: '9003',
    personal: { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', dateofBirth: '1990-04-02' },
    contact: {
      street: '12 Main St', city: 'Sherwood', state: 'AR', zip: '72120', email: 'jane@example.com', primaryPhone: '5015550100', cellPhone: '5015550101', workPhone: '5015550102 x1234',
    },
    agreement: { salesPersonId: employee, campaignId: campaign },
  }));
});

describe('a whole prospect', () => {
  it('keeps what ABC has of everything InTouch never had, and InTouch\'s values of the rest', () => {
    expect(JSON.stringify(wholeProspect('9003', theirs, { ...named, email: 'jane@example.com', city: null, mobile: null }, {}))).toBe(JSON.stringify({
      clubNumber: '9003', memberId: 'b1',
      personal: { firstName: 'Jane', lastName: 'Doe', middleInitial: 'Q', gender: 'Unknown', dateofBirth: '1991-01-01' },
      contact: { street: '9 Oak St', city: 'Little Rock', state: 'AR', zip: '72201', email: 'jane@example.com', primaryPhone: '5015550199', cellPhone: '5015550111' },
      agreement: { salesPersonId: 'e5', campaignId: 'c2' },
    }));
  });

  it('leaves out what InTouch has emptied, though ABC has it', () => {
    const { contact } = wholeProspect('9003', theirs, { ...named, city: null, email: null }, { city: null }) as { contact: Record<string, unknown> };
    expect([contact['city'], contact['email']]).toEqual([undefined, 'ann@example.com']);
  });

  it('keeps the owner and source of ABC where InTouch\'s are not linked', () => {
    expect(wholeProspect('9003', theirs, { ...named, leadSourceId: campaign }, {})).toMatchObject({ agreement: { salesPersonId: 'e5', campaignId: campaign } });
  });

  it.each([
    ['(501) 555-0199', '5015550199'], ['1-501-555-0199', '5015550199'], ['555-0199', '555-0199'],
  ])('a phone typed as %s goes back as %s, never as nothing', (mobilePhone, wanted) => {
    expect(wholeProspect('9003', prospect('b1', { mobilePhone }), named, {})).toMatchObject({ contact: { cellPhone: wanted } });
  });
});

describe('an id that is refused', () => {
  it('and is ABC\'s own is left out', () => {
    expect(withoutRefused(theirs, named, 'staff')!.agreement).toEqual({ campaignId: 'c2', beginDate: '2024-07-08' });
    expect(withoutRefused(theirs, named, 'lead-sources')!.agreement).toEqual({ salesPersonId: 'e5', beginDate: '2024-07-08' });
  });

  it('and is InTouch\'s is not, nor one that nobody has', () => {
    expect(withoutRefused(theirs, { ...named, ownerStaffId: 'e9' }, 'staff')).toBeNull();
    expect(withoutRefused(prospect('b1'), named, 'staff')).toBeNull();
  });
});
