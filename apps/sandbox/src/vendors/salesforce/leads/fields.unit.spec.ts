import { beforeEach, describe, expect, it } from '@jest/globals';
import { playSandbox } from '../../../testing/played-sandbox.js';
import { frozenAt, least, leadId, refusal, salesforceCalls, userId } from '../../../testing/salesforce-calls.js';

describe('the fields of a lead at Salesforce', () => {
  const { script, rest, upsert, update, record, org } = salesforceCalls(playSandbox());
  const described = async () => new Map<string, any>((await rest('GET', '/sobjects/Lead/describe')).body.fields.map((field: any) => [field.name, field]));
  const text = (length: number) => 'x'.repeat(length);

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('are described', async () => {
    const { status, body } = await rest('GET', '/sobjects/Lead/describe');
    expect([status, body.name]).toEqual([200, 'Lead']);
    const fields = await described();
    expect(fields.get('LastName')).toMatchObject({
      name: 'LastName', label: 'Last Name', type: 'string', length: 80, nillable: false, createable: true, updateable: true, defaultedOnCreate: false, externalId: false,
      unique: false, restrictedPicklist: false, picklistValues: [],
    });
    expect(fields.get('LeadSource')).toMatchObject({ type: 'picklist', length: 255, nillable: true });
    expect(fields.get('LeadSource').picklistValues[0]).toMatchObject({ active: true, defaultValue: false, label: 'Web', value: 'Web' });
    expect(fields.get('LeadSource').picklistValues.filter(({ active }: any) => !active).map(({ value }: any) => value)).toEqual(['Radio']);
    expect(fields.get('Status').picklistValues.filter(({ defaultValue }: any) => defaultValue).map(({ value }: any) => value)).toEqual(['Open - Not Contacted']);
    expect(fields.get('InTouch_Id__c')).toMatchObject({ length: 255, externalId: true, unique: true, custom: true, nillable: true });
    expect([fields.get('InTouch_Club__c').length, fields.get('Goal__c').length, fields.has('StateCode')]).toEqual([80, 80, false]);
    const needed = [...fields.values()].filter((field) => field.createable && !field.nillable && !field.defaultedOnCreate).map(({ name }) => name);
    expect(needed).toEqual(['LastName', 'Company']);
  });

  it('are what the org says, in names alone or in the words of a describe', async () => {
    await org({
      customFields: ['InTouch_Id__c', { name: 'Born__c', type: 'date' }, { name: 'Size__c', type: 'picklist', restrictedPicklist: true, picklistValues: ['S', 'M'] }],
      requiredFields: ['City', 'Shoe_Size__c'], leadSources: ['Web'], statuses: [{ value: 'New', defaultValue: true }], stateCountryPicklists: true,
    });
    const fields = await described();
    expect(fields.get('InTouch_Id__c')).toMatchObject({ externalId: true, unique: true });
    expect(fields.get('Born__c')).toMatchObject({ type: 'date', label: 'Born' });
    expect([fields.get('City').nillable, fields.get('Shoe_Size__c').nillable, fields.has('StateCode'), fields.has('CountryCode'), fields.has('Goal__c')]).toEqual([false, false, true, true, false]);
    expect(fields.get('LeadSource').picklistValues.map(({ value }: any) => value)).toEqual(['Web']);
    const whole = { ...least, City: 'Rome', Shoe_Size__c: '44', Born__c: '1990-04-02', Size__c: 'M', StateCode: 'OH', CountryCode: 'US' };
    expect((await upsert('c1:a', whole)).status).toBe(201);
    expect(await record(6)).toMatchObject({ Status: 'New', Born__c: '1990-04-02', StateCode: 'OH' });
    expect(await upsert('c1:b', { ...whole, City: null })).toMatchObject(refusal(400, 'REQUIRED_FIELD_MISSING', { message: 'Required fields are missing: [City]' }));
    expect(await upsert('c1:b', { ...whole, Size__c: 'XL' })).toMatchObject(refusal(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { message: 'bad value for restricted picklist field: XL', fields: ['Size__c'] }));
    expect(await upsert('c1:b', { ...whole, Born__c: '02.04.1990' })).toMatchObject(refusal(400, 'JSON_PARSER_ERROR'));
  });

  it.each([
    [{ Company: 'x' }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']],
    [{ LastName: ' ', Company: '' }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName, Company]', ['LastName', 'Company']],
    [{ ...least, LastName: text(81) }, 'STRING_TOO_LONG', `Last Name: data value too large: ${text(81)} (max length=80)`, ['LastName']],
    [{ ...least, Goal__c: text(81) }, 'STRING_TOO_LONG', `Goal: data value too large: ${text(81)} (max length=80)`, ['Goal__c']],
    [{ ...least, Email: 'jane@home' }, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: jane@home', ['Email']],
    [{ ...least, Email: 'jané@example.com' }, 'INVALID_EMAIL_ADDRESS', 'Email: invalid email address: jané@example.com', ['Email']],
    [{ ...least, OwnerId: '005SIM000000099' }, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['OwnerId']],
    [{ ...least, OwnerId: userId(6) }, 'INACTIVE_OWNER_OR_USER', 'operation performed with inactive user [005SIM000000006] as owner of lead', ['OwnerId']],
    [{ ...least, Shoe__c: 1 }, 'INVALID_FIELD', "No such column 'Shoe__c' on sobject of type Lead", undefined],
    [{ ...least, Id: leadId(1) }, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', undefined],
    [{ ...least, IsDeleted: true }, 'INVALID_FIELD_FOR_INSERT_UPDATE', expect.stringContaining('Unable to create/update fields: IsDeleted'), ['IsDeleted']],
    [{ ...least, City: 5 }, 'JSON_PARSER_ERROR', expect.stringContaining('Cannot deserialize instance of string from VALUE_NUMBER_INT value 5'), undefined],
    [{ ...least, NumberOfEmployees: 'many' }, 'JSON_PARSER_ERROR', expect.stringContaining('instance of int from VALUE_STRING'), undefined],
    ['{"LastName":', 'JSON_PARSER_ERROR', expect.any(String), undefined],
    ['[]', 'JSON_PARSER_ERROR', expect.any(String), undefined],
    ['', 'JSON_PARSER_ERROR', expect.any(String), undefined],
  ])('are refused: %.60j %s', async (body, errorCode, message, fields) => {
    const { status, body: errors } = await upsert('c1:a', body);
    expect([status, errors]).toEqual([400, [{ errorCode, message, ...(fields === undefined ? {} : { fields }) }]]);
    expect((await record(6)).error).toBeDefined();
  });

  it('are all complained about at once, on update of those sent', async () => {
    const { body } = await update(leadId(1), { Company: null, City: text(41), Email: 'x', FirstName: text(40) });
    expect(body.map(({ errorCode }: any) => errorCode)).toEqual(['REQUIRED_FIELD_MISSING', 'STRING_TOO_LONG', 'INVALID_EMAIL_ADDRESS']);
    expect((await update(leadId(1), { City: text(40), attributes: { type: 'Lead' }, LeadSource: 'Made up' })).status).toBe(204);
    expect((await upsert('c1:a', { ...least, Status: null, OwnerId: null, Description: text(32_000) })).status).toBe(201);
  });

  it('come as JSON', async () => {
    expect(await update(leadId(1), '{}', { 'content-type': 'text/plain' })).toMatchObject(refusal(415, 'UNSUPPORTED_MEDIA_TYPE'));
    expect((await update(leadId(1), '{}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(204);
  });

  it('may be less unique than they should', async () => {
    await org({ customFields: [{ name: 'InTouch_Id__c', length: 255, externalId: true, unique: false }] });
    for (const n of [1, 4]) expect((await update(leadId(n), { InTouch_Id__c: 'twice' })).status).toBe(204);
    await org({ customFields: [{ name: 'InTouch_Id__c', length: 255, externalId: true, unique: true, caseSensitive: false }] });
    expect(await update(leadId(5), { InTouch_Id__c: 'TWICE' })).toMatchObject(refusal(400, 'DUPLICATE_VALUE'));
  });
});
