import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { clientOf, good } from './testing/scripted-client.js';

/** As the page shows it: the credentials are in every call, a password is escaped as XML. */
function message(operation: string, content: string): string {
  const header =
    '<AuthHeader xmlns="http://paramount.example/prospect/"><UserName>sim-user</UserName><Password>p&lt;&amp;&gt;&quot;w</Password><ClubNumber>1001</ClubNumber></AuthHeader>';
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<soap:Header>${header}</soap:Header><soap:Body>${content.replace(`<${operation}`, `<${operation} xmlns="http://paramount.example/prospect/"`)}</soap:Body></soap:Envelope>`
  );
}

const jane = {
  ProspectId: '0', ExternalRef: 'lead-1', FirstName: 'Jané', LastName: 'O\'Doe & <Sons>', Email: 'jane@example.com', HomePhone: '6175550100', MobilePhone: '6175550101', Address1: '12 Main St',
  City: 'Boston', State: 'MA', Zip: '02134', LeadSourceId: '21', MembershipAdvisorId: '11', Notes: 'Asked about yoga',
};

describe('what is sent', () => {
  it.each([
    ['GetStaff', '<GetStaff><ActiveOnly>true</ActiveOnly></GetStaff>', (client: ReturnType<typeof clientOf>['client']) => client.activeStaff()],
    ['GetLeadSources', '<GetLeadSources/>', (client: ReturnType<typeof clientOf>['client']) => client.leadSources()],
    ['AddLeadSource', '<AddLeadSource><Description>Radio &amp; TV</Description></AddLeadSource>', (client: ReturnType<typeof clientOf>['client']) => client.addLeadSource('Radio & TV')],
    ['FindProspect', '<FindProspect><ExternalRef>lead-1</ExternalRef></FindProspect>', (client: ReturnType<typeof clientOf>['client']) => client.findProspects('lead-1')],
  ])('%s', async (operation, content, call) => {
    const { client, http } = clientOf(good(operation, '<Staff/><LeadSources/><LeadSourceId>27</LeadSourceId><ProspectIds/>'));
    await call(client);
    expect(http.sent).toEqual([
      {
        method: 'POST', url: 'https://paramount.example/api/ProspectService.asmx', body: message(operation, content), ambiguous: operation === 'AddLeadSource',
        headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"http://paramount.example/prospect/${operation}"` },
      },
    ]);
  });

  it('a new prospect, in the order of the table', async () => {
    const { client, http } = clientOf(good('SaveProspect', '<ProspectId>5001</ProspectId>'));
    expect(await client.saveProspect(jane)).toBe('5001');
    expect(http.sent[0]).toMatchObject({ headers: { SOAPAction: '"http://paramount.example/prospect/SaveProspect"' }, ambiguous: true });
    expect(http.sent[0]!.body).toBe(
      message(
        'SaveProspect',
        '<SaveProspect><Prospect><ProspectId>0</ProspectId><ExternalRef>lead-1</ExternalRef><FirstName>Jané</FirstName><LastName>O&apos;Doe &amp; &lt;Sons&gt;</LastName>' +
          '<Email>jane@example.com</Email><HomePhone>6175550100</HomePhone><MobilePhone>6175550101</MobilePhone><Address1>12 Main St</Address1><City>Boston</City><State>MA</State><Zip>02134</Zip>' +
          '<LeadSourceId>21</LeadSourceId><MembershipAdvisorId>11</MembershipAdvisorId><Notes>Asked about yoga</Notes></Prospect></SaveProspect>',
      ),
    );
  });

  it('an update, nil for what is cleared', async () => {
    const { client, http } = clientOf(good('SaveProspect', '<ProspectId>5001</ProspectId>'));
    await client.saveProspect({ ProspectId: '5001', ExternalRef: 'lead-1', FirstName: 'Jane', LastName: 'Doe', Email: null, MembershipAdvisorId: null });
    expect(http.sent[0]!.body).toBe(
      message(
        'SaveProspect',
        '<SaveProspect><Prospect><ProspectId>5001</ProspectId><ExternalRef>lead-1</ExternalRef><FirstName>Jane</FirstName><LastName>Doe</LastName>' +
          '<Email xsi:nil="true"/><MembershipAdvisorId xsi:nil="true"/></Prospect></SaveProspect>',
      ),
    );
  });
});

describe('what is read', () => {
  const extra = '<SimExtra>extra</SimExtra>';

  it('staff', async () => {
    const members =
      `<StaffMember><StaffId>11</StaffId><FirstName>John</FirstName><LastName>Smith</LastName><Email>JSmith@myclub.com</Email><Active>true</Active><Title>Membership Advisor</Title>${extra}</StaffMember>` +
      '<StaffMember><StaffId>14</StaffId><FirstName/><LastName>Mail &amp; Co</LastName><Email xsi:nil="true"/><Active>false</Active><Title xsi:nil="true"/></StaffMember>';
    expect(await clientOf(good('GetStaff', `${extra}<Staff>${members}${extra}</Staff>`)).client.activeStaff()).toEqual([
      { staffId: '11', name: 'John Smith', email: 'JSmith@myclub.com', active: true },
      { staffId: '14', name: 'Mail & Co', email: null, active: false },
    ]);
  });

  it('lead sources, active and inactive', async () => {
    const rows =
      `<LeadSource><LeadSourceId>23</LeadSourceId><Description>Referral </Description><Active>true</Active>${extra}</LeadSource>` +
      `<LeadSource><LeadSourceId>26</LeadSourceId><Description/><Active>false</Active></LeadSource>${extra}`;
    expect(await clientOf(good('GetLeadSources', `<LeadSources>${rows}</LeadSources>`)).client.leadSources()).toEqual([
      { leadSourceId: '23', description: 'Referral', active: true }, { leadSourceId: '26', description: '', active: false },
    ]);
  });

  it('the id of a new lead source', async () => {
    expect(await clientOf(good('AddLeadSource', `<LeadSourceId>27</LeadSourceId>${extra}`)).client.addLeadSource('Radio')).toBe('27');
  });

  it('ids of prospects, and nothing else for one', async () => {
    expect(await clientOf(good('FindProspect', `<ProspectIds><int>5001</int><int>5010</int>${extra}<int>0</int></ProspectIds>`)).client.findProspects('lead-1')).toEqual(['5001', '5010']);
  });

  it.each([
    ['GetStaff', '<Staff/>', (client: ReturnType<typeof clientOf>['client']) => client.activeStaff()],
    ['GetLeadSources', '<LeadSources></LeadSources>', (client: ReturnType<typeof clientOf>['client']) => client.leadSources()],
    ['FindProspect', '<ProspectIds/>', (client: ReturnType<typeof clientOf>['client']) => client.findProspects('lead-1')],
  ])('an empty list of %s', async (operation, list, call) => expect(await call(clientOf(good(operation, list)).client)).toEqual([]));
});
