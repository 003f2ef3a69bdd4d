import { beforeEach, describe, expect, it } from '@jest/globals';
import { bad, envelope, good, headerOf, jane, namespace, paramountCalls } from '../../testing/paramount-calls.js';
import { playSandbox } from '../../testing/played-sandbox.js';

describe("Paramount's SOAP", () => {
  const { script, post, ask, call, save, staff, hazard, requests } = paramountCalls(playSandbox());

  beforeEach(() => script('POST', '/reset', {}));

  const action = `"${namespace}GetStaff"`;
  const getStaff = `<GetStaff xmlns="${namespace}"><ActiveOnly>true</ActiveOnly></GetStaff>`;
  const fault = (blame: string, text: string) =>
    '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>' +
    `<faultcode>soap:${blame}</faultcode><faultstring>${text}</faultstring></soap:Fault></soap:Body></soap:Envelope>`;
  const unreadable = { status: 500, body: fault('Client', 'Request could not be read') };

  it('answers as the page shows it', async () => {
    const reply = await post(envelope(getStaff), action);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(reply.body).toContain(
      '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
      '<soap:Body><GetStaffResponse xmlns="http://paramount.example/prospect/"><GetStaffResult><Success>true</Success><ErrorCode>0</ErrorCode><ErrorMessage xsi:nil="true"/>' +
      '<Staff><StaffMember><StaffId>11</StaffId><FirstName>John</FirstName><LastName>Smith</LastName><Email>JSmith@myclub.com</Email><Active>true</Active><Title>Membership Advisor</Title></StaffMember>',
    );
  });

  it.each([
    ['no envelope at all', 'hello', action],
    ['a cut off one', envelope(getStaff).slice(0, -20), action],
    ['a document type', envelope(getStaff).replace('\n', '\n<!DOCTYPE soap:Envelope>'), action],
    ['SOAP 1.2', envelope(getStaff).replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'), action],
    ['an empty body', envelope(''), action],
    ['two operations', envelope(getStaff + getStaff), action],
    ['an unknown operation', envelope(`<Sing xmlns="${namespace}"/>`), `"${namespace}Sing"`],
    ['an operation of another namespace', envelope('<GetStaff xmlns="urn:other"><ActiveOnly>true</ActiveOnly></GetStaff>'), action],
    ['no SOAPAction', envelope(getStaff), null],
    ['a SOAPAction without quotes', envelope(getStaff), `${namespace}GetStaff`],
    ['a SOAPAction of another operation', envelope(getStaff), `"${namespace}SaveProspect"`],
  ])('faults for %s', async (_what, body, soapAction) => {
    expect(await post(body, soapAction)).toMatchObject(unreadable);
  });

  it('takes nothing but POST', async () => {
    expect(await post('', action, 'GET')).toMatchObject(unreadable);
    expect(await post(envelope(getStaff), action, 'PUT')).toMatchObject(unreadable);
  });

  it('takes any prefix, any order and unknown elements', async () => {
    const prefixed =
      `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:p="${namespace}"><S:Header><Other xmlns="urn:other"/><p:AuthHeader><p:ClubNumber>1001</p:ClubNumber>` +
      '<p:Password><![CDATA[not-a-real-password]]></p:Password><p:Shoe>44</p:Shoe><p:UserName>sim-user</p:UserName></p:AuthHeader></S:Header>' +
      '<S:Body><p:GetStaff><p:Shoe>44</p:Shoe><p:ActiveOnly>true</p:ActiveOnly></p:GetStaff></S:Body></S:Envelope>';
    const reply = await post(prefixed, action);
    expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('<StaffId>11</StaffId>')]);
    expect(await save({ Shoe: '44', MobilePhone: '6175550101', LastName: 'Doe', FirstName: 'Jane', ProspectId: '0' })).toMatchObject(good({ ProspectId: '5001' }));
  });

  it('takes elements of another namespace for unknown ones', async () => {
    expect(await call('GetStaff', '<ActiveOnly xmlns="">true</ActiveOnly>')).toMatchObject(bad(200, 'ActiveOnly: is required', { Staff: [] }));
    const elsewhere = headerOf().replace(namespace, 'urn:other');
    expect(await staff({ header: elsewhere })).toMatchObject(bad(100, 'Login failed'));
    const half = headerOf().replace('<Password>', '<Password xmlns="">');
    expect(await staff({ header: half })).toMatchObject(bad(100, 'Login failed'));
  });

  it.each([
    [{ userName: 'nobody' }, 100, 'Login failed'],
    [{ password: 'wrong' }, 100, 'Login failed'],
    [{ header: '' }, 100, 'Login failed'],
    [{ password: 'wrong', club: '1099' }, 100, 'Login failed'],
    [{ club: '1099' }, 110, 'Club 1099 is not enabled for this login'],
    [{ club: '4711' }, 110, 'Club 4711 is not enabled for this login'],
    [{ club: '' }, 110, 'Club  is not enabled for this login'],
  ])('refuses %j before it looks at the data', async (circumstances, code, message) => {
    expect(await save({ ...jane, LastName: '' }, circumstances)).toEqual(bad(code, message, { ProspectId: '0' }));
  });

  it('knows the logins and clubs that scripts make', async () => {
    await script('PUT', '/records/logins/other', { password: 'secret' });
    expect((await script('PUT', '/records/clubs/2001', { login: 'other' })).body).toMatchObject({ enabled: true });
    await script('PUT', '/records/clubs/1003', {});
    expect(await staff({ club: '1003' })).toMatchObject(good({ Staff: [] }));
    const other = { userName: 'other', password: 'secret' };
    expect(await staff({ ...other, club: '2001' })).toMatchObject(good({ Staff: [] }));
    expect(await staff({ ...other, club: '1001' })).toMatchObject(bad(110, 'Club 1001 is not enabled for this login'));
    await script('PUT', '/records/clubs/2001', { enabled: false });
    expect(await staff({ ...other, club: '2001' })).toMatchObject(bad(110, 'Club 2001 is not enabled for this login'));
  });

  it('checks in the order of the page: hazard, envelope, login', async () => {
    await hazard('error-500');
    expect(await ask('GetStaff', '', { password: 'wrong', action: null })).toMatchObject({ status: 500, body: fault('Server', 'Internal error') });
    expect(await ask('GetStaff', '', { password: 'wrong', action: null })).toMatchObject(unreadable);
    expect(await call('GetStaff', '', { password: 'wrong' })).toMatchObject(bad(100, 'Login failed'));
  });

  it('logs what was asked, credentials hidden', async () => {
    await save({ ...jane, Notes: 'Has a password & a name' }, { club: '1002' });
    await post(envelope(getStaff).replace(/<\/Password>[\s\S]*/, ''), action);
    await post(envelope(getStaff, { header: headerOf().replace('<UserName>', '<UserName />').replace('</UserName>', '') }), action);
    await post(envelope(getStaff), null);
    await script('PUT', '/records/logins/odd', { password: 'a<b>' });
    await post(envelope(getStaff, { userName: 'odd', password: 'a&lt;b&gt;' }), action);
    const [first, second, third, fourth, fifth] = await requests();
    expect(first).toMatchObject({ seq: 1, operation: 'SaveProspect', club: '1002', method: 'POST', path: '/ProspectService.asmx', query: {}, status: 200, hazards: [] });
    expect(first.headers).toMatchObject({ soapaction: `"${namespace}SaveProspect"` });
    expect(first.body).toContain('<UserName>***</UserName><Password>***</Password><ClubNumber>1002</ClubNumber>');
    expect(first.body).toContain('<Notes>Has a password &amp; a name</Notes>');
    expect(second).toMatchObject({ operation: 'unknown', club: null, status: 500, body: expect.stringMatching(/<Password>\*\*\*$/) });
    expect(third).toMatchObject({ operation: 'GetStaff', body: expect.stringContaining('<UserName />sim-user<Password>***</Password><ClubNumber>') });
    expect(fourth).toMatchObject({ operation: 'GetStaff', club: '1001', status: 500 });
    expect(fifth.body).toContain('<UserName>***</UserName><Password>***</Password>');
    expect(JSON.stringify(await requests())).not.toMatch(/not-a-real-password|a&lt;b/);
    expect((await script('GET', '/requests?operation=SaveProspect')).body.requests).toHaveLength(1);
  });
});
