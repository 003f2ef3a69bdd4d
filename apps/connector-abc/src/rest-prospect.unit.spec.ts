import { describe, expect, it } from '@jest/globals';
import type { Content } from '@intouch/connector-kit';
import { changedProspect, newProspect } from './rest-prospect.js';
import { campaign, employee, facts, whole } from './testing/facts.js';

const bare = { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', country: 'US', email: null, city: null, workPhone: null, notes: null };

describe('a new prospect', () => {
  it('is that of the page, in the order of its table', () => {
    expect(JSON.stringify(newProspect(whole, facts({ set: { constants: { occupation: 'Other', employer: 'None' } } })))).toBe(JSON.stringify({
      personal: {
        firstName: 'Jane', lastName: 'Doe', addressLine1: '12 Main St', city: 'Sherwood', state: 'AR', countryCode: 'US', postalCode: '72120', email: 'jane@example.com',
        primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '1234', birthDate: '1990-04-02', gender: 'Unknown', employer: 'None', occupation: 'Other',
        misc1: 'lead-1',
      },
      agreement: { salesPersonId: employee, campaignId: campaign },
      note: { text: 'Asked about yoga' },
    }));
  });

  it('has nothing of what InTouch has nothing of', () => {
    expect(newProspect(bare, facts())).toEqual({ personal: { firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', countryCode: 'US', misc1: 'lead-1' } });
  });

  it.each([
    ['misc1', { misc1: 'lead-1' }], ['misc2', { misc2: 'lead-1' }], ['none', {}],
  ])('keeps our id in %s', (contactIdField, wanted) => {
    const { personal } = newProspect(bare, facts({ set: { contactIdField } }));
    expect(Object.fromEntries(Object.entries(personal).filter(([key]) => key.startsWith('misc')))).toEqual(wanted);
  });

  it('a work phone without extension has none to send', () => expect(newProspect({ ...bare, workPhone: '5015550102' }, facts()).personal).not.toHaveProperty('workPhoneExt'));
});

describe('a changed prospect', () => {
  it('carries every value there is, an empty text for what was emptied, and nothing else', () => {
    const content = { ...whole, city: null, street: null, email: null };
    expect(changedProspect(content, { city: null }, facts({ set: { constants: { employer: 'None' } } }))).toEqual({
      personal: {
        firstName: 'Jane', lastName: 'Doe', city: '', state: 'AR', countryCode: 'US', postalCode: '72120', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102',
        workPhoneExt: '1234', birthDate: '1990-04-02', gender: 'Unknown', misc1: 'lead-1',
      },
      agreement: { salesPersonId: employee, campaignId: campaign },
    });
  });

  it('has names and gender though nothing of them changed', () => {
    expect(changedProspect(bare, { email: null }, facts()).personal).toMatchObject({ firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', email: '' });
  });

  it.each<[string, string | null, Content, object]>([
    ['emptied', null, { workPhone: null }, { workPhone: '', workPhoneExt: '' }],
    ['never there', null, {}, {}],
    ['changed to one without extension', '5015550199', { workPhone: '5015550199' }, { workPhone: '5015550199', workPhoneExt: '' }],
    ['changed to one with', '5015550199 x7', { workPhone: '5015550199 x7' }, { workPhone: '5015550199', workPhoneExt: '7' }],
    ['as it was, without', '5015550199', {}, { workPhone: '5015550199' }],
    ['as it was, with', '5015550199 x7', {}, { workPhone: '5015550199', workPhoneExt: '7' }],
  ])('a work phone %s', (_name, workPhone, changes, wanted) => {
    const { personal } = changedProspect({ ...bare, workPhone }, changes, facts());
    expect(Object.fromEntries(Object.entries(personal).filter(([key]) => key.startsWith('work')))).toEqual(wanted);
  });
});
