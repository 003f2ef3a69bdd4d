import { ApiClient } from './api-client.js';
import { castOf, type Cast, type Person } from './cast.js';
import { eventually } from '../eventually.js';
import { outcomeTable, wrongOnes, type Outcome } from './outcome-table.js';

type Say = (line: string) => void;

/** A person in the neutral shape of the sandbox's `/people`, what the tour reads of it. */
interface VendorPerson {
  id: string;
  firstName: string;
  lastName: string;
  email: string | null;
}

/** A record of the imitated InTouch, what the tour reads of it. */
interface InTouchContact {
  contactId: string;
  email?: string | null;
  status: string;
  joinDate?: string | null;
  vendorIds?: Record<string, string>;
}

const stepDeadlineMs = 30_000;

/**
 * Turns the ring once, through the public APIs alone: a lead goes out to Compete and comes back sold under another
 * spelling, an unknown member joins, a known one leaves. Says each step with its time, then what the Connector Log
 * tells, then expected against actual. Never throws: a tour that fails says so, and the system goes on.
 */
export async function runTour({ gatewayUrl, sandboxUrl }: { gatewayUrl: string; sandboxUrl: string }, say: Say): Promise<void> {
  const tour = new Tour(new ApiClient(gatewayUrl), new ApiClient(sandboxUrl), Number(new URL(sandboxUrl).port), castOf(Date.now()), say);
  try {
    const wrong = wrongOnes(await tour.run());
    say(wrong.length === 0 ? 'The tour went as it should.' : `The tour FAILED: ${wrong.map(({ what }) => what).join('; ')}. The system keeps running.`);
  } catch (error) {
    say(`The tour FAILED: ${error instanceof Error ? error.message : String(error)}. The system keeps running.`);
  } finally {
    await tour.leave().catch(() => undefined);
  }
}

class Tour {
  constructor(
    private readonly gateway: ApiClient,
    private readonly sandbox: ApiClient,
    private readonly sandboxPort: number,
    private readonly cast: Cast,
    private readonly say: Say,
  ) {}

  async run(): Promise<Outcome[]> {
    const { clubId, lead, joiner, leaver } = this.cast;
    this.say('');
    this.say(`A tour of the ring, in club ${clubId} at the imitated Jonas Compete:`);
    await this.retireEarlierTours();
    await this.step('the club, its integration, a salesman and a lead source are set up', () => this.setUp());

    const sentId = await this.step(`${nameOf(lead)} is saved in InTouch as a lead, and arrives at Compete`, async () => {
      await this.save(lead, { status: 'LEAD', ownerStaffId: 'ana', leadSourceId: 'social', street: '12 Main St', city: 'Columbus', state: 'OH', zip: '43004' });
      return (await eventually('the lead at Compete', () => this.atCompete(lead), stepDeadlineMs, 5)).id;
    });
    await this.step(`its id there, ${sentId}, is linked`, () => this.linked(lead));

    const leaverId = await this.step(`${nameOf(leaver)}, a member on both sides, is known by the vendor's id`, async () => {
      const { id } = await this.typeIn(leaver);
      await this.save(leaver, { status: 'MEMBER', vendorIds: { compete: id } });
      await this.linked(leaver);
      return id;
    });

    const soldId = await this.step('at Compete she is sold a membership, as MARY ANN OBRIEN and under a new id', async () => {
      await this.sandbox.patch(`/__sandbox/compete/people/${sentId}`, { firstName: 'MARY ANN', lastName: 'OBRIEN' });
      return (await this.sandbox.post<VendorPerson>(`/__sandbox/compete/people/${sentId}/sell`, { newId: true })).id;
    });
    const joinerId = await this.step(`${nameOf(joiner)} walks in and joins`, async () => (await this.typeIn(joiner)).id);
    await this.step(`the agreement of ${nameOf(leaver)} ends`, () => this.sandbox.post(`/__sandbox/compete/people/${leaverId}/end`));

    const state = await this.step('a sync reads it all', () => this.sync());
    await this.step('InTouch has applied every change', () => this.applied()).catch((error: Error) => this.say(`           ${error.message}`));
    await this.tellLog();

    const contacts = await this.inInTouch();
    const of = (person: Person): InTouchContact | undefined => contacts.find(({ email }) => email === person.email);
    const spell = (person: Person): string => `${of(person)?.status ?? 'absent'} ${of(person)?.vendorIds?.['compete'] ?? 'without id'}`;
    const outcomes: Outcome[] = [
      { what: 'the sync', expected: 'succeeded', actual: state },
      { what: `${nameOf(lead)}, found by Smart Match`, expected: `MEMBER ${soldId}`, actual: spell(lead) },
      { what: `${nameOf(joiner)}, inserted`, expected: `MEMBER ${joinerId}`, actual: spell(joiner) },
      { what: `${nameOf(leaver)}, ended`, expected: `FORMER_MEMBER ${leaverId}`, actual: spell(leaver) },
      { what: 'records of these three at Compete', expected: '3', actual: String((await this.castAtCompete()).length) },
    ];
    this.say('');
    for (const line of outcomeTable(outcomes)) this.say(line);
    return outcomes;
  }

  /** The sandbox forgets its people at every start; clubs kept from earlier tours must not take today's for theirs. */
  private async retireEarlierTours(): Promise<void> {
    const answer = await this.gateway.get<{ clubs: { clubId: string }[] } | { clubId: string }[]>('/v1/clubs');
    const clubs = Array.isArray(answer) ? answer : answer.clubs;
    const earlier = clubs.filter(({ clubId }) => clubId.startsWith('tour-'));
    // One whose tour broke off before its integration was made has nothing to give back.
    await Promise.allSettled(earlier.map(({ clubId }) => this.integrate(clubId, false)));
  }

