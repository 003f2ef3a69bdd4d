import { beforeEach, describe, expect, it } from '@jest/globals';
import { abcCalls, basic, clientFault, frozenAt, id, jane, leastXml, soapMessage, xmlOf } from '../../testing/abc-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe('ProspectManagerService of ABC', () => {
  const played = playSandbox();
  const { call } = played;
  const { script, create, rest, soap, record } = abcCalls(played);
  const clubNumber = '<clubNumber>9003</clubNumber>';
  const invalid = (name: string, expected: string) => `Invalid value for field ${name} - expected format ${expected}`;
  const inserted = async (inner: string) => xmlOf(await soap('insertProspect', clubNumber + inner)).Envelope.Body.insertProspectResponse.memberId as string;

  beforeEach(() => script('POST', '/reset', { now: frozenAt }));

  it('inserts, children in any order, and REST reads it', async () => {
    const reply = await soap('insertProspect',
      '<agreement><campaignId>' + id('c1') + '</campaignId><salesPersonId>' + id('e6') + '</salesPersonId></agreement>' +
      '<contact><street>12 Main &amp; St</street><city>Sherwood</city><state>AR</state><zip>72120</zip><email>jane@example.com</email>' +
      '<primaryPhone>5015550100</primaryPhone><cellPhone>5015550101</cellPhone><workPhone>5015550102</workPhone><country>CA</country></contact>' +
      `<personal><middleInitial>Q</middleInitial><dateofBirth>1990-04-02</dateofBirth>${leastXml}</personal>${clubNumber}`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(reply.body).toContain('<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="urn:abc-sim:ProspectManagerService"><soapenv:Body><p:insertProspectResponse><memberId>');
    const { memberId } = xmlOf(reply).Envelope.Body.insertProspectResponse;
    expect(memberId).toMatch(/^[0-9a-f]{32}$/);
    const [read] = (await rest('GET', `9003/prospects/${memberId}`)).body.prospects;
    expect(read.personal).toMatchObject({
      firstName: 'Jane', lastName: 'Doe', gender: 'Unknown', middleInitial: 'Q', birthDate: '1990-04-02', addressLine1: '12 Main & St', city: 'Sherwood', state: 'AR',
      postalCode: '72120', email: 'jane@example.com', primaryPhone: '5015550100', mobilePhone: '5015550101', workPhone: '5015550102', workPhoneExt: '0000', isActive: 'true',
    });
    expect(read.personal).not.toHaveProperty('countryCode');
    expect(read.agreement).toEqual({ campaignId: id('c1'), campaignName: 'Web', salesPersonId: id('e6'), beginDate: '2024-07-08' });
  });

  it.each([
    ['personal', 'firstName', 'x'.repeat(16), 'string with maximum length 15'],
    ['personal', 'lastName', 'x'.repeat(20), 'string with maximum length 19'],
    ['personal', 'middleInitial', 'xx', 'string with maximum length 1'],
    ['personal', 'gender', 'M', 'male, female or unknown'],
    ['personal', 'dateofBirth', '02.04.1990', 'YYYY-MM-DD'],
    ['contact', 'street', 'x'.repeat(41), 'string with maximum length 40'],
    ['contact', 'city', 'x'.repeat(18), 'string with maximum length 17'],
    ['contact', 'zip', 'x'.repeat(11), 'string with maximum length 10'],
    ['contact', 'email', 'jane', 'email with maximum length 60'],
    ['contact', 'primaryPhone', '1', '10 digits'],
    ['contact', 'cellPhone', '1', '10 digits'],
    ['contact', 'workPhone', '1', '10 digits'],
    ['agreement', 'salesPersonId', 'x', 'employee of this club'],
    ['agreement', 'campaignId', 'x', 'campaign of this club'],
    ['agreement', 'beginDate', 'x', 'YYYY-MM-DD'],
  ])('refuses %s.%s %s', async (group, name, value, expected) => {
    const wrong = `<${name}>${value}</${name}>`;
    const personal = group === 'personal' ? wrong + leastXml : leastXml;
    const reply = await soap('insertProspect', `${clubNumber}<personal>${personal}</personal>${group === 'personal' ? '' : `<${group}>${wrong}</${group}>`}`);
    expect([reply.status, xmlOf(reply)]).toEqual([500, clientFault(invalid(name, expected))]);
    expect((await script('GET', '/records/prospects')).body.records).toHaveLength(1);
  });

  it.each([
    ['', invalid('clubNumber', 'required value')],
    ['<clubNumber>9004</clubNumber>', invalid('clubNumber', 'club number of the address')],
    [`<x:clubNumber xmlns:x="urn:x">9003</x:clubNumber>`, invalid('clubNumber', 'required value')],
    [clubNumber, invalid('firstName', 'required value')],
    [`${clubNumber}<personal><firstName>Jane</firstName><lastName/></personal>`, invalid('lastName', 'required value')],
    [`${clubNumber}<personal><firstName>Jane</firstName><lastName>Doe</lastName></personal>`, invalid('gender', 'required value')],
    [`${clubNumber}<personal>${leastXml}</personal><contact><state>Arkansas</state></contact>`, 'State or province code provided is not valid.'],
    [`${clubNumber}<personal xmlns="urn:x">${leastXml}</personal>`, invalid('firstName', 'required value')],
  ])('refuses %s', async (inner, message) => expect(xmlOf(await soap('insertProspect', inner))).toEqual(clientFault(message)));

  it.each([
    'nonsense', '<a/>', soapMessage('insertProspect', clubNumber, 'urn:other'),
    soapMessage('insertProspect', clubNumber).replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
  ])('takes no other message: %#', async (body) => {
    const reply = await call('POST', '/ws/ProspectManagerService/9003', body, { ...basic, soapaction: '"insertProspect"' });
    expect([reply.status, xmlOf(reply)]).toEqual([500, clientFault('The request is not a SOAP 1.1 call of ProspectManagerService')]);
  });

  it('wants SOAPAction and body to agree', async () => {
    const message = 'SOAPAction and body must name the same operation, insertProspect or updateProspect';
    for (const soapaction of ['"updateProspect"', '"urn:x"']) expect(xmlOf(await soap('insertProspect', clubNumber, { headers: { soapaction } }))).toEqual(clientFault(message));
    expect(xmlOf(await soap('deleteProspect', clubNumber, { headers: { soapaction: '' } }))).toEqual(clientFault(message));
    expect((await soap('insertProspect', `${clubNumber}<personal>${leastXml}</personal>`, { headers: { soapaction: 'insertProspect' } })).status).toBe(200);
  });

  it('asks for neither employer nor occupation, which it has no words for', async () => {
    expect((await soap('insertProspect', `<clubNumber>9004</clubNumber><personal>${leastXml}</personal>`, { club: '9004' })).status).toBe(200);
  });

  it('replaces all on update, except beginDate and what the message cannot say', async () => {
    const { memberId } = (await create({ ...jane, agreement: { ...jane.agreement, beginDate: '2024-01-01' } })).body.result;
    await script('PUT', '/clock', { now: '2024-07-08T18:00:00Z' });
    const update = `${clubNumber}<memberId>${memberId}</memberId><personal>${leastXml.replace('Jane', 'Janet')}</personal><contact><city>Rome</city><zip></zip></contact>`;
    const reply = await soap('updateProspect', update);
    expect([reply.status, xmlOf(reply)]).toEqual([200, { Envelope: { Body: { updateProspectResponse: '' } } }]);
    expect(reply.body).toContain('<p:updateProspectResponse/>');
    const { personal, agreement, note, modifiedAt } = await record('prospects', memberId);
    const { countryCode, misc1, workPhoneExt } = jane.personal;
    expect(personal).toEqual({ firstName: 'Janet', lastName: 'Doe', gender: 'Unknown', city: 'Rome', countryCode, misc1, workPhoneExt, isActive: 'true' });
    expect([agreement, note, modifiedAt]).toEqual([{ beginDate: '2024-01-01' }, jane.note, '2024-07-08T18:00:00.000Z']);
    await soap('updateProspect', `${update}<agreement><beginDate>2024-02-02</beginDate></agreement>`);
    expect((await record('prospects', memberId)).agreement.beginDate).toBe('2024-02-02');
  });

  it('updates only prospects that are prospects still', async () => {
    const update = async (memberId: string) => xmlOf(await soap('updateProspect', `${clubNumber}<memberId>${memberId}</memberId>`));
    expect(await update('')).toEqual(clientFault(invalid('memberId', 'required value')));
    expect(await update('unknown')).toEqual(clientFault('Prospect not found or is no longer a prospect'));
    expect(await update(id('a1'))).toEqual(clientFault('Prospect not found or is no longer a prospect'));
    const memberId = await inserted(`<personal>${leastXml}</personal>`);
    expect(await update(memberId)).toEqual(clientFault(invalid('firstName', 'required value')));
    await script('POST', '/actions/convert-prospect', { club: '9003', prospectId: memberId });
    expect(await update(memberId)).toEqual(clientFault('Prospect not found or is no longer a prospect'));
  });
});
