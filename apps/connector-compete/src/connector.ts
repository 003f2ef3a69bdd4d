import { defineConnector, Gone, Rejected, ReservationTaken, type CreateIntent, type Created, type FitFacts, type Settling, type Warning } from '@intouch/connector-kit';
import { CompeteClient, ServerFault } from './client.js';
import { changeDetails, createBody, createOnly, fit, report } from './mapper.js';
import { pullCustomers } from './pull-customers.js';
import { readProspectForm, type ProspectForm } from './reference.js';
import { settings } from './settings.js';
import type { ChangeResult, FoundMember } from './wire.js';

const dayMs = 24 * 3_600_000;

/** Jonas Compete: leads out in real time; conversions, new members and lapses in by the hour. */
export const compete = defineConnector({
  vendor: 'compete',
  title: 'Jonas Compete',
  settings,
  account: ['companyId', 'domain', 'port', 'scheme', 'apiKey'],
  switches: ['convertLeadToMember', 'insertMember', 'convertMemberToFormerMember'],
  alwaysSends: true,
  schedule: { accepted: true, default: '0 * * * *', sync: true },
  lookupWords: { staff: 'linked by e-mail address, never created', leadSources: 'linked by name, never created' },

  open: (access) => new CompeteClient(access),

  async check(client, { settings: own }) {
    const clubs = await client.activeClubs();
    const form = await readProspectForm(client, own);
    const clubId = own['competeClubId'];
    const noClub = { code: 'club-refused', detail: `Compete has no active club ${String(clubId)}.`, howToFix: 'Correct competeClubId, or ask Jonas to enable the club.' };
    const noType = { code: 'missing-required', detail: 'Compete has no membership type named Prospect.', howToFix: 'Set prospectMembershipTypeId.' };
    return [...(clubs.some(({ Id }) => Id === clubId) ? [] : [noClub]), ...(form.prospectTypeId === null ? [noType] : [])];
  },

  reference: { everyMs: dayMs, read: (client, { settings: own }) => readProspectForm(client, own) },

  outbound: {
    sends: (contact) => contact.status === 'LEAD',
    fit,
    createOnly,
    // The next card number is not reserved by asking for it.
    oneCreateAtATime: true,
    reserve: (client) => client.nextMemberId(),
    async create(client, intent, facts) {
      return { vendorContactId: await client.createMember(createBody(intent.content, intent.reserved, facts)) };
    },
    async settle(client, settling, facts) {
      const { intent, look, mayRepeat } = settling;
      return (look === 1 && mayRepeat ? await repeatCreate(client, intent, facts) : null) ?? search(client, settling);
    },
    async update(client, vendorContactId, changes) {
      const details = changeDetails(changes);
      return details.length === 0 ? [] : changesAnswered(await requestChanges(client, vendorContactId, details));
    },
    async afterCreate(client, vendorContactId, content, { settings: own }) {
      const text = content['notes'];
      if (typeof text !== 'string') return [];
      await client.createNote(vendorContactId, {
        clubId: Number(own['competeClubId']), employeeId: Number(own['noteEmployeeId']), actionId: Number(own['noteActionId']), text,
      });
      return [];
    },
  },

  inbound: { pull: pullCustomers, report },

  lookups: {
    async staff(client) {
      const employees = await client.activeEmployees();
      return employees.map((it) => ({ vendorId: String(it.Id), name: `${it.FirstName ?? ''} ${it.LastName ?? ''}`.trim(), email: it.Email, active: it.IsActive }));
    },
    async leadSources(client) {
      const sources = (await client.prospectFields()).find(({ FieldName }) => FieldName === 'SourceID')?.Values ?? [];
      return sources.map(({ Id, Value }) => ({ vendorId: String(Id), name: Value }));
    },
  },
});

/** The same number again: accepted means the first had not been stored; refused means that somebody has it, perhaps we. */
async function repeatCreate(client: CompeteClient, intent: CreateIntent, facts: FitFacts<ProspectForm>): Promise<Created | null> {
  try {
    return { vendorContactId: await client.createMember(createBody(intent.content, intent.reserved, facts)), repeated: true };
  } catch (error) {
    if (error instanceof ReservationTaken || error instanceof Rejected) return null;
    throw error;
  }
}

/** Ours is the row with our card number and the name we sent, linked to nobody: families share names and addresses, two callers a number. */
async function search(client: CompeteClient, { intent: { content, reserved }, free }: Settling): Promise<Created | null> {
  const filters = [
    ...(content['email'] ? [{ Email: String(content['email']) }] : []),
    ...['mobile', 'homePhone', 'workPhone'].flatMap((phone) => (content[phone] ? [{ PhoneNumber: String(content[phone]) }] : [])),
    { Name: `${String(content['lastName'])},${String(content['firstName'])}` },
  ];
  const ours = ({ MemberID, Name }: FoundMember): boolean =>
    MemberID === reserved && same(Name.FirstName, content['firstName']) && same(Name.LastName, content['lastName']);
  for (const filter of filters) {
    const hits = (await client.searchMembers(filter)).filter(ours).map(({ CustomerId }) => String(CustomerId));
    const [found] = hits.length > 0 ? await free(hits) : [];
    if (found !== undefined) return { vendorContactId: found };
  }
  return null;
}

/** An unknown customer is answered with HTTP 500: only a look tells it from an outage. */
async function requestChanges(client: CompeteClient, customerId: string, details: Parameters<CompeteClient['updatePersonalInformation']>[1]): Promise<ChangeResult> {
  try {
    return await client.updatePersonalInformation(customerId, details);
  } catch (error) {
    if (error instanceof ServerFault && !(await client.memberExists(customerId))) throw new Gone('deleted');
    throw error;
  }
}

/** Pending is delivered: the club's staff decide, and it is neither sent again nor asked for. */
function changesAnswered({ PendingConfirmationNumber: pending, ErrorMessages: errors }: ChangeResult): Warning[] {
  if (errors !== null && errors !== undefined && errors !== '' && errors !== 'None') throw new Rejected('vendor-refused', errors);
  if (pending === null || pending === undefined || pending === '' || pending === 0 || pending === 'None') return [];
  return [{ code: 'pending-approval', detail: `Compete keeps the change as request ${pending} until the club's staff approve it.`, howToFix: `Approve request ${pending} at Compete.` }];
}

function same(theirs: string | null, ours: unknown): boolean {
  return (theirs ?? '').trim().toLowerCase() === String(ours ?? '').toLowerCase();
}