  /** Gives the imitated club back: two clubs of one account never share the vendor's club. */
  async leave(): Promise<void> {
    await this.integrate(this.cast.clubId, false);
  }

  private integrate(clubId: string, enabled: boolean): Promise<unknown> {
    return this.gateway.put(`/v1/clubs/${clubId}/integrations/compete`, {
      enabled,
      settings: {
        companyId: '101',
        competeClubId: 1,
        domain: '127.0.0.1',
        port: this.sandboxPort,
        scheme: 'http',
        requestsPerMinute: 60_000,
        reconcileDelayMs: 200,
      },
      credentials: { apiKey: 'not-a-real-key' },
      options: { convertLeadToMember: true, insertMember: true, convertMemberToFormerMember: true },
    });
  }

  private async setUp(): Promise<void> {
    const club = `/v1/clubs/${this.cast.clubId}`;
    await this.gateway.put(club, { clientId: 'tour', name: 'The club of the tour', timeZone: 'America/New_York', country: 'US' });
    await this.integrate(this.cast.clubId, true);
    await this.gateway.put(`${club}/staff/ana`, { firstName: 'Ana', lastName: 'Silva', email: 'ASilva@MyClub.com', active: true });
    await this.gateway.put(`${club}/lead-sources/social`, { name: 'Social Media', active: true });
    await eventually('staff and lead source linked', async () => {
      type LookUp = { status: string };
      const { staff, leadSources } = await this.gateway.get<{ staff: LookUp[]; leadSources: LookUp[] }>(`${club}/integrations/compete/lookups`);
      return [staff[0], leadSources[0]].every((each) => each?.status === 'matched');
    }, stepDeadlineMs);
  }

  private save(person: Person, fields: object): Promise<unknown> {
    const { contactId, ...details } = person;
    return this.sandbox.put(`/__sandbox/intouch/contacts/${this.cast.clubId}/${contactId}`, { ...details, ...fields });
  }

  private typeIn({ contactId: _, ...details }: Person): Promise<VendorPerson> {
    return this.sandbox.post('/__sandbox/compete/people', { club: '1', status: 'MEMBER', ...details });
  }

  private async castAtCompete(): Promise<VendorPerson[]> {
    const emails = [this.cast.lead, this.cast.joiner, this.cast.leaver].map(({ email }) => email);
    const { people } = await this.sandbox.get<{ people: VendorPerson[] }>('/__sandbox/compete/people?club=1');
    return people.filter(({ email }) => email !== null && emails.includes(email));
  }

  private async atCompete(person: Person): Promise<VendorPerson | undefined> {
    return (await this.castAtCompete()).find(({ email }) => email === person.email);
  }

  private async linked({ contactId }: Person): Promise<void> {
    await eventually(`${contactId} linked`, async () => {
      const { links } = await this.gateway.get<{ links: { vendor: string }[] }>(`/v1/clubs/${this.cast.clubId}/contacts/${contactId}`);
      return links.some(({ vendor }) => vendor === 'compete');
    }, stepDeadlineMs);
  }

  private async sync(): Promise<string> {
    const { runId } = await this.gateway.post<{ runId: string }>(`/v1/clubs/${this.cast.clubId}/integrations/compete/sync`, { full: false, dryRun: false });
    return eventually(`run ${runId} finished`, async () => {
      const { state } = await this.gateway.get<{ state: string }>(`/v1/runs/${runId}`);
      return state === 'running' ? null : state;
    }, stepDeadlineMs);
  }

  private async inInTouch(): Promise<InTouchContact[]> {
    const { contacts } = await this.sandbox.get<{ contacts: InTouchContact[] }>(`/__sandbox/intouch/contacts?clubId=${this.cast.clubId}`);
    return contacts;
  }

  private async applied(): Promise<void> {
    const wanted = [[this.cast.lead, 'MEMBER'], [this.cast.joiner, 'MEMBER'], [this.cast.leaver, 'FORMER_MEMBER']] as const;
    await eventually('every change applied in InTouch', async () => {
      const contacts = await this.inInTouch();
      return wanted.every(([person, status]) => contacts.some((contact) => contact.email === person.email && contact.status === status));
    }, stepDeadlineMs);
  }

  private async tellLog(): Promise<void> {
    type Entry = { at: string; level: string; direction: string; summary: string };
    const read = async (): Promise<Entry[]> => (await this.gateway.get<{ entries: Entry[] }>(`/v1/log?clubId=${this.cast.clubId}&limit=100`)).entries;
    // One line for each of the three who came in; the log follows what it tells of by some milliseconds.
    const complete = async (): Promise<Entry[] | undefined> => {
      const lines = await read();
      return lines.filter(({ direction }) => direction === 'IN').length >= 3 ? lines : undefined;
    };
    const entries = await eventually('the log', complete, stepDeadlineMs).catch(read);
    this.say('');
    this.say('What the Connector Log tells:');
    for (const { at, level, direction, summary } of entries) this.say(`  ${at.slice(11, 23)}  ${level.padEnd(7)}  ${direction.padEnd(3)}  ${summary}`);
  }

  private async step<T>(what: string, act: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const result = await act();
    this.say(`  ${String(Math.round(performance.now() - began)).padStart(5)} ms  ${what}`);
    return result;
  }
}

function nameOf({ firstName, lastName }: Person): string {
  return `${firstName} ${lastName}`;
}
